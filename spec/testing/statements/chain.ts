import { define } from "./item.js";

export const chain = define({
  "CHN-01": {
    states: "dl/dz = (dl/dy)(dy/dz) for l = f(y), y = g(z).",
    lecture: ["000 L83-85", "000 L338-341"],
    equation: "preactivation-gradient",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/chain.test.ts#keeps every y_j, and dy_n/dy_j is the derivative of the tail function at y_j, down to dh/dx",
      "test:properties/catalogue/chain.test.ts#has dy_n/dy_j = (dy_n/dy_(j+1)) f_(j+1)'(y_j) for its recursion, from 1 at y_n",
    ],
  },
  "CHN-02": {
    states: "dl/dx = Σ_m (dl/dz_m)(dz_m/dx).",
    lecture: ["000 L88-93", "000 L422-428"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/chain.test.ts#add up: dl/dx = Σ_m (dl/dz_m)(dz_m/dx), one summand for each use of x",
      "test:src/graph/passes.test.ts#the gradients by all start nodes are the difference quotients, exactly",
    ],
  },
  "CHN-03": {
    states: "Three functions: df/dx = f'(g(h)) g'(h) h'(x).",
    lecture: ["003 L400-402"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/chain.test.ts#keeps every y_j, and dy_n/dy_j is the derivative of the tail function at y_j, down to dh/dx",
    ],
  },
  "CHN-04": {
    states: "f = 2g² - 3g + 1, g = x³ + 2x: df/dx = (4g - 3)(3x² + 2).",
    lecture: ["003 L406-408"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: ["golden:properties/catalogue/chain.test.ts#2g² - 3g + 1 of g = x³ + 2x at %d is %d with derivative %d"],
  },
  "CHN-05": {
    states: "df/dx = Σ_i (df/dg_i)(dg_i/dx).",
    lecture: ["003 L414-416"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/chain.test.ts#add up: dl/dx = Σ_m (dl/dz_m)(dz_m/dx), one summand for each use of x",
    ],
  },
  "CHN-06": {
    states: "f = 2g₁² - 3g₁g₂ + 1, g₁ = 3x, g₂ = x² + 2x collapses to 1 - 9x³.",
    lecture: ["003 L421-425"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/chain.test.ts#2g₁² - 3g₁g₂ + 1 of g₁ = 3x and g₂ = x² + 2x collapses to 1 - 9x³: at %d it is %d with derivative %d",
    ],
  },
  "CHN-07": {
    states: "dh/dx = f'(g(x)) g'(x).",
    lecture: ["004 L133-145", "004 L164-171"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/chain.test.ts#keeps every y_j, and dy_n/dy_j is the derivative of the tail function at y_j, down to dh/dx",
    ],
  },
  "CHN-08": {
    states: "h = sin(x²), h' = 2x cos(x²).",
    lecture: ["004 L149-162"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/chain.test.ts#sin(x²) at %d has the derivative %s to 25 digits, and the graph's is that but for its roundings",
    ],
  },
  "CHN-09": {
    states: "n functions: dh/dx is the product of all f_j'(y_{j-1}).",
    lecture: ["004 L173-195", "004 L228-249"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/chain.test.ts#keeps every y_j, and dy_n/dy_j is the derivative of the tail function at y_j, down to dh/dx",
      "test:src/graph/special-graphs.test.ts#keeps each y_j, and holds dy_n/dy_j at y_j when it has come back to it",
    ],
  },
  "CHN-10": {
    states: "Tail functions g_j = f_n ∘ … ∘ f_j: dy_n/dy_{j-1} is the derivative of g_j.",
    lecture: ["004 L199-218"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/chain.test.ts#keeps every y_j, and dy_n/dy_j is the derivative of the tail function at y_j, down to dh/dx",
    ],
  },
  "CHN-11": {
    states: "dy_n/dy_j = (dy_n/dy_{j+1})(dy_{j+1}/dy_j) for j = n-1, …, 0.",
    lecture: ["004 L241", "004 L254-256"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/chain.test.ts#has dy_n/dy_j = (dy_n/dy_(j+1)) f_(j+1)'(y_j) for its recursion, from 1 at y_n",
    ],
  },
  "CHN-12": {
    states: "Record the values, then collect the local derivatives.",
    lecture: ["004 L258-296"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/chain.test.ts#keeps every y_j, and dy_n/dy_j is the derivative of the tail function at y_j, down to dh/dx",
      "test:src/graph/special-graphs.test.ts#keeps each y_j, and holds dy_n/dy_j at y_j when it has come back to it",
    ],
  },
  "CHN-13": {
    states: "Forward along a chain: y_1 = f_1(x), y_j = f_j(y_{j-1}), all kept.",
    lecture: ["004 L311-324"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/chain.test.ts#keeps every y_j, and dy_n/dy_j is the derivative of the tail function at y_j, down to dh/dx",
      "test:src/graph/special-graphs.test.ts#keeps each y_j, and holds dy_n/dy_j at y_j when it has come back to it",
    ],
  },
  "CHN-14": {
    states: "Backward along a chain: g = 1, then g times f_j'(y_{j-1}), j = n..1; g = dy_n/dy_{j-1} after each step.",
    lecture: ["004 L328-341"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/chain.test.ts#keeps every y_j, and dy_n/dy_j is the derivative of the tail function at y_j, down to dh/dx",
      "test:properties/catalogue/chain.test.ts#has dy_n/dy_j = (dy_n/dy_(j+1)) f_(j+1)'(y_j) for its recursion, from 1 at y_n",
      "test:src/graph/special-graphs.test.ts#keeps each y_j, and holds dy_n/dy_j at y_j when it has come back to it",
    ],
  },
  "CHN-15": {
    states: "Jacobian of y = h(x): J[r][c] = dy_r/dx_c, one row per output.",
    lecture: ["002 L148-158", "004 L418-422"],
    equation: "jacobian-product",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/jacobian.test.ts#predicts the change of %s to first order",
      "test:src/vectorized/jacobian.test.ts#has W for its Jacobian, and the change is exact",
    ],
  },
  "CHN-16": {
    states: "dy/dx = (dy/dz)(dz/dx) for vectors, outer first.",
    lecture: ["002 L217-222", "004 L404-428"],
    equation: "jacobian-product",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/jacobian.test.ts#multiplies outer first, whatever the forms",
      "test:src/vectorized/jacobian.test.ts#fails on shapes in the wrong order, and says which comes first",
    ],
  },
  "CHN-17": {
    states: "ds/dx = (ds/dz)(dz/dx) for a number s: a row times a Jacobian.",
    lecture: ["002 L227-232", "004 L430-446"],
    equation: "jacobian-product",
    status: "implemented",
    shownBy: [
      "test:src/vectorized/jacobian.test.ts#pulls a gradient through both, one after the other, and pushes a change the other way",
      "test:properties/catalogue/backward.test.ts#is the divergence's gradient pulled through the layers' Jacobians, and adjoint to the tangent pushed forward",
    ],
  },
  "CHN-18": {
    states: "Two branches: ds/dx = ds/dz_1 dz_1/dx + ds/dz_2 dz_2/dx.",
    lecture: ["004 L449-471"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/chain.test.ts#of vectors add up too: ds/dx = Σ_i (ds/dz_i)(dz_i/dx) over t branches, the stacked vector's product",
      "test:src/graph/special-graphs.test.ts#stacked into one vector give the gradient that they give one by one",
    ],
  },
  "CHN-19": {
    states: "t branches: ds/dx = Σ_{i=1..t} ds/dz_i dz_i/dx; 0 for none.",
    lecture: ["004 L481-487"],
    equation: "multi-branch",
    status: "implemented",
    shownBy: [
      "test:properties/catalogue/chain.test.ts#of vectors add up too: ds/dx = Σ_i (ds/dz_i)(dz_i/dx) over t branches, the stacked vector's product",
      "test:src/graph/special-graphs.test.ts#nodes that do not lead to the result have gradient 0 and no terms, even where they are infinite",
      "test:src/graph/special-graphs.test.ts#a node with 100,000 children adds up as many terms",
    ],
  },
  "CHN-20": {
    states: "From w to z to a to C, and the product of the three derivatives.",
    lecture: ["001 L10-11"],
    equation: "preactivation-gradient",
    status: "implemented",
    shownBy: [
      "golden:properties/catalogue/backward.test.ts#of a chain of width 1 has the lecture's links: dz/dw = a, σ' = 1/4 at z = 0, dC/da = 2 (a - y)",
      "golden:src/scalar/index.test.ts#the width-1 chain of the lecture's notes has its golden loss and gradients",
    ],
  },
});
