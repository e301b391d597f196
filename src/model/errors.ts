/** A shape that does not fit, told so that the reader can mend it: where, what, what was expected, what came. */
export class ShapeError extends Error {
  override readonly name = "ShapeError";
  readonly layer: number | undefined;
  readonly what: string;
  readonly expected: string;
  readonly got: string;

  constructor(fault: { what: string; expected: string; got: string; layer?: number | undefined; hint?: string }) {
    const where = fault.layer === undefined ? "" : `layer ${fault.layer}: `;
    const hint = fault.hint === undefined ? "" : `; ${fault.hint}`;
    super(`${where}${fault.what} must have shape ${fault.expected}, got ${fault.got}${hint}`);
    this.layer = fault.layer;
    this.what = fault.what;
    this.expected = fault.expected;
    this.got = fault.got;
  }
}
