/**
 * Stryker's reports as score.json (figures and survivors) and survivors.md (the same for reading, with reasons). A part that
 * was not run here keeps what score.json says of it.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { changedOf, codeBelow, digestOf } from "./digest.mjs";
import { folders } from "./folders.mjs";
import { mutantsOf } from "./mutants.mjs";
import { isAlive, problemsOf, reasonOf } from "./reasons.mjs";
import { readReport, readStamp } from "./reports.mjs";
import { survivorsPage } from "./survivors-page.mjs";

const goal = 95;
/** Stryker reports no file in which there is nothing to mutate. */
const hasCode = (root, file) => /function|=>|const/.test(readFileSync(join(root, file), "utf8"));

const counts = {
  killed: "Killed",
  timeout: "Timeout",
  survived: "Survived",
  noCoverage: "NoCoverage",
  errors: "RuntimeError",
};

/** @returns what is wrong with them, in sentences; none when all is well. */
export function report(root) {
  const at = (name) => join(root, "mutation", name);
  const read = (name) => (existsSync(at(name)) ? JSON.parse(readFileSync(at(name), "utf8")) : {});
  const [reasons, before] = [read("equivalents.json"), read("score.json")];
  const problems = [];
  const score = {};
  for (const [folder, byPart] of Object.entries(folders)) {
    const runs = Object.keys(byPart).map((part) => readPart(root, `${folder}/${part}`, before[folder]?.parts?.[part]));
    problems.push(...runs.flatMap(({ mutants, survivors = [] }) => problemsOf(mutants, survivors, reasons)));
    score[folder] = scoreOf(root, folder, runs, reasons);
    if (score[folder].score < goal) problems.push(`${folder}: ${score[folder].score} %, less than ${goal} %`);
  }
  writeFileSync(at("score.json"), `${JSON.stringify(score, null, 2)}\n`);
  writeFileSync(at("survivors.md"), survivorsPage(score, reasons));
  return problems;
}

/** The part's figures, from its report or else as they were known before; `mutants` are there only with a report. */
function readPart(root, part, before) {
  const [stryker, stamp] = [readReport(root, part), readStamp(root, part)];
  const mutants = stryker !== undefined && stamp !== undefined ? mutantsOf(stryker) : undefined;
  const figures = mutants === undefined ? before : figuresOf(stryker, mutants, stamp);
  return { part, mutants, figures, survivors: figures?.survivors ?? [] };
}

function figuresOf(stryker, mutants, { minutes }) {
  const count = (status) => mutants.filter((mutant) => mutant.status === status).length;
  return {
    minutes,
    mutants: mutants.length,
    ...Object.fromEntries(Object.entries(counts).map(([name, status]) => [name, count(status)])),
    survivors: mutants.filter(isAlive).map(({ status, ...mutant }) => mutant),
    files: Object.fromEntries(Object.entries(stryker.files).map(([file, { source }]) => [file, digestOf(source)])),
  };
}

/** A folder's figures. Mutants that end in an error outside any test tell nothing and count for neither side. */
function scoreOf(root, folder, runs, reasons) {
  const done = runs.filter(({ figures }) => figures !== undefined);
  const without = runs.filter((run) => !done.includes(run)).map(({ part }) => part);
  if (done.length === 0) return { notRun: without };
  const sum = (name) => done.reduce((total, { figures }) => total + figures[name], 0);
  const equivalent = done
    .flatMap(({ survivors }) => survivors)
    .filter((mutant) => reasonOf(mutant, reasons)?.kind === "equivalent").length;
  const dead = sum("killed") + sum("timeout");
  const files = Object.assign({}, ...done.map(({ figures }) => figures.files));
  const unseen =
    without.length > 0
      ? []
      : codeBelow(root, `src/${folder}`).filter((file) => !(file in files) && hasCode(root, file));
  const changed = [...changedOf(root, files), ...unseen];
  return {
    mutants: sum("mutants"),
    ...Object.fromEntries(Object.keys(counts).map((name) => [name, sum(name)])),
    equivalent,
    score: Math.floor((1e4 * dead) / (dead + sum("survived") + sum("noCoverage") - equivalent)) / 100,
    minutes: Math.round(10 * sum("minutes")) / 10,
    ...(without.length > 0 ? { partialWithout: without } : {}),
    ...(changed.length > 0 ? { changedSince: changed } : {}),
    parts: Object.fromEntries(done.map(({ part, figures }) => [part.split("/")[1], figures])),
  };
}
