/* A number opens the steps behind it: a dialog built from the list of all steps, one level at a time. */
const Traces = (() => {
  const dialog = document.getElementById("trace");
  /* Levels below the number that stand open, and parts of one step up to which they do. */
  const OPEN_LEVELS = 2, OPEN_PARTS = 4;

  function made(tag, look, ...children) {
    const element = document.createElement(tag);
    if (look) element.className = look;
    element.append(...children);
    return element;
  }

  function copied(nodes) {
    return [...nodes].map((node) => node.cloneNode(true));
  }

  /* A step of the list: its words, its places, and the names of its parts. */
  function stepOf(name) {
    const entry = document.getElementById(name);
    const parts = entry.querySelectorAll(":scope > .parts > li > a");
    return {
      title: copied(entry.querySelector(":scope > .what").childNodes),
      body: copied(entry.querySelectorAll(":scope > :not(.what):not(.parts)")),
      parts: [...parts].map((link) => link.hash.slice(1)),
    };
  }

  function filled(step, level) {
    const body = made("div", "body", ...step.body);
    if (step.parts.length) {
      const open = level < OPEN_LEVELS && step.parts.length <= OPEN_PARTS;
      body.append(made("ul", "tree", ...step.parts.map((name) => made("li", "", branch(name, level + 1, open)))));
    }
    return body;
  }

  /* A part of a step: what rests on nothing else stands open, the rest is filled when it is opened. */
  function branch(name, level, open) {
    const step = stepOf(name);
    const summary = made("summary", "what", ...step.title);
    const details = made("details", "branch", summary);
    function fill() {
      if (details.childElementCount === 1) details.append(filled(step, level));
    }
    details.addEventListener("toggle", () => details.open && fill());
    if (open) {
      fill();
      details.open = true;
    }
    return details;
  }

  function open(asked, step, name) {
    dialog.querySelector(".asked").textContent = asked;
    const top = made("p", "what", ...step.title);
    dialog.querySelector(".chain").replaceChildren(top, filled(step, 0));
    const whole = dialog.querySelector("[data-whole]");
    whole.hash = name || "traces";
    whole.parentElement.hidden = !name;
    dialog.showModal();
    dialog.scrollTop = 0;
  }

  /* The dialog of a number that the page itself computed. */
  function openComputed(asked, what, value, how, parts) {
    const title = [made("span", "is", what), " ", made("span", "value", value)];
    open(asked, { title, body: [made("p", "how", how)], parts }, "");
  }

  function words(element) {
    return element.textContent.replace(/\s+/g, " ").trim();
  }

  /* Where the link leads, the list is opened, because not every browser does so by itself. */
  function unfold() {
    const entry = location.hash.startsWith("#t") && document.getElementById(location.hash.slice(1));
    const list = entry && entry.closest("details.steps");
    if (list && !list.open) {
      list.open = true;
      entry.scrollIntoView();
    }
  }

  function start() {
    document.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-trace]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      link.focus();
      open(link.matches(".source, .at") ? "" : words(link), stepOf(link.dataset.trace), link.dataset.trace);
    });
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close], [data-whole]")) dialog.close();
    });
    window.addEventListener("hashchange", unfold);
    unfold();
  }

  return { start, openComputed, made, words };
})();
