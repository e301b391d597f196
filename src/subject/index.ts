export * from "./subject.js";
