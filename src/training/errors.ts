/** Training that has left the finite numbers, and would otherwise be taken for converged. */
export class TrainingError extends Error {
  override readonly name = "TrainingError";
  /** k of the iterate W^k, counted from 0 for the initial network; under mini-batches, sweeps over the data. */
  readonly iteration: number;
  /** Loss(W^(k-1)); undefined when already W^0 is at fault. */
  readonly lastFiniteLoss: number | undefined;

  constructor(fault: { iteration: number; what: string; lastFiniteLoss: number | undefined }) {
    const before =
      fault.lastFiniteLoss === undefined
        ? "the initial network is at fault"
        : `the last finite loss was ${fault.lastFiniteLoss}; a smaller learning rate may help`;
    super(`iteration ${fault.iteration}: ${fault.what}; ${before}`);
    this.iteration = fault.iteration;
    this.lastFiniteLoss = fault.lastFiniteLoss;
  }
}
