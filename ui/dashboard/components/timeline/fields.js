// Fields of the note's form that take what people write: a time as 1:23.4, a label by its name.

// "1:23.4", "83.4" or "1:02:03" -> seconds; null where it is no time.
function secondsOf(text) {
  const parts = text.trim().replace(",", ".").split(":");
  const last = parts.pop();
  if (parts.length > 2 || !/^\d+(\.\d*)?$/.test(last) || !parts.every((part) => /^\d+$/.test(part))) return null;
  return [...parts, last].reduce((total, part) => 60 * total + Number(part), 0);
}

// A time of the draft's; `take(seconds)` answers whether it can be that one. Arrows up and down move it by 0.1 s.
function timeField(seconds, take) {
  const field = el("input", { inputmode: "decimal", autocomplete: "off", spellcheck: "false" });
  const tell = (time) => field.setAttribute("aria-invalid", String(time === null || !take(time)));
  field.show = (time) => {
    field.value = clock(time, true);
    field.removeAttribute("aria-invalid");
  };
  field.addEventListener("input", () => tell(secondsOf(field.value)));
  field.addEventListener("keydown", (event) => {
    const step = { ArrowUp: 0.1, ArrowDown: -0.1 }[event.key],
      now = secondsOf(field.value);
    if (!step || now === null) return;
    event.preventDefault();
    if (take(Math.max(0, now + step))) field.show(Math.max(0, now + step));
  });
  field.show(seconds);
  return field;
}

// What a note is about: one of `names` (names by id), or words of one's own; `change(id or words)`.
function labelField(label, names, list, change) {
  const ids = new Map(Object.entries(names).map(([id, name]) => [name.toLowerCase(), id]));
  return [
    el("input", {
      list,
      placeholder: "technique or your own",
      autocomplete: "off",
      value: names[label] ?? label,
      oninput: ({ target }) => change(ids.get(target.value.trim().toLowerCase()) ?? target.value),
    }),
    el("datalist", { id: list }, ...Object.values(names).map((name) => el("option", { value: name }))),
  ];
}
