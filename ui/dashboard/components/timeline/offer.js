// Names offered while one types an @: those who may see the call. Arrows choose, Enter or Tab takes, Escape leaves; a name that is typed
// whole counts without.
//
//   "@be" ──> Ben Carr, Abena Oti      names are asked for once, at the first @

class Offer {
  constructor(room, address) {
    Object.assign(this, { room, address, names: null, field: null, at: 0, shown: [] });
    this.box = el("ul", { class: "offer", role: "listbox", "aria-label": "Who may see this call", id: "offered-names", hidden: true });
  }
  watch(field) {
    if (!this.address) return field;
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", "offered-names");
    const look = () => this.look(field);
    field.addEventListener("input", look);
    field.addEventListener("click", look);
    field.addEventListener("blur", () => this.close());
    return field;
  }
  // What stands between an @ and the caret; null where there is none.
  typed(field) {
    const found = /(?:^|[^\p{L}\p{N}_@])@([\p{L}\p{N}_’'.\- ]{0,40})$/u.exec(field.value.slice(0, field.selectionStart));
    return found && found[1];
  }
  async look(field) {
    if (this.typed(field) === null) return this.close();
    this.names ??= fetch(this.address)
      .then((answer) => (answer.ok ? answer.json() : { names: [] }))
      .then(({ names }) => names)
      .catch(() => {
        this.names = null; // asked for again at the next letter
        return [];
      });
    const names = await this.names,
      typed = this.typed(field)?.toLowerCase();
    if (typed === undefined || field.getRootNode().activeElement !== field) return this.close();
    const fits = (name) => [name, ...name.split(" ").slice(1)].some((part) => part.toLowerCase().startsWith(typed));
    this.shown = names.filter((name) => fits(name) && name.toLowerCase() !== typed.trimEnd()).slice(0, 6);
    if (!this.shown.length) return this.close();
    this.field = field;
    this.at = 0;
    field.after(this.box);
    this.draw();
  }
  draw() {
    this.box.replaceChildren(
      ...this.shown.map((name, number) =>
        el("li", {
          id: `offered-${number}`, role: "option", "aria-selected": String(number === this.at),
          onpointerdown: (event) => (event.preventDefault(), this.take(name)),
        }, name),
      ),
    );
    this.box.hidden = false;
    this.field.setAttribute("aria-expanded", "true");
    this.field.setAttribute("aria-activedescendant", `offered-${this.at}`);
  }
  close() {
    this.box.hidden = true;
    this.field?.removeAttribute("aria-activedescendant");
    this.field?.setAttribute("aria-expanded", "false");
    this.field = null;
  }
  take(name) {
    const { field } = this,
      end = field.selectionStart,
      start = end - this.typed(field).length;
    field.setRangeText(`${name} `, start, end, "end");
    this.close();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  // A key while names are offered; whether it was for them.
  key(event) {
    if (!this.field || event.composedPath()[0] !== this.field || event.ctrlKey || event.metaKey || event.altKey) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.at = (this.at + step + this.shown.length) % this.shown.length;
    if (step) this.draw();
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.shown[this.at]);
    else if (event.key === "Escape") this.close();
    else return false;
    return true;
  }
}
