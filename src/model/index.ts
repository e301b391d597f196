/** The nouns: networks, cases, answers, conventions, and the shapes they must have. */
export * from "./answer.js";
export * from "./case.js";
export * from "./conventions.js";
export * from "./description.js";
export * from "./deviations.js";
export * from "./errors.js";
export * from "./network.js";
export * as json from "./numbers.js";
export * from "./own.js";
export * from "./precision.js";
export * from "./quantities.js";
export * from "./reference.js";
export * from "./shapes.js";
export * from "./supports.js";
