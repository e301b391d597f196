/** Whether a value is a case by its fields and their types (spec/case.schema.json); whether the shapes fit is `checkCase`'s business. */
import { activationNames, lossNames } from "../model/index.js";

/** Looks at a value; the first fault begins with its place, such as ".batch must be an object". */
type Look = (value: unknown, place: string) => string | undefined;

/** The first fault of a value whose doubles are decoded; undefined when there is none. */
export function caseFault(value: unknown): string | undefined {
  return look(value, "");
}

const number: Look = (value, place) => (typeof value === "number" ? undefined : `${place} must be a number`);

const whole =
  (least: number): Look =>
  (value, place) =>
    Number.isInteger(value) && (value as number) >= least ? undefined : `${place} must be a whole number from ${least}`;

const list =
  (each: Look, least = 0): Look =>
  (value, place) => {
    if (!Array.isArray(value)) return `${place} must be a list`;
    if (value.length < least) return `${place} must not be empty`;
    return value.map((element, i) => each(element, `${place}[${i}]`)).find((fault) => fault !== undefined);
  };

const vector = list(number);

const record =
  (fields: Readonly<Record<string, Look>>): Look =>
  (value, place) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return `${place} must be an object`;
    const given = new Map<string, unknown>(Object.entries(value));
    const unknown = [...given.keys()].find((name) => !Object.hasOwn(fields, name));
    if (unknown !== undefined) return `${place} has an unknown field ${JSON.stringify(unknown)}`;
    const faults = Object.entries(fields).map(([name, field]) =>
      given.has(name) ? field(given.get(name), `${place}.${name}`) : `${place} lacks the field '${name}'`,
    );
    return faults.find((fault) => fault !== undefined);
  };

const anything: Look = () => undefined;

/** What an activation holds besides its name. */
const parameters: Readonly<Record<string, Readonly<Record<string, Look>>>> = {
  "leaky-relu": { slope: number },
  maxout: { pieces: whole(1) },
  "linear-map": { matrix: list(vector, 1) },
  "layer-normalization": { epsilon: number },
  polynomial: { outputs: list(list(record({ coefficient: number, powers: list(whole(0)) })), 1) },
};

/** @param known - names, without those of a user's own functions, which no file can hold. */
function named(known: readonly string[], fieldsOf: (name: string) => Readonly<Record<string, Look>>): Look {
  return (value, place) => {
    const name: unknown = typeof value === "object" && value !== null && "name" in value ? value.name : undefined;
    if (name === "own") return `${place} is a function of its user's own, of which a file holds no more than the name`;
    if (typeof name !== "string" || !known.includes(name)) return `${place}.name must be one of ${known.join(", ")}`;
    return record({ name: anything, ...fieldsOf(name) })(value, place);
  };
}

const penalty = named(["l2"], () => ({ lambda: number }));

const look = record({
  network: record({
    layers: list(
      record({
        weights: list(vector, 1),
        biases: list(number, 1),
        activation: named(activationNames, (name) => parameters[name] ?? {}),
      }),
      1,
    ),
  }),
  loss: named(lossNames, () => ({})),
  regularizer: (value, place) => (value === null ? undefined : penalty(value, place)),
  batch: record({ inputs: list(vector), targets: list(vector) }),
});
