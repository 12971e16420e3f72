// The cells of a row, by how their column is drawn.

function countCell(call, { key: kind, head }) {
  const props = { class: "count", "data-head": head };
  const n = call.counts[kind];
  if (n) {
    const title = `${n} × ${KINDS[kind].name.toLowerCase()}`;
    return el("td", props, el("span", { class: "many", title }, markBadge(kind), String(n)));
  }
  const none = call.unknown
    ? el("span", { class: "none", role: "img", title: call.unknown, "aria-label": call.unknown }, "?")
    : el("span", { class: "none" }, "–");
  return el("td", props, none);
}

// The time of day as the server's clock has it; where this browser's zone is another one, its own time is told beside it.
function timeOfDay(call) {
  const here = new Date(call.at),
    mine = `${String(here.getHours()).padStart(2, "0")}:${String(here.getMinutes()).padStart(2, "0")}`;
  const clockTitle = `By the clock of the computer that SameSide runs on (${call.zone}), as the filters' days are`;
  const title = mine === call.time ? clockTitle : `${clockTitle}; ${mine} by this browser's`;
  return el("time", { datetime: call.at, title }, call.time);
}

const CELLS = {
  text: (call, column) =>
    el("td", { class: "said" }, call.texts[column.key] || el("span", { class: "none", title: "Not known" }, "–")),
  date: (call) => el("td", { class: "sub date" }, el("div", { title: call.time ? false : call.untold }, call.date), call.time ? timeOfDay(call) : null),
  length: (call) => el("td", { class: "sub number" }, call.length),
  count: (call, column) => countCell(call, column),
  outcome: (call) =>
    el("td", {}, el("div", { class: `outcome ${call.outcome ?? ""}` }, call.outcomeName), el("div", { class: "standing" }, call.standing)),
  review: (call) =>
    el("td", { class: "review" }, el("span", { class: call.done ? "state done" : "state" }, call.done ? `✓ ${call.reviewed}` : call.reviewed)),
};

// Why a call stands where it does is told with its outcome; where that is not shown, under its name.
function nameCell(call, columns) {
  const told = columns.some((column) => column.drawn === "outcome");
  return el(
    "th",
    { scope: "row" },
    pageLink(call.address, {}, call.name),
    call.about ? el("div", { class: "sub" }, call.about) : null,
    !told && call.standing ? el("div", { class: "standing" }, call.standing) : null,
    call.hit ? el("div", { class: "hit" }, call.hit) : null,
  );
}
