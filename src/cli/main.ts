#!/usr/bin/env node
import { exitCodes } from "./errors.js";
import { processIo } from "./io.js";
import { run } from "./run.js";

// Should everything stop before there is a result, because a subject never answers, that is not a pass.
process.exitCode = exitCodes.error;

// Whoever reads the output may stop early, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

const code = await run(process.argv.slice(2), processIo());
process.exitCode = code;
// A module under test may have left timers or sockets behind; the output is complete all the same.
process.stdout.write("", () => process.exit(code));
