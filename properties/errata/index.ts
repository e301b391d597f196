/** The mathematical errata as something that can be run: where the printed form fails, and where it passes. */
import type { ErratumId } from "../../spec/errata.js";
import { document000 } from "./document-000.js";
import { document001 } from "./document-001.js";
import { document002 } from "./document-002.js";
import { document003 } from "./document-003.js";
import { document004Chains } from "./document-004-chains.js";
import { document004Graphs } from "./document-004-graphs.js";
import type { Executables } from "./support/example.js";

export { agree, hiOf, listed, loOf, wrongIn } from "./support/example.js";
export type { Amount, Entry, Example, ExecutableErratum, Executables } from "./support/example.js";

/** By id; the ids that are not here are those of errata without mathematics. */
export const executableErrata: Executables = {
  ...document000,
  ...document001,
  ...document002,
  ...document003,
  ...document004Chains,
  ...document004Graphs,
} satisfies Partial<Record<ErratumId, unknown>>;
