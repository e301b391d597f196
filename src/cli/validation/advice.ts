/** What the author of an adapter should change, by what is wrong. */

const json =
  "Write each reply as one line of JSON: double quotes, no comma after the last entry, nothing before or after it.";

/** The first that fits is what is said. */
const advices: readonly (readonly [RegExp, string])[] = [
  [
    /no such program|there is no module|the command of the subject is empty/,
    'Name a program that exists, then its arguments: --exec "python3 adapter.py".',
  ],
  [/permission denied/, 'Make the file executable, or name its interpreter first: --exec "python3 adapter.py".'],
  [
    /could not be loaded|expected a default export/,
    "The module must load in Node, and its default export must have the form that is named.",
  ],
  [/byte order mark/, "Write UTF-8 without a byte order mark; in .NET: new UTF8Encoding(false)."],
  [
    /not UTF-8|\\u0000/,
    'Write UTF-8, whatever the encoding of the terminal is; in Python: sys.stdout.reconfigure(encoding="utf-8").',
  ],
  [/this is not JSON.*the line was: [{[]/s, json],
  [
    /this is not JSON/,
    "Write nothing but replies to standard output. Logs, progress bars and greetings of libraries belong on standard error; in Python: print(..., file=sys.stderr).",
  ],
  [/after the unfinished line|got the unfinished line/, "End every reply with a newline and flush."],
  [/closed its stdout|closed its stdin/, "Leave standard input and standard output open until the end."],
  [
    /within the timeout|did not answer within/,
    "Flush after every reply (in Python: print(..., flush=True)), end it with a newline, and answer every request, by an error reply at least. If it only takes long: --timeout, or --start-timeout for the start.",
  ],
  [
    /the end of the program/,
    'The program must stay until it is told to stop. Catch what the implementation throws and answer {"seq":...,"error":{"message":"..."}}; standard error, quoted above, may tell why it ended.',
  ],
  [/speaks protocol/, 'Write "protocol":1 in the handshake.'],
  [/does not know; known/, "Use the names of spec/protocol.md, and leave out what is not among them."],
  [/unknown field/, "Use the field names of spec/protocol.md, and no others."],
  [/no request with seq/, "Repeat the seq of the request in its reply."],
  [/was not asked for/, "Write exactly one line for each request."],
  [/exactly one of answer, skipped and error/, "Write seq and one of answer, skipped and error, and nothing else."],
  [/supports\.observes promises/, "Return it with every answer, or take it out of supports.observes."],
  [
    /must be a JSON number/,
    "Write numbers as JSON numbers. Only NaN, Infinity and -Infinity may be strings; null stands for none of them.",
  ],
  [/its transpose/, "Declare the layout that is meant, as the message says, or transpose."],
  [
    /must have shape|must hold \d+ layers|must be of type array/,
    "Return the shape that spec/conventions.md gives for this quantity: one row per example or per unit, one entry per layer, and no row or dimension left out where there is only one.",
  ],
  [
    /nested deeper|holds more than|a line longer/,
    "Return the answer alone, in the shape that spec/conventions.md gives.",
  ],
  [/lacks the field|must be of type|must/, "Give the field the form that spec/protocol.md describes."],
];

export function adviceOn(failure: string): string {
  return advices.find(([pattern]) => pattern.test(failure))?.[1] ?? "See spec/protocol.md.";
}
