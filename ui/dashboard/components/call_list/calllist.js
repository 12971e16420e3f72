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

function drawHeads(state) {
  const focused = state.box.getRootNode().activeElement?.dataset.column;
  state.box.querySelector("thead").replaceChildren(el("tr", {}, tickAll(state), ...state.columns.map(columnHead)));
  if (focused) state.box.querySelector(`[data-column="${focused}"]`)?.focus(); // a head that was pressed is pressed again
}

// A row that says what it said stays the element that it is, so that the browser keeps it where it is on the screen while
// others come in above it, and the focus where it is in it.
function drawRows(state) {
  const body = state.box.querySelector("tbody"),
    columns = JSON.stringify(state.columns.map((column) => column.key));
  const before = state.lines ?? new Map();
  state.lines = new Map();
  let place = body.firstChild;
  for (const call of state.calls) {
    const says = columns + JSON.stringify(call),
      kept = before.get(call.id);
    const line = kept?.says === says ? kept : { says, row: row(state, call) };
    state.lines.set(call.id, line);
    if (line.row === place) place = place.nextSibling;
    else body.insertBefore(line.row, place);
  }
  while (place) {
    const gone = place;
    place = gone.nextSibling;
    gone.remove();
  }
}

function draw(state) {
  if (!state.box.firstChild) state.box.append(el("table", {}, el("thead"), el("tbody")));
  const heads = JSON.stringify(state.columns);
  if (state.heads !== heads) drawHeads(state);
  state.heads = heads;
  drawRows(state);
}

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
  draw(state);
  show(state);
  box.dataset.round = data.round;
  remember(data.remember);
}
