/** The gate: runs properties against a subject and reports. Runs in a browser too. */
export * from "./property.js";
export * from "./render-json.js";
export * from "./render-text.js";
export * from "./report.js";
export * from "./run.js";
export * from "./seeds.js";
export * from "./token.js";
export * from "./version.js";
