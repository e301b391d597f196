import { describe, expect, it } from "vitest";
import { allProperties } from "../../properties/index.js";
import type { Property } from "../gate/index.js";
import { processIo, wantsColour } from "./io.js";
import { progressLine } from "./progress.js";
import { fakeIo, type Setting } from "./testing/terminal.js";

const property = allProperties[0] as Property;

/** What is written while ten cases are asked. */
function written(setting: Setting): { stdout: string; stderr: string } {
  const { io, written: output } = fakeIo(setting);
  const line = progressLine(io);
  line.tell({ kind: "start", property, position: 3, total: 24, runs: 10 });
  for (let number = 1; number <= 10; number++) line.tell({ kind: "case", property, number });
  line.clear();
  return output;
}

describe("progress", () => {
  it("a terminal shows one line, never wider than itself, and nothing is left of it", () => {
    const { stdout, stderr } = written({ stderrIsTerminal: true, tick: 30 });
    const states = stderr.split("\r\u001b[K");
    expect(stdout).toBe("");
    expect(states[1]).toBe(`[3/24] ${property.id}, case 2 of 10`.slice(0, 39));
    expect(states.at(-1)).toBe("");
    expect(stderr).not.toContain("\n");
    expect(states.length).toBeGreaterThan(3);
    expect(states.length).toBeLessThan(12);
  });

  it("elsewhere a fast run is silent and a slow one shows from time to time that it is alive", () => {
    expect(written({ tick: 1 }).stderr).toBe("");
    const notices = written({ tick: 3000 }).stderr.trimEnd().split("\n");
    expect(notices[0]).toBe(`gradproof: [3/24] ${property.id}, case 4 of 10`);
    expect(notices.length).toBe(2);
  });
});

describe("colour", () => {
  it("is for terminals, and for those who have not declined", () => {
    const wants = (setting: Setting): boolean => wantsColour(fakeIo(setting).io);
    expect(wants({ stdoutIsTerminal: true })).toBe(true);
    expect(wants({ stdoutIsTerminal: true, env: { NO_COLOR: "" } })).toBe(true);
    expect(wants({ stdoutIsTerminal: true, env: { NO_COLOR: "1" } })).toBe(false);
    expect(wants({ stderrIsTerminal: true })).toBe(false);
  });

  it("the process's own streams say whether they are terminals, how wide they are, and what time it is", () => {
    const io = processIo();
    expect(io.stdout.isTerminal).toBe(process.stdout.isTTY === true);
    expect(io.stderr.columns).toBeGreaterThan(0);
    expect(io.now()).toBeGreaterThanOrEqual(0);
    expect(io.env).toBe(process.env);
    io.stdout.write("");
  });
});
