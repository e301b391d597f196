/** Cases in files: bare, as a report's counterexample, or within a whole report. */
import type { Property } from "../gate/index.js";
import type { Finding, Report } from "../gate/report.js";
import { checkCase, json, type Case } from "../model/index.js";
import { caseFault } from "./case-fault.js";
import { UsageError } from "./errors.js";
import type { GateFlags } from "./gate-flags.js";
import { glob } from "./glob.js";
import { decodedReport, faultOf } from "./stored-report.js";
import { jsonFile } from "./waivers.js";

/** What is asked once more. */
export interface StoredCase {
  readonly question: Case;
  readonly properties: readonly Property[];
}

/** Laws that hold for any case, and that ask nothing but this case. */
const forAnyCase = ["forward/*", "backward/*", "state/repeatable", "state/inputs-unmutated", "saturation/agreement"];

/** Laws that ask nothing but the case that they drew, and that may hold for cases of their own kind alone. */
const forTheirOwn = [
  ...["differences/central", "peer/answers", "chain/*", "special/*"],
  ...["exact/*", "saturation/*", "scale/*", "deviations/*"],
];

const isAmong = (patterns: readonly string[], id: string): boolean => patterns.some((pattern) => glob(pattern)(id));

export const holdsForAnyCase = (id: string): boolean => isAmong(forAnyCase, id);
export const asksItsCaseAlone = (id: string): boolean => holdsForAnyCase(id) || isAmong(forTheirOwn, id);

/**
 * The case in a file and the laws that it is asked under: under a finding of a report the law that found it; else those of the run that hold for any case.
 *
 * @param chosen - the laws of the run.
 * @throws UsageError when the file holds no case, or none can be asked so.
 */
export function storedCase(path: string, chosen: readonly Property[], { property: patterns }: GateFlags): StoredCase {
  const value = jsonFile(path);
  if (isReport(value)) return fromReport(path, value, chosen, patterns !== undefined);
  const isWrapped = typeof value === "object" && value !== null && "case" in value;
  const question = checked(isWrapped ? value.case : value, isWrapped ? `${path}: case` : path);
  if (!allFinite(question))
    throw new UsageError(`${path} holds NaN or an infinity, which no law can be asked about outside of its report`);
  const properties = chosen.filter(({ id }) => holdsForAnyCase(id));
  if (properties.length > 0) return { question, properties };
  const names = chosen.map(({ id }) => id).join(", ");
  throw new UsageError(`no chosen law can be asked about any case: ${names}; those that can: ${forAnyCase.join(", ")}`);
}

function isReport(value: unknown): value is Report {
  return typeof value === "object" && value !== null && "tool" in value;
}

function fromReport(path: string, report: Report, chosen: readonly Property[], isChosen: boolean): StoredCase {
  const fault = faultOf(report);
  if (fault !== undefined) throw new UsageError(`${path} is no report of gradproof: ${fault}`);
  const finding = findingIn(path, decodedReport(report), chosen, isChosen);
  const property = chosen.find(({ id }) => id === finding.property) as Property;
  if (!asksItsCaseAlone(property.id))
    throw new UsageError(
      `${property.id} needs more than the case that a report shows; its replay token asks the same again`,
    );
  const position = report.findings.findIndex((one) => one.property === property.id);
  const question = checked(finding.counterexample?.case, `${path}: findings[${position}].counterexample.case`, true);
  return { question, properties: [property] };
}

/** The one finding with a case among the chosen laws. */
function findingIn(path: string, { findings }: Report, chosen: readonly Property[], isChosen: boolean): Finding {
  const ids = new Set(chosen.map(({ id }) => id));
  const withCase = findings.filter(({ property, counterexample }) => counterexample !== null && ids.has(property));
  const [only] = withCase;
  if (only !== undefined && withCase.length === 1) return only;
  if (only === undefined)
    throw new UsageError(`${path} has no counterexample${isChosen ? " of a property that --property names" : ""}`);
  const names = withCase.map(({ property }) => property).join(", ");
  throw new UsageError(`${path} has several counterexamples; choose one with --property: ${names}`);
}

/** @param mayBeEmpty - whether a batch without examples may be asked. */
function checked(value: unknown, place: string, mayBeEmpty = false): Case {
  const decoded = json.decode(value);
  const fault = caseFault(decoded);
  if (fault !== undefined) throw new UsageError(`${place}${fault}`);
  const question = decoded as Case;
  try {
    if (!mayBeEmpty || question.batch.inputs.length > 0) checkCase(question);
    return question;
  } catch (error) {
    throw new UsageError(`${place}: ${(error as Error).message}`);
  }
}

function allFinite(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value);
  return typeof value !== "object" || value === null || Object.values(value).every(allFinite);
}
