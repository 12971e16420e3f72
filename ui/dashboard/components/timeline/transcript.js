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
    this.legend = el("span", { class: "legend" });
    this.tools = el("span", { class: "steps" });
    box.replaceChildren(
      el("header", {}, el("h3", {}, "Transcript"), this.legend, this.tools, this.followButton),
      this.list,
    );
    this.fill();
    this.list.addEventListener("click", (event) => this.click(event));
    for (const hand of ["wheel", "touchmove"])
      this.list.addEventListener(hand, () => this.setFollow(false), { passive: true });
  }
  // The lines as the call is now; what hangs in the list beside them stays, and so does the place that one reads at.
  fill() {
    const { call } = this.room,
      top = this.list.scrollTop;
    this.legend.replaceChildren(
      ...["pushed", "partnered", "escalated"]
        .filter((kind) => call.moments.some((m) => m.sure && m.kind === kind && m.marks.length))
        .map((kind) => el("span", { class: `said ${kind}` }, KINDS[kind].name.toLowerCase())),
    );
    this.said = { agent: [], customer: [], other: [] }; // [start, end, element] in the order of time
    this.blocks = [];
    this.lines();
    this.blocks.sort((a, b) => a.start - b.start);
    for (const said of Object.values(this.said)) said.sort((a, b) => a[0] - b[0]);
    this.starts = Object.fromEntries(Object.entries(this.said).map(([who, words]) => [who, words.map((w) => w[0])]));
    this.blockStarts = this.blocks.map((block) => block.start);
    this.list.querySelectorAll(".line, .empty").forEach((line) => line.remove());
    this.list.prepend(
      ...(this.blocks.length
        ? this.blocks.map((block) => block.line)
        : [el("p", { class: "empty" }, "There are no words for this call, so its wording was not reviewed; the sound was.")]),
    );
    Object.assign(this, { lit: new Set(), block: null });
    this.list.scrollTop = top;
  }
  // A line goes on over a breath; where a person said that one opens or goes on, that holds.
  lines() {
    const { call } = this.room,
      owner = new Map(), // "turn:word" -> moment
      last = {}; // by speaker, the line that could go on
    call.moments.forEach((moment) =>
      moment.marks.forEach(([turn, first, last]) => {
        for (let w = first; w <= last; w++) if (!owner.has(`${turn}:${w}`)) owner.set(`${turn}:${w}`, moment);
      }),
    );
    const turns = [...call.turns.map((turn, t) => [turn, t]), ...call.others.map((turn) => [turn, -1])];
    turns.sort(([a], [b]) => a.start - b.start);
    let block = null;
    for (const [turn, t] of turns) {
      turn.words.forEach(([start, end, text, unsure, heard, opens], w) => {
        const who = turn.speaker,
          before = last[who];
        const breath = w === 0 && (block?.speaker !== who || turn.start - block.end > BREATH);
        if (opens === 0 && before) block = before;
        else if (opens === 1 || breath) block = last[who] = this.paragraph(who, w ? start : turn.start);
        block.end = Math.max(block.end, w === turn.words.length - 1 ? turn.end : end);
        const moment = owner.get(`${t}:${w}`),
          goesOn = moment && owner.get(`${t}:${w + 1}`) === moment && turn.words[w + 1]?.[5] !== 1;
        const word = this.word(moment, goesOn ? `${text} ` : text, unsure, heard);
        Object.assign(word, { start, end, moment, block, said: text });
        block.text.append(word, goesOn ? "" : " ");
        block.words.push(word);
        this.said[who].push([start, end, word]);
        if (moment && !block.shown.has(moment)) {
          block.shown.add(moment);
          block.margin.append(this.glyph(moment));
        }
      });
    }
  }
  word(moment, text, unsure, heard) {
    const word = el("span", { class: moment ? `w said ${moment.kind}${moment.sure ? "" : " possible"}` : "w" }, text),
      corrected = heard !== undefined && heard !== null;
    word.classList.toggle("unsure", Boolean(unsure));
    word.classList.toggle("corrected", corrected);
    if (corrected) word.title = heard ? `Corrected; “${heard}” was heard` : "Corrected; nothing was heard here";
    else if (unsure) word.title = `The recogniser is only ${unsure} % sure of this word`;
    return word;
  }
  glyph(moment) {
    const name = `${nameOf(moment)}: ${moment.headline}`;
    return el(
      "button",
      { class: "glyph", type: "button", title: name, "aria-label": name, onclick: () => this.room.choose(moment) },
      markBadge(moment.kind, !moment.sure),
    );
  }
  paragraph(speaker, start) {
    const text = el("p", {}),
      margin = el("span", { class: "margin" }),
      block = { speaker, start, end: start, text, margin, words: [], shown: new Set() };
    const head = [el("b", {}, WHO[speaker]), el("time", {}, clock(start))];
    block.head = this.room.canCorrect
      ? el(
          "button",
          {
            class: "who",
            type: "button",
            tabindex: -1, // W on a word opens it too
            title: "Who says this, and from when to when (W)",
            onclick: () => this.room.lineForm.open(block),
          },
          ...head,
        )
      : el("div", { class: "who", title: this.room.refusals.correct }, ...head);
    block.line = el("div", { class: `line ${speaker}` }, block.head, el("div", { class: "bubble" }, text), margin);
    this.blocks.push(block);
    return block;
  }
  click(event) {
    const word = event.target.closest(".w");
    if (!word || String(this.room.root.getSelection?.() ?? getSelection())) return; // a drag selects text as anywhere else
    this.pressed = word.block; // it is in sight, and must stay under the hand: a second click makes it a double one
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
    for (const who of Object.keys(this.said)) {
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
    if (this.follow && block !== this.pressed) this.toBlock(block);
    if (block !== this.pressed) this.pressed = null;
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
