/** What the gate is worth: which known mistakes it catches, and how small an error it sees. Runs in a browser too. */
export * from "./classes.js";
export * from "./figures.js";
export * from "./matrix.js";
export * from "./memo.js";
export { figureParts } from "./render-figures.js";
export * from "./render-markdown.js";
export * from "./render-json.js";
export * from "./render-text.js";
export * from "./sensitivity.js";
export * from "./smallest.js";
export * from "./stacked.js";
export * from "./study.js";
export { benchOf } from "./transcript.js";
export { layersOf } from "./words.js";
