import { readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * What is mutated and which tests may kill, the quickest first; a folder stands for all tests in it. A part is one run of Stryker; a folder's figures are those
 * of its parts together, so that an interrupted run loses one part only. `cases` is the most that a property asks about.
 *
 * @type {Record<string, Record<string, { mutate: string[], tests: string[], cases: number }>>}
 */
export const folders = {
  compare: { all: { mutate: ["src/compare/**/*.ts"], tests: ["src/compare"], cases: 100 } },
  scalar: { all: { mutate: ["src/scalar/**/*.ts"], tests: ["src/scalar", "src/deviations.test.ts"], cases: 100 } },
  vectorized: {
    all: { mutate: ["src/vectorized/**/*.ts"], tests: ["src/vectorized", "src/deviations.test.ts"], cases: 100 },
  },
  oracle: {
    losses: ofOracle("losses/*", ["losses/losses", "recorded/differences", "deviations"]),
    passes: ofOracle("{activations,backward,forward,layer,losses,sides}", [
      "own",
      "exact-tier",
      "sides",
      "reduction",
      "steps",
      "recorded/differences",
      "dyadic",
      "deviations",
    ]),
    results: ofOracle("{own,reference}", ["own", "exact-tier", "recorded/differences", "reference", "range-ends"]),
    differences: ofOracle("finite-differences", ["steps", "recorded/differences", "finite-differences"]),
    selections: ofOracle("activations/{linear-map,log-softmax,maxout,softplus}", [
      "activations/linear-map",
      "activations/maxout",
      "activations/log-softmax",
      "deviations",
    ]),
    normalization: ofOracle("activations/{layer-normalization,moment,normalization}*", [
      "activations/layer-normalization",
      "activations/normalization-limits",
    ]),
    polynomials: ofOracle("activations/{monomial,polynomial}", ["activations/polynomial"]),
    balls: ofOracle("{ball,sums,widening}", ["sums", "own", "dyadic", "ball", "exact-tier", "format-limits"]),
    radii: ofOracle("{elementary,radius}", ["sums", "radius", "radius-limits", "losses/losses", "elementary"]),
    decimals: ofOracle("decimal", ["sums", "decimal", "elementary"]),
    functions: ofOracle("{smooth,softmax}", ["losses/losses", "activations/extremes"]),
  },
};

/** All of them meet the recorded ranges and the blind spots, and these tests besides. */
function ofOracle(code, tests) {
  const files = ["recorded/ranges", ...tests, "blind-spots"].map((name) => `src/oracle/${name}.test.ts`);
  return { mutate: [`src/oracle/${code}.ts`], tests: files, cases: 20 };
}

/** Every part as "folder/part", in the order in which they run. */
export const parts = Object.entries(folders).flatMap(([folder, byPart]) =>
  Object.keys(byPart).map((part) => `${folder}/${part}`),
);

export function partOf(name) {
  const [folder, part] = name.split("/");
  return folders[folder][part];
}

/** The part's test files, without the rounding adversaries, each of which takes as long as all others together. */
export function testsOf({ tests }, root = ".") {
  return tests.flatMap((path) =>
    path.endsWith(".ts")
      ? [path]
      : readdirSync(join(root, path), { recursive: true, encoding: "utf8" })
          .map((name) => `${path}/${name.replaceAll("\\", "/")}`)
          .filter((name) => name.endsWith(".test.ts") && !name.endsWith("adversary.test.ts"))
          .sort(),
  );
}
