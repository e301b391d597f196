/** The oracle: exact values and acceptable ranges by ball arithmetic, finite differences to check them. */
export { Balls, Ball } from "./ball.js";
export { exactValue, wideningOf, type Widening } from "./widening.js";
export { finiteDifference, finiteDifferences, type FiniteDifference } from "./finite-differences.js";
export { certify, enclose, entriesOfEnclosure, type Enclosure } from "./reference.js";
export { exactSum } from "./sums.js";
