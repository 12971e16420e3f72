// The list of calls: a table; every row is a way in, by mouse and by keyboard. A call's name is a link, so that a
// browser opens it in another tab and copies its address; a plain click stays in this tab.

const COUNTED = ["pushed", "partnered", "escalated", "missed"];

function row(state, call) {
  const { address } = call;
  const count = (kind) =>
    el(
      "td",
      { class: "count" },
      call[kind]
        ? el(
            "span",
            { class: "many", title: `${call[kind]} × ${KINDS[kind].name.toLowerCase()}` },
            markBadge(kind),
            String(call[kind]),
          )
        : call.unknown
          ? el("span", { class: "none", title: call.unknown, "aria-label": call.unknown }, "?")
          : el("span", { class: "none" }, "–"),
    );
  return el(
    "tr",
    { onclick: () => goTo(address), "data-call": call.id },
    tick(state, call),
    el("th", { scope: "row" }, pageLink(address, {}, call.name), el("div", { class: "sub" }, call.about), call.hit ? el("div", { class: "hit" }, call.hit) : null),
    el("td", { class: "sub" }, call.date),
    el("td", { class: "sub number" }, call.length),
    ...COUNTED.map(count),
    el(
      "td",
      {},
      el("div", { class: `outcome ${call.outcome ?? ""}` }, call.outcomeName),
      el("div", { class: "standing" }, call.standing),
    ),
    el(
      "td",
      {},
      el("span", { class: call.done ? "state done" : "state" }, call.done ? `✓ ${call.reviewed}` : call.reviewed),
    ),
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
  const heads = ["Call", "Date", "Length", ...COUNTED.map((kind) => KINDS[kind].name), "Outcome", "Review"];
  const head = (name, i) =>
    el("th", { scope: "col", class: i === 2 ? "number" : i > 2 && i < 7 ? "count" : "" }, name);
  state.box.replaceChildren(
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, tickAll(state), ...heads.map(head))),
      el("tbody", {}, ...state.calls.map((call) => row(state, call))),
    ),
  );
}

// Drawn again only where it has changed: a box that was reached by keyboard keeps the focus while the page runs.
export default function ({ data, parentElement, setStateValue }) {
  drawn(parentElement);
  const box = parentElement.querySelector(".list");
  const state = (box.state ??= { box, ticked: new Set() });
  state.set = (value) => setStateValue("ticked", value);
  state.calls = data.calls;
  if (state.round !== data.round) {
    state.round = data.round;
    state.ticked.clear();
  }
  const rows = JSON.stringify(data.calls);
  if (state.rows !== rows || !box.firstChild) draw(state);
  state.rows = rows;
  show(state);
  box.dataset.round = data.round;
}
