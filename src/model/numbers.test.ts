import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, parse, stringify } from "./numbers.js";

const bits = new DataView(new ArrayBuffer(8));

/** Every bit pattern is as likely as any other: subnormals, infinities and NaN come up. */
const anyBits = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((pattern) => {
  bits.setBigUint64(0, pattern);
  return bits.getFloat64(0);
});
const special = [
  0,
  -0,
  NaN,
  Infinity,
  -Infinity,
  5e-324,
  -5e-324,
  2 ** -1022,
  Number.MAX_VALUE,
  0.1,
  1e21,
  1e-7,
  2 ** 53,
];
const anyDouble = fc.oneof(fc.double(), anyBits, fc.constantFrom(...special));

const there = (value: unknown): unknown => decode(parse(stringify(value)));

describe("doubles", () => {
  it("come back bit for bit", () => {
    fc.assert(
      fc.property(anyDouble, (value) => {
        expect(there(value)).toBe(value);
      }),
      { seed: 1, numRuns: 1000, examples: special.map((value) => [value]) },
    );
  });

  it("come back from any depth of objects and arrays", () => {
    const leaf = fc.oneof(
      anyDouble,
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom("relu", "", "is NaN", 'a "NaN" \\'),
    );
    const { value: anything } = fc.letrec((tie) => ({
      value: fc.oneof({ depthSize: "small" }, leaf, fc.array(tie("value")), tie("object")),
      object: fc.dictionary(fc.string(), tie("value"), { noNullPrototype: true }),
    }));
    fc.assert(
      fc.property(anything, (value) => {
        expect(there(value)).toEqual(value);
      }),
      { seed: 2 },
    );
  });

  it("leave a user's own functions to their name and id", () => {
    const own = { name: "own", id: "swish", scale: 2, value: () => 1, gradient: () => 1 };
    expect(stringify({ activation: own, losses: [own] })).toBe(
      '{"activation":{"name":"own","id":"swish"},"losses":[{"name":"own","id":"swish"}]}',
    );
  });

  it.each<[unknown, string]>([
    [-0, "-0.0"],
    [0, "0"],
    [NaN, '"NaN"'],
    [Infinity, '"Infinity"'],
    [-Infinity, '"-Infinity"'],
    [0.1, "0.1"],
    [5e-324, "5e-324"],
    [1e21, "1e+21"],
    [[1, [-0], undefined], "[1,[-0.0],null]"],
    [{ a: 1, b: undefined, c: null, 'd"': "e\n" }, '{"a":1,"c":null,"d\\"":"e\\n"}'],
    [true, "true"],
  ])("are written as JSON: %o", (value, text) => {
    expect(stringify(value)).toBe(text);
    expect(() => JSON.parse(text)).not.toThrow();
  });
});

describe("the bare tokens that Python's json writes", () => {
  it("are understood wherever a value stands", () => {
    const text = '{"a": NaN, "b": [Infinity,-Infinity, 1], "c": -0.0}';
    expect(decode(parse(text))).toEqual({ a: NaN, b: [Infinity, -Infinity, 1], c: -0 });
    expect(decode(parse("NaN"))).toBeNaN();
  });

  it("are left alone within strings", () => {
    const text = '{"NaN": "is NaN, or -Infinity", "quote": "\\" NaN \\\\", "x": NaN}';
    expect(parse(text)).toEqual({ NaN: "is NaN, or -Infinity", quote: '" NaN \\', x: "NaN" });
  });

  const broken = ["[-NaN]", "[1NaN]", "[NaNs]", "[NaN", "{NaN}", '["NaN]', "nan", "[1,]", "", "undefined"];
  it.each(broken)("do not excuse %s", (text) => {
    expect(() => parse(text)).toThrow(SyntaxError);
  });
});

describe("decoding", () => {
  it("turns the three names into doubles and no other string", () => {
    expect(decode(["NaN", "Infinity", "-Infinity"])).toEqual([NaN, Infinity, -Infinity]);
    expect(decode(["nan", "+Infinity", "1", "NaN ", ""])).toEqual(["nan", "+Infinity", "1", "NaN ", ""]);
  });

  it("keeps keys, among them the names and __proto__, as they are", () => {
    const decoded = decode(parse('{"NaN": "NaN", "__proto__": {"polluted": "Infinity"}}')) as object;
    expect(Object.keys(decoded)).toEqual(["NaN", "__proto__"]);
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
    expect("polluted" in decoded).toBe(false);
    expect(stringify(decoded)).toBe('{"NaN":"NaN","__proto__":{"polluted":"Infinity"}}');
  });

  it("makes a copy", () => {
    const value = { weights: [["NaN"]] };
    expect(decode(value)).toEqual({ weights: [[NaN]] });
    expect(value).toEqual({ weights: [["NaN"]] });
  });

  it("reads a string without an end once, however many quotes it escapes", () => {
    // From each of 200,000 quotes again it would take minutes.
    expect(() => parse(`[NaN,"${'\\"'.repeat(200_000)}`)).toThrow(SyntaxError);
  });
});
