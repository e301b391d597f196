// Runs the gate over the adapters, and over a copy of each with one mistake in it, which must be found.
import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isReady, pythonWith } from "./toolchain.mjs";

/** The law that every mistake planted here violates; asking it alone saves the time to judge and diagnose the others. */
const law = "backward/weights";
const gate = join(import.meta.dirname, "../../dist/src/cli/main.js");

/**
 * folder: the adapter's, here. needs: programs, files and modules of Python. build: makes what `run` needs, in a folder
 * of its own. mistake: what is wrong with the copy, and the text that is replaced in its file, which stands there once.
 */
const adapters = [
  {
    name: "Python",
    folder: "python",
    needs: ["python3"],
    packages: ["python3"],
    run: (folder) => ["python3", join(folder, "student.py")],
    mistake: { what: "1 - y for tanh'", file: "student.py", right: "(1 - y * y)", wrong: "(1 - y)" },
  },
  {
    name: "NumPy",
    folder: "numpy",
    needs: ["python3:numpy"],
    packages: ["python3-numpy"],
    run: (folder) => [pythonWith("numpy"), join(folder, "adapter.py")],
    mistake: {
      what: "dW summed over the batch",
      file: "adapter.py",
      right: "dZ.T @ Ys[k] / len(X)",
      wrong: "dZ.T @ Ys[k]",
    },
  },
  {
    name: "C++",
    folder: "cpp",
    needs: ["g++", "/usr/include/nlohmann/json.hpp"],
    packages: ["g++", "nlohmann-json3-dev"],
    build: (folder) => ["g++", "-std=c++17", join(folder, "adapter.cpp"), "-o", join(folder, "adapter")],
    run: (folder) => [join(folder, "adapter")],
    mistake: {
      what: "dW summed over the batch",
      file: "adapter.cpp",
      right: "dz[j] * below / T",
      wrong: "dz[j] * below",
    },
  },
  {
    name: "R",
    folder: "r",
    needs: ["Rscript", "/usr/lib/R/site-library/jsonlite"],
    packages: ["r-base-core", "r-cran-jsonlite"],
    run: (folder) => ["Rscript", join(folder, "adapter.R")],
    mistake: {
      what: "softmax without its sum",
      file: "adapter.R",
      right: "softmax = y * sweep(dy, 2, colSums(dy * y))",
      wrong: "softmax = y * (1 - y) * dy",
    },
  },
  ...["f64", "f32"].map((precision) => ({
    name: `PyTorch ${precision}`,
    folder: "pytorch",
    needs: ["python3:torch"],
    packages: ["python3-torch"],
    run: (folder) => [pythonWith("torch"), join(folder, "adapter.py"), precision],
    mistake: { what: "λ for λ/2", file: "adapter.py", right: '["lambda"] / 2', wrong: '["lambda"]' },
  })),
];

/** What a program writes, and its exit code. */
function start([program, ...words]) {
  return new Promise((resolve) => {
    const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"] });
    const written = { stdout: "", stderr: "" };
    for (const stream of ["stdout", "stderr"]) child[stream].on("data", (chunk) => (written[stream] += chunk));
    child.on("error", ({ message }) => resolve({ status: null, stdout: "", stderr: message }));
    child.on("close", (status) => resolve({ status, ...written }));
  });
}

/** The exit code of the gate for an adapter in this folder, and the ids of what held and was violated; throws when the adapter cannot be built. */
async function question(adapter, folder, properties) {
  if (adapter.build !== undefined) {
    const { status, stderr } = await start(adapter.build(folder));
    if (status !== 0) throw new Error(`does not compile\n${stderr}`);
  }
  const command = adapter.run(folder).map((word) => `'${word}'`);
  const words = ["gate", "--exec", command.join(" "), "--seed", "1", "--runs", "10", "--report", "json", ...properties];
  const { status, stdout, stderr } = await start([process.execPath, gate, ...words]);
  if (stdout === "") throw new Error(`exit code ${status} without a report\n${stderr}`);
  const { findings } = JSON.parse(stdout);
  const ids = (wanted) => findings.filter((finding) => finding.status === wanted).map(({ property }) => property);
  return { status, held: ids("held"), violated: ids("violated") };
}

function plant({ file, right, wrong }, folder) {
  const text = readFileSync(join(folder, file), "utf8");
  if (text.split(right).length !== 2) throw new Error(`${right} does not stand in ${file} once`);
  writeFileSync(
    join(folder, file),
    text.replace(right, () => wrong),
  );
}

/** The complaints about one adapter, and its row of the table. */
async function prove(adapter) {
  const folders = ["right", "wrong"].map((word) => mkdtempSync(join(tmpdir(), `gradproof-adapter-${word}-`)));
  try {
    for (const folder of folders) cpSync(join(import.meta.dirname, adapter.folder), folder, { recursive: true });
    plant(adapter.mistake, folders[1]);
    const [right, wrong] = await Promise.all([
      question(adapter, folders[0], []),
      question(adapter, folders[1], ["--property", law]),
    ]);
    const complaints = [];
    if (right.status !== 0 || right.held.length === 0)
      complaints.push(`exit code ${right.status}, violated: ${right.violated.join(", ") || "nothing"}`);
    if (wrong.status !== 1 || !wrong.violated.includes(law))
      complaints.push(`exit code ${wrong.status} with a mistake: ${adapter.mistake.what}`);
    return { row: [right.held.length, adapter.mistake.what, wrong.violated.join(" ")], complaints };
  } catch (error) {
    return { row: ["", adapter.mistake.what, ""], complaints: [error.message] };
  } finally {
    for (const folder of folders) rmSync(folder, { recursive: true });
  }
}

/** The table of the adapters whose toolchain is there, and the number of complaints, which are printed. */
export async function proveAdapters(mayInstall) {
  const table = [["", "properties held", "planted mistake", "violated", ""]];
  if (!existsSync(gate)) {
    console.log("the adapters need the gate: run npm run build first");
    return { table, complaints: 1 };
  }
  let complaints = 0;
  for (const adapter of adapters.filter((each) => isReady(each, mayInstall))) {
    const proof = await prove(adapter);
    table.push([adapter.name, ...proof.row, proof.complaints.length === 0 ? "ok" : "WRONG"]);
    for (const complaint of proof.complaints) console.log(`${adapter.name}: ${complaint}`);
    complaints += proof.complaints.length;
  }
  return { table, complaints };
}
