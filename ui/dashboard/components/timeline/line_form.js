// Whose a line is, and where it begins and ends: a small form beneath the line, whose edges also have handles on the timeline.

class LineForm {
  constructor(room, list) {
    Object.assign(this, { room, list, block: null });
    this.box = el("form", { class: "lineform", hidden: true, "aria-label": "This line" });
    this.box.addEventListener("submit", (event) => {
      event.preventDefault();
      this.retime();
    });
    this.box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      this.close();
    });
  }
  // For a line, or for some of its words, whose edges are then not to be moved.
  open(block, words = null) {
    if (this.block === block && !words) return this.close();
    this.close(false);
    Object.assign(this, { block, words: words ?? block.words, was: { start: block.start, end: block.end } });
    this.now = { ...this.was };
    const { retype } = this.room;
    const whose = ["agent", "customer", "other"].map((who) =>
      el(
        "button",
        { class: "chip", type: "button", "aria-pressed": String(who === block.speaker), onclick: () => this.give(who) },
        WHO[who],
      ),
    );
    const act = (name, keys, then) =>
      el("button", { class: "small", type: "button", title: keys, onclick: () => (this.close(), then()) }, name);
    this.times = words
      ? null
      : Object.fromEntries(["start", "end"].map((edge) => [edge, timeField(this.now[edge], (time) => this.stretch(edge, time))]));
    this.box.replaceChildren(
      el("div", { class: "chips", role: "group", "aria-label": "Who says this" }, ...whose),
      words ? "" : el("div", { class: "row" }, el("label", {}, "From", this.times.start), el("label", {}, "To", this.times.end)),
      el(
        "div",
        { class: "tools" },
        this.times ? el("button", { class: "small strong", type: "submit" }, "Move the edges") : null,
        act("Edit the words", "E or Enter on the words", () => retype.edit(this.words)),
        words ? act("Split here", "S on a word", () => retype.split(this.words[0])) : null,
        words ? null : act("Join with the line before", "J on a word of the line", () => retype.join(block)),
        el("button", { class: "small", type: "button", onclick: () => this.close() }, "Close"),
      ),
    );
    block.line.after(this.box);
    this.box.hidden = false;
    this.box.querySelector("[aria-pressed='true']").focus({ preventScroll: true });
    this.list.scrollTop += Math.max(0, this.box.getBoundingClientRect().bottom - this.list.getBoundingClientRect().bottom + 8);
    if (this.times) this.room.view.reveal(this.now);
    this.draw();
  }
  close(focus = true) {
    if (!this.block) return;
    const { block } = this;
    this.block = null;
    this.box.hidden = true;
    this.list.after(this.box); // it is not among the lines when they are drawn anew
    this.draw();
    if (focus) block.head.focus({ preventScroll: true });
  }
  draw() {
    const { state } = this.room.sheet;
    state.line = this.block && this.times ? this.now : null;
    this.room.sheet.draw();
  }
  give(who) {
    const { words, block } = this;
    this.close();
    if (who !== block.speaker) this.room.corrections.correct(words, { kind: "speaker", speaker: who });
  }
  // Move an edge by its field or its handle; answers whether it can be there. Only “Move the edges” sends it.
  stretch(edge, time) {
    const now = { ...this.now, [edge]: time };
    if (time > this.room.view.duration + 0.05 || now.end - now.start < SHORTEST) return false;
    this.now[edge] = time;
    this.room.sheet.draw();
    return true;
  }
  pull(edge, time) {
    const { start, end } = this.now,
      there = edge === "start" ? Math.min(time, end - SHORTEST) : Math.max(time, start + SHORTEST);
    if (this.stretch(edge, there)) this.times[edge].show(there);
  }
  retime() {
    const { words, was, now } = this,
      moved = now.start !== was.start || now.end !== was.end,
      span = ({ start, end }) => [start, end];
    if (!this.times || this.box.querySelector("[aria-invalid='true']")) return;
    this.close();
    if (moved) this.room.corrections.correct(words, { kind: "times", was: span(was), now: span(now) });
  }
}
