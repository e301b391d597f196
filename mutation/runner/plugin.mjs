/**
 * A test runner of Stryker's that stays in its process. Vitest starts a worker and loads everything anew for each mutant, which takes
 * a second where the tests that kill it take a hundredth; here the sources are translated once, and for each mutant the modules are
 * only evaluated again, so that none inherits what another left in them.
 */
import { INSTRUMENTER_CONSTANTS } from "@stryker-mutator/api/core";
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin";
import {
  determineHitLimitReached,
  DryRunStatus,
  TestStatus,
  toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import { partOf, testsOf } from "../folders.mjs";
import { Modules } from "./modules.mjs";
import { collect, fileOf, testFramework } from "./tests.mjs";

class InProcessRunner {
  /** What instrumented code reads and writes. */
  state = (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {});

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    const part = partOf(process.env.GRADPROOF_MUTATION);
    this.files = testsOf(part);
    this.modules = new Modules(await testFramework(part.cases));
  }

  async dryRun() {
    this.state.activeMutant = undefined;
    const tests = await this.run(undefined, false);
    return { status: DryRunStatus.Complete, tests, mutantCoverage: this.state.mutantCoverage };
  }

  async mutantRun({ testFilter, activeMutant, hitLimit: hundredfold, mutantActivation }) {
    // That is a hundred times as many rounds as all tests together make without a mutant; here each may make four times as many.
    const hitLimit = hundredfold && Math.ceil(hundredfold / 25);
    Object.assign(this.state, {
      hitLimit,
      hitCount: 0,
      activeMutant: mutantActivation === "static" ? activeMutant.id : undefined,
    });
    const tests = await this.run(testFilter, true, activeMutant.id);
    const timeout = determineHitLimitReached(this.state.hitCount, hitLimit);
    return toMutantRunResult(timeout ?? { status: DryRunStatus.Complete, tests });
  }

  /** Runs the tests that are asked for, all of them without a filter, file by file; up to the first that fails if `bail` is set. */
  async run(filter, bail, activeMutant) {
    const asked = filter && new Set(filter);
    const files =
      filter === undefined ? this.files : this.files.filter((file) => filter.some((id) => fileOf(id) === file));
    const results = [];
    const load = this.modules.fresh();
    const switchedOn = this.state.activeMutant;
    for (const file of files) {
      // While a file is loaded, only a static mutant is active.
      this.state.activeMutant = switchedOn;
      const { tests, error } = collect(file, () => load(file));
      if (error !== undefined) return [...results, { id: file, name: file, timeSpentMs: 0, ...failed(error) }];
      this.state.activeMutant = activeMutant;
      for (const { id, name, body } of tests) {
        if (asked !== undefined && !asked.has(id)) continue;
        results.push({ id, name, fileName: file, ...(await this.runTest(id, body)) });
        if (bail && results.at(-1).status === TestStatus.Failed) return results;
      }
    }
    return results;
  }

  async runTest(id, body) {
    const from = performance.now();
    Object.assign(this.state, { currentTestId: id, hitCount: 0 });
    try {
      await body();
      return { status: TestStatus.Success, timeSpentMs: performance.now() - from };
    } catch (error) {
      return { ...failed(error), timeSpentMs: performance.now() - from };
    } finally {
      this.state.currentTestId = undefined;
    }
  }
}

function failed(error) {
  return {
    status: TestStatus.Failed,
    failureMessage: String(error instanceof Error ? error.message : error).slice(0, 500),
  };
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "in-process", InProcessRunner)];
