// The list of calls: a table; every row is a way in, by mouse and by keyboard. A call's name is a link, so that a
// browser opens it in another tab and copies its address; a plain click stays in this tab.

const COUNTED = ["pushed", "partnered", "escalated", "missed"];

function row(call) {
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

export default function ({ data, parentElement }) {
  drawn(parentElement);
  const box = parentElement.querySelector(".list");
  const heads = ["Call", "Date", "Length", ...COUNTED.map((kind) => KINDS[kind].name), "Outcome", "Review"];
  box.replaceChildren(
    el(
      "table",
      {},
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          ...heads.map((head, i) =>
            el("th", { scope: "col", class: i === 2 ? "number" : i > 2 && i < 7 ? "count" : "" }, head),
          ),
        ),
      ),
      el("tbody", {}, ...data.calls.map(row)),
    ),
  );
}
