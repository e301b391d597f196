/**
 * The implementation under test, and how the gate speaks with it. Everything here runs in a browser too; a subject in a
 * process of its own starts in subprocess.ts.
 */
export * from "./answer.js";
export * from "./conversation.js";
export * from "./in-process.js";
export * from "./protocol.js";
export * from "./restarting.js";
export * from "./schema.js";
export * from "./subject.js";
export * from "./translate.js";
