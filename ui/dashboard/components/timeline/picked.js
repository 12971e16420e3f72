// Words of the transcript that are selected: the stretch they are said in, and a button that writes a note on it.

class Picked {
  constructor(room, list) {
    Object.assign(this, { room, list });
    this.button = el("button", { class: "small strong", type: "button" }, "Write a note on these words");
    this.button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
    this.button.addEventListener("click", (event) => {
      event.stopPropagation();
      this.write();
    });
    this.correct = el("button", { class: "small", type: "button", title: "Who says these words, and how they read" }, "Correct");
    this.correct.addEventListener("pointerdown", (event) => event.preventDefault());
    this.correct.addEventListener("click", (event) => {
      event.stopPropagation();
      this.open();
    });
    this.agenda = agendaButton(room, () => ({ ...this.span(), technique: null }));
    this.agenda?.addEventListener("pointerdown", (event) => event.preventDefault());
    this.clip = el("button", { class: "small", type: "button", title: "C" }, "Keep as clip");
    this.clip.addEventListener("pointerdown", (event) => event.preventDefault());
    this.clip.addEventListener("click", (event) => {
      event.stopPropagation();
      const span = this.span();
      if (span) room.clips.keep(span);
    });
    this.box = el("div", { class: "picked", hidden: true }, this.button, room.canCorrect ? this.correct : null, room.clips.can ? this.clip : null, this.agenda);
    list.append(this.box);
    this.look = () => this.show();
    if (room.notes.canWrite) document.addEventListener("selectionchange", this.look);
  }
  close() {
    document.removeEventListener("selectionchange", this.look);
  }
  // Chromium tells of a selection beneath a shadow root there alone, Safari by composed ranges, Firefox as anywhere.
  range() {
    const { root } = this.room,
      selection = root.getSelection?.() ?? getSelection(),
      [composed] = root.getSelection ? [] : (selection?.getComposedRanges?.({ shadowRoots: [root] }) ?? []);
    if (!selection?.rangeCount && !composed) return null;
    const { startContainer, startOffset, endContainer, endOffset } = composed ?? selection.getRangeAt(0),
      range = document.createRange();
    range.setStart(startContainer, startOffset);
    range.setEnd(endContainer, endOffset);
    return range.collapsed || !this.list.contains(range.commonAncestorContainer) ? null : range;
  }
  // The selected words; none where only the edges of words are.
  words() {
    const range = this.range();
    if (!range) return [];
    return [...this.list.querySelectorAll(".w")].filter((word) => {
      if (!range.intersectsNode(word)) return false;
      const part = range.cloneRange(); // a word that the selection only touches is none of it
      if (range.comparePoint(word, 0) >= 0) part.setStart(word, 0);
      if (range.comparePoint(word, word.childNodes.length) <= 0) part.setEnd(word, word.childNodes.length);
      return Boolean(String(part).trim());
    });
  }
  // From the first selected word to the last, in seconds; null where none is selected.
  span() {
    const words = this.words();
    if (!words.length) return null;
    return { start: Math.min(...words.map((word) => word.start)), end: Math.max(...words.map((word) => word.end)) };
  }
  show() {
    const range = this.range();
    this.box.hidden = !range;
    if (!range) return;
    const last = [...range.getClientRects()].at(-1) ?? range.getBoundingClientRect(),
      box = this.list.getBoundingClientRect();
    this.box.style.top = `${last.bottom - box.top + this.list.scrollTop + 6}px`;
    this.box.style.left = `${clamp(last.right - box.left - 90, 0, Math.max(0, box.width - this.box.offsetWidth - 8))}px`;
  }
  // The words of the line in which the selection begins, in the form that says whose they are.
  open() {
    const [first, ...more] = this.words();
    (this.room.root.getSelection?.() ?? getSelection())?.removeAllRanges();
    this.box.hidden = true;
    if (first) this.room.lineForm.open(first.block, [first, ...more.filter((word) => word.block === first.block)]);
  }
  write() {
    const span = this.span();
    (this.room.root.getSelection?.() ?? getSelection())?.removeAllRanges();
    this.box.hidden = true;
    if (span) this.room.startNote(span);
  }
}
