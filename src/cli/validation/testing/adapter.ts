/** A small adapter that is sane, and what can be wrong with it. */
import { fileOf } from "../../testing/samples.js";

/** What can be replaced, each by an expression. */
export interface Parts {
  /** The handshake, and what it claims. */
  readonly hello?: string;
  readonly supports?: string;
  /** The number read from what stands in the case. */
  readonly read?: string;
  /** The number that is written. */
  readonly write?: string;
  /** The reply without its seq to `message`, `outputs` and `loss` being at hand. */
  readonly reply?: string;
  /** The text of a reply. */
  readonly text?: string;
  /** What to do with a request. */
  readonly run?: string;
  readonly stop?: string;
  /** Statements before everything. */
  readonly first?: string;
}

const sane: Required<Parts> = {
  hello: `{ protocol: 1, implementation: { name: "tiny" }, precision: "f64", supports }`,
  supports: `{ activations: ["identity", "relu"], losses: ["squared-error"], regularizers: [], observes: ["loss", "outputs"], specialValues: true }`,
  read: "Number(value)",
  write: "Number.isFinite(value) ? value : String(value)",
  reply: "({ answer: { loss, outputs } })",
  text: "JSON.stringify(reply)",
  run: "answer(message)",
  stop: "process.exit()",
  first: "",
};

/** The command that runs the adapter, with these parts in the place of sane ones. */
export function adapter(parts: Parts = {}): string {
  const { hello, supports, read, write, reply, text, run, stop, first } = { ...sane, ...parts };
  const code = `${first}
    let asked = 0;
    const supports = ${supports};
    const say = (reply) => process.stdout.write(${text} + "\\n");
    const each = (value, change) => Array.isArray(value) ? value.map((part) => each(part, change)) : change(value);
    const numbers = (value) => each(value, (value) => ${read});
    const units = { identity: (z) => z, relu: (z) => (z > 0 ? z : 0 * z) };
    const layer = (y, { weights, biases, activation }) => numbers(weights).map((row, j) =>
      units[activation.name](row.reduce((sum, w, i) => sum + w * y[i], numbers(biases)[j])));
    const answer = (message) => {
      asked += 1;
      const { network: { layers }, batch } = message.case;
      const y = numbers(batch.inputs).map((x) => layers.reduce(layer, x));
      const squares = y.flatMap((row, t) => row.map((value, i) => (value - numbers(batch.targets)[t][i]) ** 2 / 2));
      const outputs = each(y, (value) => ${write});
      const loss = ((value) => ${write})(squares.reduce((sum, square) => sum + square, 0) / y.length);
      const reply = ${reply};
      say({ seq: message.seq, ...reply });
    };
    require("node:readline").createInterface({ input: process.stdin }).on("line", (line) => {
      const message = JSON.parse(line);
      if (message.cmd === "start") say(${hello});
      else if (message.cmd === "run") ${run};
      else ${stop};
    });`;
  return `"${process.execPath}" "${fileOf("adapter.cjs", code)}"`;
}
