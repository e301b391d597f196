import { defineConfig } from "vitest/config";

const include = ["src/**/*.test.ts", "spec/**/*.test.ts", "properties/**/*.test.ts"];
/** These put other modules in the place of the oracle's rules. */
const apart = ["src/oracle/**/adversary.test.ts"];

export default defineConfig({
  test: {
    testTimeout: 60_000,
    globalSetup: ["src/cli/testing/setup.ts"],
    // By default one core is left idle, which on two cores is half of them.
    maxWorkers: "100%",
    // The others leave nothing behind in a module, so that loading the modules once per worker will do.
    projects: [
      { extends: true, test: { name: "shared", include, exclude: apart, isolate: false } },
      { extends: true, test: { name: "apart", include: apart } },
    ],
    coverage: {
      provider: "v8",
      include: ["src/**/*.ts"],
      exclude: ["src/**/*.test.ts", "src/**/testing/**"],
      reporter: ["text-summary", "json-summary", "html"],
      thresholds: { lines: 95, branches: 95 },
    },
  },
});
