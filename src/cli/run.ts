/** The command line without the process around it: arguments in, text and an exit code out. */
import { Command, CommanderError } from "commander";
import { version } from "../gate/version.js";
import { SubjectError } from "../subject/subject.js";
import { exitCodes, UsageError } from "./errors.js";
import { fixturesCommand } from "./fixtures/flags.js";
import { gateCommand, type GateFlags } from "./gate-flags.js";
import { interruptible } from "./interruption.js";
import type { Io } from "./io.js";
import { mergeCommand, type MergeFlags } from "./merge-flags.js";
import { validateCommand, type ValidateFlags } from "./validate-flags.js";
import { sensitivityCommand, type SensitivityFlags } from "./sensitivity-flags.js";

/**
 * @param argv - without the interpreter and the script.
 * @returns the exit code. Never throws: what goes wrong is told on stderr.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code: number = exitCodes.pass;
  try {
    const program = programFor(io, (result) => {
      code = result;
    });
    await program.parseAsync(argv, { from: "user" });
    return code;
  } catch (error) {
    return complain(error, io);
  }
}

function programFor(io: Io, finish: (code: number) => void): Command {
  const program = new Command("gradproof")
    .description(
      "Puts an implementation of backpropagation to the test: is every number one that a correct one could return?",
    )
    .version(version)
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) =>
        write(
          `gradproof: ${text
            .trim()
            .replace(/^error: /, "")
            .replaceAll("\n", " ")}\n`,
        ),
    })
    .addHelpText("after", exitCodeHelp)
    .exitOverride();
  gateCommand(program.command("gate")).action(async (flags: GateFlags) => {
    const { gate } = await import("./gate.js");
    // A module that never returns would leave no turn in which a signal could be heard.
    if (flags.module !== undefined) return finish(await gate(flags, io));
    finish(await interruptible((signal) => gate(flags, io, undefined, signal)));
  });
  mergeCommand(program.command("merge")).action(async (files: readonly string[], flags: MergeFlags) => {
    const { merge } = await import("./merge.js");
    finish(merge(files, flags, io));
  });
  validateCommand(program.command("validate")).action(async (flags: ValidateFlags) => {
    const { validate } = await import("./validate.js");
    if (flags.module !== undefined) return finish(await validate(flags, io));
    finish(await interruptible((signal) => validate(flags, io, signal)));
  });
  sensitivityCommand(program.command("sensitivity")).action(async (flags: SensitivityFlags) => {
    const { sensitivity } = await import("./sensitivity.js");
    finish(await sensitivity(flags, io));
  });
  fixturesCommand(program.command("fixtures"), {
    generate: async (flags) => {
      const { generateFixtures } = await import("./fixtures/generate.js");
      finish(await generateFixtures(flags, io));
    },
    check: async (flags) => {
      const { checkFixtures } = await import("./fixtures/check.js");
      finish(await checkFixtures(flags, io));
    },
    list: async (flags) => {
      const { listFixtures } = await import("./fixtures/list.js");
      finish(await listFixtures(flags, io));
    },
    judge: async (flags) => {
      const { judgeFixtures } = await import("./fixtures/judge.js");
      finish(await judgeFixtures(flags, io));
    },
  });
  program
    .command("explain")
    .description("tell what an equation, a property, a mutant, an erratum of the lecture, a flag or a fixture is about")
    .argument("<id>", "such as weight-gradient, backward/weights, E0-04 or relu-at-zero")
    .action(async (id: string) => {
      const { explain } = await import("./explain.js");
      io.stdout.write(explain(id));
    });
  return program;
}

const exitCodeHelp = `
Exit codes: 0 everything held, 1 a property is violated, 2 usage error,
3 the subject could not be run or broke the protocol, 4 too little was decided,
or the gate missed a mistake planted for it, 130 or 143 interrupted.`;

function complain(error: unknown, io: Io): number {
  // commander has written its own message.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.pass : exitCodes.usage;
  if (error instanceof UsageError || error instanceof SubjectError) {
    io.stderr.write(`gradproof: ${error.message}\n`);
    return error instanceof UsageError ? exitCodes.usage : exitCodes.error;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.stderr.write(`gradproof: internal error, which is a fault of gradproof and not of the subject: ${trace}\n`);
  return exitCodes.error;
}
