/** Reports in files, as --report json wrote them. */
import { readFileSync } from "node:fs";
import type { Counterexample, Finding, Report } from "../gate/report.js";
import { json } from "../model/index.js";
import { SubjectError } from "../subject/subject.js";

/** @throws SubjectError when the file is missing, is not JSON or is no report, naming the place. */
export function readReport(path: string): Report {
  const value = parsed(path);
  const fault = faultOf(value);
  if (fault !== undefined) throw new SubjectError(`${path} is no report of gradproof: ${fault}`);
  return decodedReport(value as Report);
}

/** Doubles that JSON cannot write are strings in a file; the digits of an exact value are meant to be one. */
export function decodedReport(report: Report): Report {
  const findings = report.findings.map((finding) =>
    finding.counterexample === null ? finding : { ...finding, counterexample: decoded(finding.counterexample) },
  );
  return { ...report, findings };
}

function decoded({ mismatches, ...rest }: Counterexample): Counterexample {
  return {
    ...rest,
    case: json.decode(rest.case) as Counterexample["case"],
    mismatches: mismatches.map((mismatch) => ({
      ...mismatch,
      got: json.decode(mismatch.got) as number,
      range: json.decode(mismatch.range) as [number, number],
      factor: json.decode(mismatch.factor) as number,
    })),
  };
}

function parsed(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new SubjectError(`cannot read ${path}: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new SubjectError(`${path} is not JSON: ${(error as Error).message.replaceAll("\n", " ")}`);
  }
}

/** What a value must be, by its place. */
type Shape = "string" | "number" | "object" | "array" | "any";

const reportShape: Readonly<Record<string, Shape>> = {
  version: "string",
  subject: "object",
  seed: "number",
  shard: "any",
  verdict: "string",
  counts: "object",
  findings: "array",
};

const findingShape: Readonly<Record<keyof Omit<Finding, "part">, Shape>> = {
  property: "string",
  title: "string",
  equations: "array",
  level: "string",
  status: "string",
  cases: "number",
  undecided: "number",
  reason: "any",
  counterexample: "any",
  diagnosis: "array",
  located: "any",
  replay: "any",
};

const countsShape: Readonly<Record<string, Shape>> = {
  ...{ cases: "number", held: "number", violated: "number", undecided: "number", skipped: "number" },
};

/** The first thing that is not as a report has it; not everything is looked at, for a report comes from gradproof itself. */
export function faultOf(value: unknown): string | undefined {
  if (kindOf(value) !== "object" || (value as Report).tool !== "gradproof") return `it lacks "tool": "gradproof"`;
  const report = value as Report;
  const fault = misshapen(report, reportShape, "") ?? misshapen(report.counts, countsShape, "counts.");
  if (fault !== undefined) return fault;
  const { shard } = report;
  if (shard !== null) {
    const wrong = misshapen(shard, { index: "number", count: "number" }, "shard.");
    if (wrong !== undefined) return wrong;
    if (![shard.index, shard.count].every((number) => Number.isInteger(number) && number >= 1))
      return "shard.index and shard.count must be whole numbers from 1";
  }
  return report.findings.map(findingFault).find((found) => found !== undefined);
}

function findingFault(finding: Finding, position: number): string | undefined {
  const place = `findings[${position}].`;
  const fault = misshapen(finding, findingShape, place);
  if (fault !== undefined) return fault;
  const { counterexample, part } = finding;
  if (part !== undefined) {
    const shape: Record<string, Shape> = { from: "number", to: "number", counts: "object", reasons: "object" };
    const wrong =
      misshapen(part, shape, `${place}part.`) ?? misshapen(part.counts, countsShape, `${place}part.counts.`);
    if (wrong !== undefined) return wrong;
  }
  if (counterexample === null) return undefined;
  return misshapen(counterexample, { case: "object", mismatches: "array" }, `${place}counterexample.`);
}

function misshapen(value: unknown, shape: Readonly<Record<string, Shape>>, place: string): string | undefined {
  if (kindOf(value) !== "object") return `${place.replace(/\.$/, "")} must be an object`;
  for (const [name, wanted] of Object.entries(shape)) {
    const member = (value as Record<string, unknown>)[name];
    if (member === undefined) return `${place}${name} is missing`;
    if (wanted !== "any" && kindOf(member) !== wanted) return `${place}${name} must be of type ${wanted}`;
  }
  return undefined;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "array";
  return value === null ? "null" : typeof value;
}
