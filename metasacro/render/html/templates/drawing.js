/* Moves what a row draws on the axis, as metasacro/render/html/marks.py places it. */
const Drawing = (() => {
  const LEAST_HALF = 2, MORE_HALF = 4, LEAST_DIAMOND = 1.2, FAR = 1000;

  function set(element, attributes) {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  }

  function marker(row, weight) {
    const point = row.querySelector("rect.point");
    if (!point) return;
    const half = LEAST_HALF + MORE_HALF * Math.sqrt(Math.min(Math.max(weight, 0), 1));
    set(point, { width: 2 * half, height: 2 * half, transform: `translate(-${half} -${half})` });
  }

  function diamond(row, axis, lower, estimate, upper) {
    const shape = row.querySelector("polygon.diamond");
    if (!shape) return;
    const at = (value) => (100 * (value - axis.lower)) / (axis.upper - axis.lower);
    const low = Math.max(at(lower), -FAR), high = Math.min(at(upper), FAR);
    const middle = Math.min(Math.max(at(estimate), low), high);
    const left = Math.min(low, middle - LEAST_DIAMOND), right = Math.max(high, middle + LEAST_DIAMOND);
    set(shape, { points: `${left},6 ${middle},0 ${right},6 ${middle},12` });
    set(row.querySelector(".beyond-left"), { visibility: at(lower) < 0 ? "visible" : "hidden" });
    set(row.querySelector(".beyond-right"), { visibility: at(upper) > 100 ? "visible" : "hidden" });
  }

  return { marker, diamond };
})();
