// Words typed in place of those that were heard. Double click a word, or walk to it and press Enter; Enter keeps, Escape leaves.
//
//   walking   Tab into the transcript; ← → a word, ↑ ↓ a line, with shift a stretch
//             Enter or E types, W asks who says the line and when, S splits it at the word, J joins it with the one before
//   typing    Enter keeps, Tab keeps and goes on to the next word, Escape leaves; nothing typed takes the words out

class Retype {
  constructor(room, transcript) {
    Object.assign(this, { room, transcript, field: null, at: null, from: null });
    const { list } = transcript;
    list.addEventListener("dblclick", (event) => {
      const word = event.target.closest(".w");
      if (!word) return;
      (room.root.getSelection?.() ?? getSelection())?.removeAllRanges();
      room.player.pause();
      this.edit([word]);
    });
    list.addEventListener("focus", () => list.matches(":focus-visible") && this.walkTo(this.nearest()));
    list.addEventListener("focusout", (event) => {
      if (list.contains(event.relatedTarget)) return;
      list.tabIndex = 0;
      this.stretch(null);
    });
  }
  get busy() {
    return Boolean(this.field);
  }
  words() {
    return this.transcript.blocks.flatMap((block) => block.words);
  }
  // The word that is said now, or was last.
  nearest() {
    const { time } = this.room.player;
    return this.words().findLast((word) => word.start <= time + 0.05) ?? this.words()[0];
  }
  walkTo(word, from = null) {
    if (!word) return;
    this.at?.removeAttribute("tabindex");
    this.at = word;
    this.transcript.list.tabIndex = -1; // the way back leads out of the transcript, not to it
    word.tabIndex = -1;
    word.focus({ preventScroll: true });
    this.stretch(from);
    const list = this.transcript.list.getBoundingClientRect(),
      box = word.getBoundingClientRect();
    if (box.top < list.top - 1 || box.bottom > list.bottom + 1) this.transcript.toWord(word);
  }
  // The words from where one began to select to where one is, of one line; just the word where nobody selects.
  stretch(from) {
    this.from = from;
    this.transcript.list.querySelectorAll(".w.chosen").forEach((word) => word.classList.remove("chosen"));
    if (from) this.chosen().forEach((word) => word.classList.add("chosen"));
  }
  chosen() {
    const { words } = this.at.block,
      ends = [words.indexOf(this.from ?? this.at), words.indexOf(this.at)].sort((a, b) => a - b);
    return words.slice(Math.max(0, ends[0]), ends[1] + 1);
  }
  // Keys while a word has the keyboard; answers whether the key was ours.
  key(event) {
    const [target] = event.composedPath();
    if (target !== this.at || event.ctrlKey || event.metaKey || event.altKey) return false;
    const { blocks } = this.transcript,
      all = this.words(),
      line = blocks.indexOf(this.at.block),
      step = (by) => this.walkTo(all[all.indexOf(this.at) + by]);
    const select = (by) => {
      const next = this.at.block.words[this.at.block.words.indexOf(this.at) + by];
      this.walkTo(next, this.from ?? this.at);
    };
    const act = {
      ArrowLeft: () => (event.shiftKey ? select(-1) : step(-1)),
      ArrowRight: () => (event.shiftKey ? select(1) : step(1)),
      ArrowUp: () => this.walkTo(blocks[line - 1]?.words[0]),
      ArrowDown: () => this.walkTo(blocks[line + 1]?.words[0]),
      Enter: () => this.edit(this.chosen()),
      e: () => this.edit(this.chosen()),
      w: () => this.room.lineForm.open(this.at.block, this.from ? this.chosen() : null),
      s: () => this.split(this.at),
      j: () => this.join(this.at.block),
      Escape: () => this.room.box.focus({ preventScroll: true }),
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || (act && !this.room.canCorrect && !event.key.startsWith("Arrow") && event.key !== "Escape")) return false;
    act();
    return true;
  }
  // The lines are drawn anew; whoever walked among the words is at the same one after.
  redraw() {
    const { at, from } = this,
      had = at && this.room.root.activeElement === at;
    this.transcript.fill();
    const same = (old) => old && this.words().find((word) => Math.abs(word.start - old.start) < 0.02 && word.block.speaker === old.block.speaker);
    this.at = null;
    if (had) this.walkTo(same(at) ?? this.words().find((word) => word.start >= at.start - 0.02) ?? this.nearest(), same(from) ?? null);
  }
  split(word) {
    if (word.block.words[0] === word) return this.room.toast("A line begins there already.");
    this.room.corrections.correct([word], { kind: "boundary", opens: true });
  }
  // A line goes on where the speaker's line before it ended.
  join(block) {
    this.room.corrections.correct(block.words.slice(0, 1), { kind: "boundary", opens: false });
  }
  // Type in the place of words of one line.
  edit(words) {
    if (!this.room.canCorrect || !words.length) return;
    this.leave();
    const was = words.map((word) => word.said).join(" "),
      long = words.length > 3;
    const field = el(long ? "textarea" : "input", {
      class: "retype",
      "aria-label": `Correct: ${was}`,
      autocomplete: "off",
      spellcheck: "true",
      value: was,
      ...(long ? { rows: 1 } : {}),
    });
    const fit = () => {
      if (long) {
        field.style.height = "auto";
        field.style.height = `${field.scrollHeight + 2}px`;
      } else field.style.width = `${Math.max(4, field.value.length + 2)}ch`;
    };
    field.addEventListener("input", fit);
    field.addEventListener("click", (event) => event.stopPropagation());
    field.addEventListener("dblclick", (event) => event.stopPropagation());
    field.addEventListener("keydown", (event) => this.typed(event));
    field.addEventListener("blur", () => this.field === field && this.keep());
    words[0].before(field);
    words.forEach((word) => (word.hidden = true));
    Object.assign(this, { field, words_: words, was });
    this.transcript.setFollow(false);
    field.focus({ preventScroll: true });
    field.select();
    fit();
  }
  typed(event) {
    const { key } = event;
    if (event.isComposing || !["Enter", "Tab", "Escape"].includes(key)) return;
    event.preventDefault();
    event.stopPropagation();
    const all = this.words(),
      next = all[all.indexOf(this.words_.at(-1)) + (event.shiftKey ? -1 : 1)],
      here = this.words_[0];
    if (key === "Escape") this.leave();
    else this.keep();
    if (key === "Tab" && next) {
      const again = this.words().find((word) => word.start === next.start && word.block.speaker === next.block.speaker);
      return this.edit([again ?? next]);
    }
    this.walkTo(this.words().find((word) => word.start === here.start) ?? this.nearest());
  }
  // What was typed is sent and stands at once; the server's answer draws it anew.
  keep() {
    const { field, words_: words, was } = this;
    if (!field) return;
    const typed = field.value.trim().split(/\s+/).filter(Boolean);
    this.close();
    if (typed.join(" ") !== was) {
      this.room.corrections.correct(words, { kind: "words", words: typed });
      words.forEach((word, k) => (word.textContent = k ? "" : typed.join(" ")));
    }
    this.room.corrections.catchUp();
  }
  leave() {
    if (!this.field) return;
    this.close();
    this.room.corrections.catchUp();
  }
  close() {
    const { field, words_: words } = this;
    this.field = null; // before it goes, so that its blur keeps nothing
    words.forEach((word) => (word.hidden = false));
    field.remove();
  }
}
