export * from "./mismatch.js";
