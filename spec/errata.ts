/**
 * The slips in the five documents that the project follows, by id: E, the document's last digit, a number. An id keeps its
 * meaning for ever. errata.md renders this table; properties/errata runs each mathematical one against the truth.
 */
import { errata000 } from "./errata/document-000.js";
import { errata001 } from "./errata/document-001.js";
import { errata002 } from "./errata/document-002.js";
import { errata003 } from "./errata/document-003.js";
import { errata004 } from "./errata/document-004.js";

export type { Erratum } from "./errata/erratum.js";

export const errata = { ...errata000, ...errata001, ...errata002, ...errata003, ...errata004 };

export type ErratumId = keyof typeof errata;
