// Words of the transcript that are selected: the stretch they are said in, and a button that writes a note on it.

class Picked {
  constructor(room, list) {
    Object.assign(this, { room, list });
    this.button = el("button", { class: "small strong picked", type: "button", hidden: true }, "Write a note on these words");
    this.button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection stays
    this.button.addEventListener("click", (event) => {
      event.stopPropagation();
      this.write();
    });
    list.append(this.button);
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
  // From the first selected word to the last, in seconds; null where none is selected.
  span() {
    const range = this.range();
    if (!range) return null;
    const words = [...this.list.querySelectorAll(".w")].filter((word) => {
      if (!range.intersectsNode(word)) return false;
      const part = range.cloneRange(); // a word that the selection only touches is none of it
      if (range.comparePoint(word, 0) >= 0) part.setStart(word, 0);
      if (range.comparePoint(word, word.childNodes.length) <= 0) part.setEnd(word, word.childNodes.length);
      return Boolean(String(part).trim());
    });
    if (!words.length) return null;
    return { start: Math.min(...words.map((word) => word.start)), end: Math.max(...words.map((word) => word.end)) };
  }
  show() {
    const range = this.range();
    this.button.hidden = !range;
    if (!range) return;
    const last = [...range.getClientRects()].at(-1) ?? range.getBoundingClientRect(),
      box = this.list.getBoundingClientRect();
    this.button.style.top = `${last.bottom - box.top + this.list.scrollTop + 6}px`;
    this.button.style.left = `${clamp(last.right - box.left - 90, 0, Math.max(0, box.width - 230))}px`;
  }
  write() {
    const span = this.span();
    (this.room.root.getSelection?.() ?? getSelection())?.removeAllRanges();
    this.button.hidden = true;
    if (span) this.room.startNote(span);
  }
}
