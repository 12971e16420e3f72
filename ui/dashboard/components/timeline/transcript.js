// The words as a conversation: agent on the left, customer on the right, the voice's own word lit as it is said.
// A word is a button for the voice: a click plays from it.

const BREATH = 1.5; // seconds; turns of one speaker no further apart stand in one paragraph

class Transcript {
  constructor(room, box) {
    Object.assign(this, { room, box, follow: true, lit: new Set(), block: null });
    this.list = el("div", { class: "lines", tabindex: 0, "aria-label": "What was said" });
    this.followButton = el(
      "button",
      {
        class: "quiet",
        type: "button",
        "aria-pressed": "true",
        title: "Keep the spoken word in sight (F)",
        onclick: () => this.setFollow(!this.follow),
      },
      "Follow the voice",
    );
    box.replaceChildren(el("header", {}, el("h3", {}, "Transcript"), this.legend(), this.followButton), this.list);
    this.said = { agent: [], customer: [] }; // [start, end, element] in the order of time
    this.blocks = [];
    this.fill();
    this.starts = { agent: this.said.agent.map((w) => w[0]), customer: this.said.customer.map((w) => w[0]) };
    this.blockStarts = this.blocks.map((block) => block.start);
    this.list.addEventListener("click", (event) => this.click(event));
    for (const hand of ["wheel", "touchmove"])
      this.list.addEventListener(hand, () => this.setFollow(false), { passive: true });
  }
  legend() {
    const kinds = ["pushed", "partnered", "escalated"].filter((kind) =>
      this.room.call.moments.some((m) => m.sure && m.kind === kind && m.marks.length),
    );
    return el(
      "span",
      { class: "legend" },
      ...kinds.map((kind) => el("span", { class: `said ${kind}` }, KINDS[kind].name.toLowerCase())),
    );
  }
  fill() {
    const { call } = this.room;
    if (!call.turns.some((turn) => turn.words.length)) {
      this.list.append(
        el("p", { class: "empty" }, "There are no words for this call, so its wording was not reviewed; the sound was."),
      );
      return;
    }
    const owner = new Map(); // "turn:word" -> moment
    call.moments.forEach((moment) =>
      moment.marks.forEach(([turn, first, last]) => {
        for (let w = first; w <= last; w++) if (!owner.has(`${turn}:${w}`)) owner.set(`${turn}:${w}`, moment);
      }),
    );
    let block = null;
    call.turns.forEach((turn, t) => {
      if (!turn.words.length) return;
      if (!block || block.speaker !== turn.speaker || turn.start - block.end > BREATH) block = this.paragraph(turn);
      block.end = Math.max(block.end, turn.end);
      turn.words.forEach(([start, end, text, unsure], w) => {
        const moment = owner.get(`${t}:${w}`),
          goesOn = moment && owner.get(`${t}:${w + 1}`) === moment;
        const word = el("span", { class: moment ? `w said ${moment.kind}${moment.sure ? "" : " possible"}` : "w" }, goesOn ? `${text} ` : text);
        if (unsure !== undefined) {
          word.classList.add("unsure");
          word.title = `The recogniser is only ${unsure} % sure of this word`;
        }
        Object.assign(word, { start, end });
        word.moment = moment;
        block.text.append(word, goesOn ? "" : " ");
        this.said[turn.speaker].push([start, end, word]);
        if (moment && !block.shown.has(moment)) {
          block.shown.add(moment);
          block.margin.append(
            el(
              "button",
              {
                class: "glyph",
                type: "button",
                title: `${nameOf(moment)}: ${moment.headline}`,
                "aria-label": `${nameOf(moment)}: ${moment.headline}`,
                onclick: () => this.room.choose(moment),
              },
              markBadge(moment.kind, !moment.sure),
            ),
          );
        }
      });
    });
    for (const who of ["agent", "customer"]) this.said[who].sort((a, b) => a[0] - b[0]);
  }
  paragraph(turn) {
    const text = el("p", {}),
      margin = el("span", { class: "margin" });
    const line = el(
      "div",
      { class: `line ${turn.speaker}` },
      el("div", { class: "who" }, el("b", {}, WHO[turn.speaker]), el("time", {}, clock(turn.start))),
      el("div", { class: "bubble" }, text),
      margin,
    );
    this.list.append(line);
    const block = { speaker: turn.speaker, start: turn.start, end: turn.end, line, text, margin, shown: new Set() };
    this.blocks.push(block);
    return block;
  }
  click(event) {
    const word = event.target.closest(".w");
    if (!word || String(this.room.root.getSelection?.() ?? getSelection())) return; // a drag selects text as anywhere else
    this.room.player.seek(word.start);
    this.room.player.play();
  }
  setFollow(on) {
    if (this.follow === on) return;
    this.follow = on;
    this.followButton.setAttribute("aria-pressed", String(on));
    if (on) this.toBlock(this.block, true);
  }
  at(time) {
    const lit = new Set();
    for (const who of ["agent", "customer"]) {
      const found = this.said[who][lastBefore(this.starts[who], time + 0.02)];
      if (found && time < found[1] + 0.08) lit.add(found[2]);
    }
    this.lit.forEach((word) => lit.has(word) || word.classList.remove("now"));
    lit.forEach((word) => word.classList.add("now"));
    this.lit = lit;
    const block = this.blocks[lastBefore(this.blockStarts, time + 0.02)] ?? null;
    if (block === this.block) return;
    this.block?.line.classList.remove("here");
    block?.line.classList.add("here");
    this.block = block;
    if (this.follow) this.toBlock(block);
  }
  // Bring a word into sight and let it stay: the voice does not scroll away from what one looks for.
  toWord(word) {
    this.setFollow(false);
    const top = word.getBoundingClientRect().top - this.list.getBoundingClientRect().top + this.list.scrollTop;
    this.list.scrollTo({ top: top - this.list.clientHeight * 0.3, behavior: "instant" });
  }
  toBlock(block) {
    if (!block) return;
    this.list.scrollTo({
      top: block.line.offsetTop - this.list.clientHeight * 0.3,
      behavior: calm() ? "auto" : "smooth",
    });
  }
}
