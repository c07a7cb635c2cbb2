"use strict";

/* Numbers as metasacro/views/numbers.py prints them. */
const Numbers = (() => {
  /* toFixed, but a tie goes to the even digit as in Python. Only sums of powers of two can be ties. */
  function rounded(value, decimals) {
    const halves = Math.abs(value) * 2 ** (decimals + 1);
    const scaled = Math.abs(value) * 10 ** decimals;
    if (halves % 2 === 1 && Math.abs(scaled % 1) === 0.5) {
      const even = 2 * Math.round(scaled / 2);
      return (Math.sign(value) * even / 10 ** decimals).toFixed(decimals);
    }
    return value.toFixed(decimals);
  }

  function fixed(value, decimals = 1) {
    const text = rounded(value, decimals);
    return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "−");
  }

  function significant(value, digits = 3) {
    if (value === 0) return "0";
    const size = Math.abs(value);
    if (size >= 1 && size < 1e6 && size >= 10 ** digits) return fixed(value, 0);
    const text = size >= 1e-4 && size < 1e6 ? String(Number(value.toPrecision(digits))) : value.toExponential(digits - 1);
    return text.replace("-", "−");
  }

  function bracketed(lower, upper) {
    return `[${fixed(lower)}, ${fixed(upper)}]`;
  }

  function count(n) {
    return n >= 10000 ? String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f") : String(n);
  }

  return { fixed, significant, bracketed, count };
})();
