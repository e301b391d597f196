/** Whether a number of an implementation surely stays inside the exponents of its format, where a form must not be used otherwise. */
import type { Program, Value } from "./program.js";

/** Room for up to 20 terms. */
const room = 3;
/** Roundings, each of u, that z may have behind it. */
const roundings = 64;

/** Whether e^z, and a sum of several of the kind, does not overflow. */
export function isFiniteExp({ format }: Program, { undisturbed: z }: Value): boolean {
  return z + roundings * format.u * Math.abs(z) + room < Math.log(format.largest);
}

/** Whether e^z, and a product of it with an ordinary number, does not underflow. */
export function isNormalExp({ format }: Program, { undisturbed: z }: Value): boolean {
  return z - roundings * format.u * Math.abs(z) - room > Math.log(format.smallestNormal);
}

/** Whether x does not underflow. */
export function isNormal(m: Program, x: Value): boolean {
  return isNormalExp(m, { ...x, undisturbed: Math.log(Math.abs(x.undisturbed)) });
}

/** Whether Σ e^z is as good as after a shift: no term overflows, and none counts less by underflow than it would then. */
export function needsNoShift(m: Program, z: readonly Value[]): boolean {
  return (
    z.every((zj) => isFiniteExp(m, zj)) && (z.some((zj) => zj.undisturbed >= 0) || z.every((zj) => isNormalExp(m, zj)))
  );
}
