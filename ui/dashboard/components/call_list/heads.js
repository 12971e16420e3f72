// The heads of the columns: each puts the list in its order, and turns that round when it is pressed again. The order is
// part of the address, so a head leads there as a link does.

const ARROWS = { ascending: "▲", descending: "▼" };

function columnHead(column) {
  const arrow = el("span", { class: "arrow", "aria-hidden": "true" }, ARROWS[column.sorted] ?? "");
  const button = el(
    "button",
    { type: "button", title: column.leads, onclick: () => goTo(column.address), "data-column": column.key },
    column.head,
    arrow,
  );
  return el("th", { scope: "col", class: HEAD_CLASSES[column.drawn] ?? "", "aria-sort": column.sorted ?? false }, button);
}

const HEAD_CLASSES = { length: "number", count: "count" };
