/* The random-effects model of metasacro/pooling/random_effects.py with REML, for one analysis. Pure: plain values in
   and out, on the scale of yi. quantiles: { z, t: [for 1 df, for 2 df, …] }; test: "z", "t", "knha" or "adhoc". */
const Pool = (() => {
  /* As in metasacro/tau2/restricted_likelihood.py: widens a bound by more than rounding moves it; points of the scan. */
  const SLACK = 1e-9, POINTS_A_DECADE = 5;

  function sum(values) {
    return values.reduce((total, value) => total + value, 0);
  }

  /* For each entry the sum of the others; where one outweighs all others these are added up afresh. */
  function sumOfOthers(values) {
    const total = sum(values);
    return values.map((value, i) => (value > 0.5 * total ? sum(values.filter((_, j) => j !== i)) : total - value));
  }

  /* Weights at tau2 and the sums that the score and the likelihood are made of. */
  function weighted(y, v, tau2) {
    const w = v.map((vi) => 1 / (vi + tau2));
    const total = sum(w);
    const mu = sum(w.map((wi, i) => wi * y[i])) / total;
    const rest = sumOfOthers(w);
    const residuals = y.map((yi) => yi - mu);
    return {
      w, total, mu,
      q: sum(w.map((wi, i) => wi * residuals[i] ** 2)),
      slope: sum(w.map((wi, i) => (wi * residuals[i]) ** 2)),
      trace: sum(w.map((wi, i) => wi * rest[i])) / total,
    };
  }

  /* Twice the derivative of the restricted log-likelihood. */
  function score(y, v, tau2) {
    const fit = weighted(y, v, tau2);
    return fit.slope - fit.trace;
  }

  function logLikelihood(y, v, tau2) {
    const fit = weighted(y, v, tau2);
    return -0.5 * (sum(v.map((vi) => Math.log(vi + tau2))) + Math.log(fit.total) + fit.q);
  }

  /* Above this the likelihood can only fall. */
  function scoreNegativeAbove(y, v) {
    const least = Math.min(...v), spread = Math.max(...v) - least;
    const mean = sum(y) / y.length;
    const half = sum(y.map((yi) => (yi - mean) ** 2)) / (2 * (y.length - 1));
    const bound = half + Math.sqrt(half * (half + 2 * spread));
    return Math.max(0, bound * (1 + SLACK) - least + SLACK * least);
  }

  /* Where the score turns from positive to negative between two points, to machine precision. */
  function turning(y, v, low, high) {
    for (let step = 0; step < 400; step += 1) {
      const middle = low + (high - low) / 2;
      if (middle <= low || middle >= high) break;
      if (score(y, v, middle) > 0) low = middle;
      else high = middle;
    }
    return low + (high - low) / 2;
  }

  /* The highest maximum of the restricted likelihood over tau2 >= 0: every place where the score turns is tried. */
  function reml(y, v) {
    const upper = scoreNegativeAbove(y, v), least = Math.min(...v);
    const ratio = Math.log((upper + least) / least);
    const points = Math.ceil((ratio / Math.LN10) * POINTS_A_DECADE) + 8;
    let previous = 0, before = score(y, v, 0);
    let best = 0, height = before <= 0 ? logLikelihood(y, v, 0) : -Infinity;
    for (let point = 1; point < points; point += 1) {
      const here = point === points - 1 ? upper : Math.expm1((point / (points - 1)) * ratio) * least;
      const after = score(y, v, here);
      if (before > 0 && after <= 0) {
        const root = turning(y, v, previous, here), found = logLikelihood(y, v, root);
        if (found > height) [best, height] = [root, found];
      }
      [previous, before] = [here, after];
    }
    return best;
  }

  /* The standard error's factor and the quantile of the interval. */
  function inference(test, q, k, quantiles) {
    if (k < 2) return { factor: 1, quantile: quantiles.z };
    const factor = q / (k - 1);
    return {
      factor: { z: 1, t: 1, knha: factor, adhoc: Math.max(1, factor) }[test],
      quantile: test === "z" ? quantiles.z : quantiles.t[k - 2],
    };
  }

  function pool(yi, vi, test, quantiles) {
    const k = yi.length;
    if (k === 0) return null;
    const center = sum(yi) / k;
    const y = yi.map((value) => value - center);
    const tau2 = k > 1 ? reml(y, vi) : null;
    const fit = weighted(y, vi, tau2 ?? 0);
    const { factor, quantile } = inference(test, fit.q, k, quantiles);
    const estimate = center + fit.mu, se = Math.sqrt(factor / fit.total);
    const answer = {
      k, estimate, se, tau2,
      lower: estimate - quantile * se, upper: estimate + quantile * se,
      weights: fit.w.map((wi) => wi / fit.total), q: null, i2: null,
    };
    if (k > 1) {
      const w = vi.map((value) => 1 / value), rest = sumOfOthers(w);
      const typical = ((k - 1) * sum(w)) / sum(w.map((wi, i) => wi * rest[i]));
      answer.q = weighted(y, vi, 0).q;
      answer.i2 = tau2 / (tau2 + typical);
    }
    return answer;
  }

  return { pool };
})();
