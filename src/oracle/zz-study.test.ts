import { it } from "vitest";
import { quantities, placeOf } from "../model/index.js";
import { Balls, type Ball } from "./ball.js";
import { toDouble } from "./radius.js";
import { nearestDouble, shortUp } from "./decimal.js";
import { enclose, entriesOfEnclosure } from "./reference.js";
import { randomForm } from "./testing/forms.js";
import { randomQuestion, ordinary } from "./testing/random-cases.js";
import { Random } from "./testing/random.js";
import { worstCases } from "./testing/adversary.js";

it("study", () => {
  const u = 2 ** -(Number(process.env.UBITS ?? 20));
  const bits = Number(process.env.BITS ?? process.env.UBITS ?? 20);
  const N = Number(process.env.N ?? 40), F = Number(process.env.F ?? 12);
  const randoms = [new Random(Number(process.env.SEED ?? 1)), new Random(Number(process.env.SEED ?? 1), bits)];
  const by = new Map<string, number[]>();
  let bad = 0; let n = 0; const t0 = Date.now();
  const badBy = new Map<string, number>();
  for (let c = 0; c < N; c++) {
    const random = randoms[c % 2]!; const q = randomQuestion(random, { ...ordinary, ...(process.env.LIMITS ? JSON.parse(process.env.LIMITS) : {}) });
    const w = { u, primitive: 8 * u, eta: 0, smallestNormal: 0, largest: Infinity, bits };
    const enc = enclose(q.case, q.conventions, 30, w);
    const balls: { ball: Ball; quantity: string; position: number }[] = quantities.flatMap((quantity) => entriesOfEnclosure(q.case, enc, quantity).map((ball, position) => ({ ball, quantity, position })));
    const worst = balls.map(() => 0);
    for (let f = 0; f < F; f++) {
      const form = randomForm(random);
      const cases = worstCases(q, form, { u, primitive: 8 * u, bits });
      cases.forEach((pair, i) => pair.forEach((v) => {
        const { ball, quantity, position } = balls[i]!;
        n++;
        const error = Math.abs(Number(new Balls(30, w).reals.fromDouble(v).minus(ball.mid)));
        worst[i] = Math.max(worst[i]!, error);
        if (ball.radius === Infinity) return;
        if (!new Balls(30, w).reals.fromDouble(v).minus(ball.mid).abs().lessThanOrEqualTo(shortUp(ball.radius)) || Number.isNaN(v)) {
          bad++;
          const key = quantity; badBy.set(key, (badBy.get(key) ?? 0) + 1);
          if (bad < 12) console.log("OUT", c, quantity, JSON.stringify(placeOf(q.case, quantity as any, position)), "v", v, "mid", nearestDouble(ball.mid), "r", toDouble(ball.radius), "ratio", error / toDouble(ball.radius), q.case.loss.name, JSON.stringify(q.case.network.layers.map((l) => [l.activation.name, l.biases.length])), "T", q.case.batch.inputs.length, q.conventions.reduction, JSON.stringify(form));
        }
      }));
    }
    balls.forEach(({ ball, quantity }, i) => {
      const r = toDouble(ball.radius);
      if (r <= 1e-20 && worst[i] === 0) return;
      if (process.env.HIGH && r / worst[i]! > Number(process.env.HIGH) && r / worst[i]! < Number(process.env.TOP ?? Infinity)) console.log("HIGH", r / worst[i]!, quantity, r, worst[i], "mid", nearestDouble(ball.mid), q.case.loss.name, JSON.stringify(placeOf(q.case, quantity as any, balls[i]!.position)), JSON.stringify(q.case.network.layers.map((l) => [l.activation.name, l.biases.length])), "T", q.case.batch.inputs.length);
      const top = q.case.network.layers.map((l) => l.activation.name).join(",");
      for (const key of ["all", quantity, `${quantity === "loss" || quantity.includes("grad") ? q.case.loss.name + " " : ""}`+(q.case.network.layers.length === 1 ? `1:${top} ${quantity}` : "deep")]) {
        if (!by.has(key)) by.set(key, []);
        by.get(key)!.push(r / worst[i]!);
      }
    });
  }
  console.log("checks", n, "bad", bad, [...badBy], "ms", Date.now() - t0);
  for (const [key, list] of [...by].sort()) {
    list.sort((a, b) => a - b);
    const p = (x: number) => list[Math.floor((list.length - 1) * x)]!.toFixed(3);
    console.log(key.padEnd(55), String(list.length).padStart(6), "min", p(0), "p10", p(0.1), "med", p(0.5), "p90", p(0.9), "max", p(1));
  }
}, 600000);
