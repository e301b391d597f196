/** The oracle: exact values and acceptable ranges by ball arithmetic, finite differences to check them. */
export { distanceFrom, meanOf, withoutRadius } from "./apart.js";
export { Balls, Ball } from "./ball.js";
export { exactValue, wideningOf, type Widening } from "./widening.js";
export { finiteDifference, finiteDifferences, type FiniteDifference } from "./finite-differences.js";
export { boundsOf, certify, enclose, entriesOfEnclosure, rangeDigits, type Enclosure } from "./reference.js";
export { exactSum } from "./sums.js";
export { answerOfEnclosure, type AnswerOfBalls } from "./answers.js";
export { descend, type GradientAt, type LearnedBalls } from "./descent.js";
export { nodesOfExample, type NodeBalls } from "./example-nodes.js";
export { prove, provedDigits, type Proved } from "./proved.js";
