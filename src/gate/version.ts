/** The version in package.json, which a test compares; a module of its own so that a browser needs no file. */
export const version = "0.1.0";
