/* A forest plot that can be sorted, filtered, and pooled again with rows switched off. */
class Workbench {
  static SORTS = {
    study: (bench, key) => bench.labels[key],
    n: (bench, key) => bench.data.rows[key].n,
    effect: (bench, key) => bench.data.sign * bench.data.rows[key].yi,
    weight: (bench, key) => bench.weights[key] ?? -1,
  };

  constructor(element) {
    this.element = element;
    this.data = JSON.parse(element.querySelector("script").textContent);
    this.table = element.querySelector("table");
    this.body = this.table.tBodies[0];
    this.rows = new Map([...this.body.rows].filter((row) => row.dataset.key).map((row) => [row.dataset.key, row]));
    this.planned = [...this.rows.keys()];
    this.labels = {};
    this.off = new Set();
    this.order = { column: "", descending: false };
    this.weights = {};
    this.answerRow = this.table.querySelector("tr.r-answer");
    this.laterRows = [...this.table.tBodies].slice(1).flatMap((body) => [...body.rows]).filter((row) => this.ofPlan(row));
    this.choices = Object.fromEntries(
      [...element.querySelectorAll("[data-choose]")].map((select) => [select.dataset.choose, select]),
    );
    this.axis = { lower: Number(this.table.dataset.lower), upper: Number(this.table.dataset.upper) };
    this.original = new Map();
    this.addSwitches();
    this.addSorting();
    for (const select of Object.values(this.choices)) select.addEventListener("change", () => this.update());
    this.resetButton = element.querySelector("[data-reset]");
    this.resetButton.addEventListener("click", () => this.reset());
    this.update();
    /* From now on; what the page begins with is read in its place, not announced. */
    element.querySelector(".pooled").setAttribute("role", "status");
  }

  /* Rows below the first group that hold only while the protocol's own rows are on. */
  ofPlan(row) {
    const next = row.nextElementSibling;
    return row !== this.answerRow && !(row.matches(".r-gap") && next === this.answerRow);
  }

  cell(row, column) {
    return row && row.querySelector(`[data-column="${column}"]`);
  }

  addSwitches() {
    for (const [key, row] of this.rows) {
      this.labels[key] = Traces.words(this.cell(row, "study"));
      const box = Traces.made("input");
      box.type = "checkbox";
      box.checked = true;
      box.setAttribute("aria-label", `${this.labels[key]} in the pool`);
      box.addEventListener("change", () => {
        if (box.checked) this.off.delete(key);
        else this.off.add(key);
        this.update();
      });
      row.querySelector("td.switch").append(box);
    }
  }

  addSorting() {
    for (const head of this.table.tHead.querySelectorAll("th[data-column]")) {
      const column = head.dataset.column;
      if (!(column in Workbench.SORTS)) continue;
      const button = Traces.made("button", "sort", ...head.childNodes);
      button.type = "button";
      head.append(button);
      head.setAttribute("aria-sort", "none");
      button.addEventListener("click", () => this.sortBy(column));
    }
  }

  /* Names ascend first, numbers descend first; the third press gives the protocol's order back. */
  sortBy(column) {
    const first = column !== "study";
    if (this.order.column !== column) this.order = { column, descending: first };
    else if (this.order.descending === first) this.order = { column, descending: !first };
    else this.order = { column: "", descending: false };
    this.sort();
    const direction = this.order.descending ? "descending" : "ascending";
    const words = this.order.column ? `sorted by ${Traces.words(this.head(column))}, ${direction}` : "order of the protocol";
    document.getElementById("told").textContent = words;
  }

  head(column) {
    return this.table.tHead.querySelector(`th[data-column="${column}"]`);
  }

  sort() {
    const { column, descending } = this.order;
    const keys = [...this.planned];
    if (column) {
      const value = (key) => Workbench.SORTS[column](this, key);
      const compare = (a, b) => (column === "study" ? a.localeCompare(b, "en") : a - b);
      keys.sort((a, b) => (descending ? -1 : 1) * compare(value(a), value(b)));
    }
    this.body.append(...keys.map((key) => this.rows.get(key)));
    for (const head of this.table.tHead.querySelectorAll("[aria-sort]")) {
      const own = head.dataset.column === column;
      head.setAttribute("aria-sort", own ? (descending ? "descending" : "ascending") : "none");
    }
  }

  reset() {
    this.off.clear();
    for (const box of this.body.querySelectorAll("input")) box.checked = true;
    for (const [name, select] of Object.entries(this.choices)) select.value = this.data.plan[name];
    this.order = { column: "", descending: false };
    this.update();
    this.table.closest(".scroll").focus();
  }

  members() {
    return this.data.members[`${this.choices.set.value}|${this.choices.group.value}`] ?? [];
  }

  /* What makes the shown answer another than the protocol's, in words. */
  departures() {
    const words = [];
    for (const [name, select] of Object.entries(this.choices)) {
      if (select.value !== this.data.plan[name]) {
        const told = select.selectedOptions[0].textContent.trim();
        words.push(name === "set" ? `Study set: ${told}` : `Subgroup: ${told}`);
      }
    }
    const without = this.members().filter((key) => this.off.has(key));
    if (without.length) words.push(`Without ${without.map((key) => this.labels[key]).join(", ")}`);
    return words;
  }

  update() {
    const members = this.members(), shown = new Set(members);
    this.on = members.filter((key) => !this.off.has(key));
    const rows = this.on.map((key) => this.data.rows[key]);
    this.answer = Pool.pool(rows.map((row) => row.yi), rows.map((row) => row.vi), this.data.test, this.data.quantiles);
    this.weights = Object.fromEntries(this.on.map((key, i) => [key, this.answer.weights[i]]));
    const departs = this.departures();
    const heaviest = Math.max(...Object.values(this.weights), 0);
    for (const [key, row] of this.rows) {
      row.hidden = !shown.has(key);
      row.classList.toggle("off", this.off.has(key));
      Drawing.marker(row, heaviest ? (this.weights[key] ?? 0) / heaviest : 0);
      const weight = this.weights[key];
      this.show(this.cell(row, "weight"), departs.length > 0, weight === undefined ? "" : `${Numbers.fixed(100 * weight)} %`);
    }
    for (const row of this.laterRows) row.hidden = departs.length > 0;
    this.showAnswer(departs.length > 0);
    this.tell(departs);
    this.sort();
  }

  /* The pooled estimate with its interval in the direction of the table. */
  effect() {
    const { estimate, lower, upper } = this.answer;
    const [low, high] = this.data.sign < 0 ? [-upper, -lower] : [lower, upper];
    return { estimate: this.data.sign * estimate, low, high };
  }

  patients() {
    return this.on.reduce((total, key) => total + this.data.rows[key].n, 0);
  }

  showAnswer(departs) {
    if (!this.answerRow) return;
    const { answer, answerRow: row } = this;
    const name = !answer ? "Nothing to pool" : answer.k > 1 ? "Pooled" : "One cohort, not pooled";
    this.show(this.cell(row, "study"), departs, name, false);
    this.show(this.cell(row, "n"), departs, Numbers.count(this.patients()));
    row.querySelector("svg.drawing").toggleAttribute("hidden", !answer);
    if (!answer) {
      this.show(this.cell(row, "effect"), departs, "");
      return;
    }
    const { estimate, low, high } = this.effect();
    this.show(this.cell(row, "effect"), departs, Numbers.bracketed(low, high), true, Numbers.fixed(estimate));
    Drawing.diamond(row, this.axis, low, estimate, high);
  }

  /* A cell as the protocol has it, or with a number of this page, which opens what it was computed from. */
  show(cell, departs, text, number = true, estimate = "") {
    if (!cell) return;
    if (!this.original.has(cell)) {
      this.original.set(cell, { nodes: [...cell.childNodes], wide: cell.querySelector(".estimate")?.className });
    }
    const { nodes, wide } = this.original.get(cell);
    if (!departs) {
      cell.replaceChildren(...nodes);
      return;
    }
    const words = estimate ? [Traces.made("span", wide ?? "estimate", estimate), ` ${text}`] : [text];
    if (!number || !text) {
      cell.replaceChildren(...words);
      return;
    }
    const button = Traces.made("button", "traced", ...words);
    button.type = "button";
    button.addEventListener("click", () => this.openTrace(Traces.words(button)));
    cell.replaceChildren(button);
  }

  openTrace(asked) {
    const links = this.on.map((key) => this.cell(this.rows.get(key), "effect").querySelector("[data-trace]"));
    const how = "computed in this page from the rows that are on, each with its effect and variance: "
      + `random effects by ${this.data.method}, test ${this.data.test}`;
    Traces.openComputed(asked, `pooled in this page, ${this.on.length} rows`, this.value(), how,
      links.filter(Boolean).map((link) => link.dataset.trace));
  }

  value() {
    const { estimate, low, high } = this.effect();
    const { tau2 } = this.answer;
    const digits = (value) => Numbers.significant(value, 7);
    return `${digits(estimate)}, from ${digits(low)} to ${digits(high)}${tau2 === null ? "" : `, τ² ${digits(tau2)}`}`;
  }

  /* The line that says what is pooled now, and the one that says how it departs from the protocol. */
  tell(departs) {
    const line = this.element.querySelector(".departs");
    line.hidden = departs.length === 0;
    line.querySelector("[data-departure]").textContent = departs.length
      ? `${departs.join("; ")}. Title and lines below the table are those of the protocol’s answer.`
      : "";
    this.resetButton.disabled = departs.length === 0;
    this.element.classList.toggle("departed", departs.length > 0);
    this.element.querySelector(".pooled").textContent = this.sentence(departs.length > 0);
  }

  sentence(departs) {
    const whose = departs ? "Pooled in this page" : "Pooled as the protocol asks";
    const { answer } = this;
    if (!answer) return `${whose}: no study is on, so nothing is pooled.`;
    const { estimate, low, high } = this.effect();
    const size = `${answer.k} ${answer.k > 1 ? "cohorts" : "cohort"}, ${Numbers.count(this.patients())} patients`;
    const spread = answer.tau2 === null ? "one cohort, not pooled"
      : `τ² ${Numbers.significant(answer.tau2)} · I² ${Numbers.fixed(100 * answer.i2, 0)} % · `
        + `Q ${Numbers.fixed(answer.q)}, ${answer.k - 1} df`;
    const unit = this.data.unit ? ` ${this.data.unit}` : "";
    return `${whose}: ${Numbers.fixed(estimate)} ${Numbers.bracketed(low, high)}${unit} · ${size} · ${spread}`;
  }
}
