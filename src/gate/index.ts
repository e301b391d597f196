/** The gate: runs properties against a subject and reports. Runs in a browser too. */
export type { DetailOptions } from "./finding-summary.js";
export * from "./property.js";
export * from "./render-github.js";
export * from "./render-gradescope.js";
export * from "./render-html.js";
export * from "./render-json.js";
export * from "./render-junit.js";
export * from "./render-markdown.js";
export * from "./render-text.js";
export * from "./report.js";
export * from "./run.js";
export * from "./seeds.js";
export * from "./token.js";
export * from "./version.js";
