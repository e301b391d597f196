/**
 * Everything that the five documents state or name, and where it is checked: 221 statements and 59 systems, each once. coverage.md
 * renders this table. An id keeps its meaning for ever.
 */
import { activations } from "./statements/activations.js";
import { batch } from "./statements/batch.js";
import { chain } from "./statements/chain.js";
import { crossEntropy } from "./statements/cross-entropy.js";
import { forward } from "./statements/forward.js";
import { graph } from "./statements/graph.js";
import type { Item } from "./statements/item.js";
import { jacobians } from "./statements/jacobians.js";
import { losses } from "./statements/losses.js";
import { notation } from "./statements/notation.js";
import { scalarBackward } from "./statements/scalar-backward.js";
import { softmax } from "./statements/softmax.js";
import { systems1 } from "./statements/systems-1.js";
import { systems2 } from "./statements/systems-2.js";
import { systems3 } from "./statements/systems-3.js";
import { training } from "./statements/training.js";
import { vectorActivations } from "./statements/vector-activations.js";
import { vectorForm } from "./statements/vector-form.js";

export type { Item, Shown } from "./statements/item.js";

export interface Section {
  readonly title: string;
  readonly items: Readonly<Record<string, Item>>;
}

/** In the order of the page. */
export const coverage: readonly Section[] = [
  { title: "Notation and objects", items: notation },
  { title: "Forward pass", items: forward },
  { title: "Losses and objectives", items: losses },
  { title: "Chain rule", items: chain },
  { title: "Backward pass, entry by entry", items: scalarBackward },
  { title: "Special cases and vector activations", items: vectorActivations },
  { title: "Softmax", items: softmax },
  { title: "Cross-entropy", items: crossEntropy },
  { title: "Vector form", items: vectorForm },
  { title: "Jacobians", items: jacobians },
  { title: "Computational graph, vec and the Kronecker product", items: graph },
  { title: "Penalty and batches", items: batch },
  { title: "Training, parameter counts, decisions", items: training },
  { title: "Activations and representation", items: activations },
  { title: "Systems", items: { ...systems1, ...systems2, ...systems3 } },
];
