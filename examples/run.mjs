// Runs the examples in other languages over the fixtures, and proves each reader on fixtures that are wrong. Then runs the
// gate over the adapters, and proves that it finds a mistake in each.
//
//   node examples/run.mjs [--install] [FOLDER]
//
// A language without its toolchain is skipped. --install fetches what is missing with apt-get, where that is allowed.
// Exit code 1 when a reader fails on the right fixtures or passes wrong ones, when an adapter fails or passes with a
// mistake in it, or when there was nothing to run.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { allWrong, jsonText, oneField, oneValid, oneWrongPerFile, withNumbers } from "./fixtures/alter.mjs";
import { proveAdapters } from "./adapters/prove.mjs";
import { isReady, print } from "./adapters/toolchain.mjs";

const here = join(import.meta.dirname, "fixtures");
const jackson = ["databind", "core", "annotations"].map((part) => `/usr/share/java/jackson-${part}.jar`);

/**
 * needs: programs and files of the toolchain. build: makes what `run` needs. judges: whether offered answers are judged.
 * refuses: whether invalid cases are asked. quantities: those compared, where not all of them.
 */
const languages = [
  {
    name: "Python",
    needs: ["python3"],
    packages: ["python3"],
    run: () => ["python3", join(here, "python/read.py")],
    judges: true,
    refuses: true,
  },
  {
    name: "JavaScript",
    needs: [],
    packages: [],
    run: () => [process.execPath, join(here, "javascript/read.mjs")],
    judges: true,
  },
  {
    name: "Perl",
    needs: ["perl"],
    packages: ["perl"],
    run: () => ["perl", join(here, "perl/read.pl")],
    judges: true,
  },
  {
    name: "C++",
    needs: ["g++", "/usr/include/nlohmann/json.hpp"],
    packages: ["g++", "nlohmann-json3-dev"],
    build: (folder) => ["g++", "-std=c++17", join(here, "cpp/read.cpp"), "-o", join(folder, "read")],
    run: (folder) => [join(folder, "read")],
  },
  {
    name: "Java",
    needs: ["javac", "java", ...jackson],
    packages: ["openjdk-17-jdk-headless", "libjackson2-databind-java"],
    build: (folder) => ["javac", "-cp", jackson.join(":"), "-d", folder, join(here, "java/Read.java")],
    run: (folder) => ["java", "-cp", [folder, ...jackson].join(":"), "Read"],
    quantities: ["loss", "outputs", "gradients.weights", "gradients.biases", "gradients.inputs"],
  },
];

/** What a reader says of these files: its exit code, how many tests passed, and the places of the failed ones by id. */
function ask(command, files, folder) {
  mkdirSync(folder);
  const paths = files.map(({ name, ...file }) => {
    writeFileSync(join(folder, name), jsonText(file));
    return join(folder, name);
  });
  const { status, stdout, stderr } = spawnSync(command[0], [...command.slice(1), ...paths], {
    encoding: "utf8",
    maxBuffer: 2 ** 30,
  });
  rmSync(folder, { recursive: true });
  const failed = new Map();
  for (const [, id, place] of stdout.matchAll(/^failed "?([^" ]+)"? (?:answer\b)?[./]?([^ :]*)/gm))
    failed.set(id, [...(failed.get(id) ?? []), place.replace(/[[/]/g, ".").replaceAll("]", "")]);
  const skipped = [...stdout.matchAll(/^(\d+) skipped/gm)].reduce((sum, [, count]) => sum + Number(count), 0);
  return { status, passed: Number(/^(\d+) passed$/m.exec(stdout)?.[1] ?? 0), failed, skipped, stderr };
}

/** Whether exactly the altered tests fail, each at its place. */
function isFound({ status, failed }, wrong) {
  const found = [...wrong].every(([id, place]) => failed.get(id)?.some((other) => place === "" || other === place));
  return status === 1 && found && failed.size === wrong.size;
}

/** The complaints about one reader, and its row of the table. */
function prove(language, files, folder) {
  const complaints = [];
  const demand = (fact, complaint) => fact || complaints.push(complaint);
  if (language.build !== undefined) {
    const [program, ...words] = language.build(folder);
    const { status, stderr } = spawnSync(program, words, { encoding: "utf8" });
    if (status !== 0) return { row: ["does not compile"], complaints: [stderr] };
  }
  const answer = (wrongFiles) => ask(language.run(folder), wrongFiles, join(folder, "wrong"));

  const right = answer(files);
  for (const [id, places] of right.failed) complaints.push(`${id} fails at ${places[0]}`);
  demand(right.status === 0 && right.passed > 0, `exit code ${right.status} on the right files\n${right.stderr}`);

  const numbers = withNumbers(files);
  const { passed } = answer(numbers);
  const all = answer(allWrong(numbers));
  demand(all.status === 1 && all.passed === 0, `${all.passed} tests pass with a wrong number each`);
  demand(all.failed.size === passed, `${all.failed.size} of ${passed} tests fail with a wrong number each`);

  const supported = new Set(all.failed.keys());
  const single = oneWrongPerFile(numbers, supported, language.quantities);
  const otherBit = ([[bits]]) => [[bits.replace(/.$/, (digit) => (digit === "0" ? "1" : "0"))]];
  const trials = [
    ["one number per file", single],
    ["the bits of an input", oneField(files, supported, "bits", otherBit)],
  ];
  if (language.judges) trials.push(["an offer", oneField(files, supported, "accept", (accept) => !accept)]);
  if (language.refuses) trials.push(["a valid case to refuse", oneValid(files)]);
  for (const [what, { files: altered, wrong }] of trials)
    demand(isFound(answer(altered), wrong), `not exactly the altered tests fail: ${what}`);
  return { row: [right.passed, right.skipped, all.failed.size, single.wrong.size], complaints };
}

const words = process.argv.slice(2);
const mayInstall = words.includes("--install");
const folder = resolve(words.find((word) => !word.startsWith("--")) ?? join(import.meta.dirname, "../fixtures"));
const files = (existsSync(folder) ? readdirSync(folder) : [])
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({ name, ...JSON.parse(readFileSync(join(folder, name), "utf8")) }))
  .filter(({ tests }) => tests !== undefined);
const table = [["", "passed", "skipped", "all wrong: found", "one wrong per file: found", ""]];
let complaints = 0;
for (const language of languages) {
  if (!isReady(language, mayInstall)) continue;
  const temporary = mkdtempSync(join(tmpdir(), "gradproof-examples-"));
  const proof = prove(language, files, temporary);
  rmSync(temporary, { recursive: true });
  table.push([language.name, ...proof.row, proof.complaints.length === 0 ? "ok" : "WRONG"]);
  for (const complaint of proof.complaints) console.log(`${language.name}: ${complaint}`);
  complaints += proof.complaints.length;
}
print(table);
if (files.length === 0) console.log(`there are no fixtures in ${folder}`);

console.log("\nAdapters: the gate with ten cases per property, and the same with a mistake in a copy");
const adapters = await proveAdapters(mayInstall);
print(adapters.table);
complaints += adapters.complaints;
process.exitCode = complaints === 0 && files.length > 0 && table.length > 1 ? 0 : 1;
