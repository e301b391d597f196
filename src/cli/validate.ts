/** `gradproof validate`: is the adapter itself sane? */
import type { Description } from "../model/index.js";
import { ProtocolError, SubjectError, type Subject } from "../subject/index.js";
import { version } from "../gate/version.js";
import { exitCodes, UsageError } from "./errors.js";
import { defaultStartTimeout } from "./gate-flags.js";
import { wantsColour, type Io } from "./io.js";
import { openSubject } from "./subjects.js";
import { checkedTargets, deliver } from "./targets.js";
import type { ValidateFlags } from "./validate-flags.js";
import { adviceOn } from "./validation/advice.js";
import { mend, ok, open, type Check, type Validation } from "./validation/check.js";
import { checkClaims } from "./validation/claims.js";
import { checkConversation, checkEmptyBatch } from "./validation/conversation.js";
import { checkEnding } from "./validation/ending.js";
import { Interview, mostFailures } from "./validation/interview.js";
import { checkNumbers } from "./validation/numbers.js";
import { renderValidation, validationJson } from "./validation/render.js";
import { claimsOf, identityNetwork } from "./validation/trials.js";

/**
 * @param signal - aborted when it is to end.
 * @returns the exit code: sane or not.
 * @throws UsageError
 */
export async function validate(flags: ValidateFlags, io: Io, signal?: AbortSignal): Promise<number> {
  if ((flags.exec === undefined) === (flags.module === undefined))
    throw new UsageError("exactly one of --exec CMD and --module FILE names the adapter to validate");
  const targets = checkedTargets(flags.report ?? [], { format: "text" as const });
  const { subject, checks } = await examined(flags, signal);
  const isSane = checks.every(({ status }) => status !== "mend");
  const validation: Validation = {
    tool: "gradproof",
    version,
    subject,
    verdict: isSane ? "sane" : "not sane",
    checks,
  };
  for (const { format, file } of targets) {
    const colour = file === undefined && wantsColour(io);
    deliver(format === "json" ? validationJson(validation) : renderValidation(validation, colour), file, io);
  }
  return isSane ? exitCodes.pass : exitCodes.error;
}

interface Examined {
  readonly subject: Description | null;
  readonly checks: readonly Check[];
}

async function examined(flags: ValidateFlags, signal: AbortSignal | undefined): Promise<Examined> {
  let subject: Subject;
  try {
    subject = await openSubject({ ...flags, restarts: mostFailures }, signal);
  } catch (error) {
    if (!(error instanceof SubjectError) || signal?.aborted === true) throw error;
    return { subject: null, checks: startChecks(error) };
  }
  signal?.addEventListener("abort", () => void subject.close());
  try {
    const { own: _, ...description } = subject.description;
    const checks = [ok("start", "it starts"), ok("handshake", inWords(description)), ...(await answers(subject))];
    if (flags.exec !== undefined) {
      const { timeout, startTimeout = Math.max(defaultStartTimeout, timeout) } = flags;
      checks.push(await checkEnding(flags.exec, { timeoutMs: timeout, startTimeoutMs: startTimeout, signal }));
    }
    return { subject: description, checks };
  } finally {
    await subject.close();
  }
}

/** What is wrong with a subject that never came to answer. */
function startChecks(error: SubjectError): readonly Check[] {
  const fault = [error.message, adviceOn(error.message)] as const;
  if (error instanceof ProtocolError) return [ok("start", "it starts"), mend("handshake", ...fault)];
  return [mend("start", ...fault), open("handshake", "there was none")];
}

function inWords({ implementation, precision, supports }: Description): string {
  const { name, version: own, language } = implementation;
  const who = [name, own, language === undefined ? undefined : `(${language})`].filter((part) => part !== undefined);
  const { activations, losses, observes } = supports;
  return `${who.join(" ")}, ${precision}: ${activations.join(", ")}; ${losses.join(", ")}; observes ${observes.join(", ")}`;
}

async function answers(subject: Subject): Promise<readonly Check[]> {
  const { description } = subject;
  const interview = new Interview(subject);
  const { checks, answered, declined } = await checkClaims(claimsOf(description), interview);
  return [
    ...checks,
    ...(await checkNumbers(description, identityNetwork(description), interview)),
    ...(description.supports.specialValues === true ? [await checkEmptyBatch(answered, interview)] : []),
    ...(await checkConversation(answered, interview)),
    refusals(answered.length, declined),
  ];
}

function refusals(answered: number, declined: readonly string[]): Check {
  const [first] = declined;
  if (first === undefined) return ok("refusals", "it declined none of these questions");
  if (answered > 0) return ok("refusals", `understood, ${declined.length} in all (first: ${first})`);
  const advice = "A subject that declines everything is never passed: answer some of what supports claims.";
  return mend("refusals", `it declined all ${declined.length} questions (first: ${first})`, advice);
}
