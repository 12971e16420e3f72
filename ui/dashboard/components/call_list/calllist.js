// The list of calls: a table; every row is a way in, by mouse and by keyboard. A call's name is a link, so that a
// browser opens it in another tab and copies its address; a plain click stays in this tab.

function row(state, call) {
  const [, ...others] = state.columns;
  return el(
    "tr",
    { onclick: () => goTo(call.address), "data-call": call.id },
    tick(state, call),
    nameCell(call, others),
    ...others.map((column) => CELLS[column.drawn](call, column)),
  );
}

function tick(state, call) {
  const box = el("input", { type: "checkbox", "aria-label": `Choose ${call.name}`, checked: state.ticked.has(call.id) });
  box.addEventListener("click", (event) => {
    const ids = state.calls.map((one) => one.id);
    const from = event.shiftKey && ids.includes(state.last) ? ids.indexOf(state.last) : ids.indexOf(call.id);
    const [first, last] = [from, ids.indexOf(call.id)].sort((a, b) => a - b);
    for (const id of ids.slice(first, last + 1)) state.ticked[box.checked ? "add" : "delete"](id);
    state.last = call.id;
    tell(state);
  });
  return el("td", { class: "tick", onclick: (event) => event.stopPropagation() }, el("label", {}, box));
}

// What is ticked, told to the page as one value and shown in the boxes.
function tell(state) {
  show(state);
  state.set({ round: state.round, calls: state.calls.map((call) => call.id).filter((id) => state.ticked.has(id)) });
}

function show(state) {
  for (const line of state.box.querySelectorAll("tbody tr")) {
    const ticked = state.ticked.has(line.dataset.call);
    line.querySelector("input").checked = ticked;
    line.classList.toggle("ticked", ticked);
  }
  const head = state.box.querySelector("thead input");
  head.checked = state.calls.every((call) => state.ticked.has(call.id));
  head.indeterminate = !head.checked && state.calls.some((call) => state.ticked.has(call.id));
}

function tickAll(state) {
  const box = el("input", { type: "checkbox", "aria-label": "Choose all on this page" });
  box.addEventListener("click", () => {
    for (const call of state.calls) state.ticked[box.checked ? "add" : "delete"](call.id);
    tell(state);
  });
  return el("th", { scope: "col", class: "tick" }, el("label", {}, box));
}

function draw(state) {
  const focused = state.box.getRootNode().activeElement?.dataset.column;
  state.box.replaceChildren(
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, tickAll(state), ...state.columns.map(columnHead))),
      el("tbody", {}, ...state.calls.map((call) => row(state, call))),
    ),
  );
  if (focused) state.box.querySelector(`[data-column="${focused}"]`)?.focus(); // a head that was pressed is pressed again
}

// Drawn again only where it has changed: a box that was reached by keyboard keeps the focus while the page runs.
export default function ({ data, parentElement, setStateValue }) {
  drawn(parentElement);
  const box = parentElement.querySelector(".list");
  const state = (box.state ??= { box, ticked: new Set() });
  state.set = (value) => setStateValue("ticked", value);
  state.calls = data.calls;
  state.columns = data.columns;
  if (state.round !== data.round) {
    state.round = data.round;
    state.ticked.clear();
  }
  const rows = JSON.stringify([data.columns, data.calls]);
  if (state.rows !== rows || !box.firstChild) draw(state);
  state.rows = rows;
  show(state);
  box.dataset.round = data.round;
  remember(data.remember);
}
