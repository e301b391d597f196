/** What `gradproof validate` tells of an adapter. */
import type { Description } from "../../model/index.js";

/** ok; mend: the adapter has to be changed; open: it could not be looked at. */
export type CheckStatus = "ok" | "mend" | "open";

export interface Check {
  readonly check: string;
  readonly status: CheckStatus;
  /** What was seen. */
  readonly found: string;
  /** What to change, in plain words. */
  readonly advice?: string;
}

export interface Validation {
  readonly tool: "gradproof";
  readonly version: string;
  /** How the subject introduces itself; null where it does not come to that. */
  readonly subject: Description | null;
  readonly verdict: "sane" | "not sane";
  readonly checks: readonly Check[];
}

export const ok = (check: string, found: string): Check => ({ check, status: "ok", found });
export const open = (check: string, found: string): Check => ({ check, status: "open", found });
export const mend = (check: string, found: string, advice: string): Check => ({ check, status: "mend", found, advice });
