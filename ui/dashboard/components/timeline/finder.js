// Finding words in the transcript, as the list of calls finds them: a phrase first, else each of its words, each from its
// beginning. Ctrl+F opens the bar; a second Ctrl+F, with the hand in the bar, is the browser's own.
//
//   "No, REFUNDS aren't…"  ->  " no refunds aren't"      refund policy  ->  " refund policy", else " refund" and " policy"

// The words of a text as they are searched: lower case, one space before each, no punctuation.
const folded = (text) =>
  (text.toLowerCase().replaceAll("’", "'").replaceAll("ß", "ss").match(/[\p{L}\p{N}_]+(?:'[\p{L}\p{N}_]+)*/gu) ?? [])
    .map((word) => ` ${word}`)
    .join("");

// What is looked for: lists of pieces, the first of which that is found at all is taken.
function sought(text) {
  const pieces = [...text.matchAll(/["“]([^"”]*)["”]|(\S+)/g)]
    .map(([, phrase, word]) => (phrase === undefined ? folded(word) : folded(phrase) && `${folded(phrase)} `))
    .filter(Boolean);
  return [[folded(text)].filter(Boolean), pieces];
}

class Finder {
  constructor(room, transcript) {
    Object.assign(this, { room, transcript, hits: [], at: -1 });
    this.read();
    this.input = el("input", {
      type: "search",
      "aria-label": "Find in the transcript",
      placeholder: "Find in the transcript",
      autocomplete: "off",
      oninput: () => this.find(this.input.value),
    });
    this.count = el("span", { class: "found", role: "status" });
    const button = (label, key, content, act) =>
      el("button", { class: "quiet", type: "button", title: `${label} (${key})`, "aria-label": label, onclick: act }, content);
    this.box = el(
      "div",
      { class: "finder", role: "search", hidden: true, onkeydown: (event) => this.key(event) },
      this.input,
      this.count,
      button("Previous hit", "Shift+Enter", "↑", () => this.step(-1)),
      button("Next hit", "Enter", "↓", () => this.step(1)),
      button("Close", "Escape", "✕", () => this.close()),
    );
    transcript.list.before(this.box);
  }
  read() {
    this.words = [...this.transcript.list.querySelectorAll(".w")];
    this.text = "";
    this.owners = []; // of every character of the text, the number of its word
    this.words.forEach((word, number) => {
      const piece = folded(word.textContent);
      this.text += piece;
      for (let i = 0; i < piece.length; i++) this.owners.push(number);
    });
    this.text += " ";
  }
  // The words are others now: what is looked for is marked in them, and stays at its place among the hits.
  refresh() {
    this.read();
    this.hits = [];
    if (this.box.hidden || !this.input.value) return;
    const found = sought(this.input.value)
      .map((pieces) => this.places(pieces))
      .find((places) => places.length);
    this.mark(found ?? []);
    this.at = Math.min(this.at, this.hits.length - 1);
    this.hits[this.at]?.forEach((word) => word.classList.add("current"));
    this.count.textContent = this.hits.length ? `${this.at + 1} of ${this.hits.length}` : "Not said";
  }
  // Whether a key is ours: with nothing to search in, or with the hand in the bar already, it is the browser's.
  opens() {
    return this.words.length && this.room.root.activeElement !== this.input;
  }
  open() {
    this.box.hidden = false;
    this.input.focus();
    this.input.select();
    this.find(this.input.value);
  }
  close() {
    this.box.hidden = true;
    this.mark([]);
    this.room.box.focus({ preventScroll: true });
  }
  key(event) {
    if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && event.target === this.input) this.step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  // Mark all places, and go to the first that is said at `from` seconds or later.
  find(text, from = this.room.player.time) {
    const found = sought(text)
      .map((pieces) => this.places(pieces))
      .find((places) => places.length);
    this.mark(found ?? []);
    this.nothing = Boolean(folded(text)) && !this.hits.length;
    const first = this.hits.findIndex((run) => run[0].start >= from - 0.06);
    this.go(first < 0 ? 0 : first);
  }
  // Runs of words, in the order they are said in; what overlaps is one run.
  places(pieces) {
    const runs = [];
    for (const piece of pieces)
      for (let at = this.text.indexOf(piece); at >= 0; at = this.text.indexOf(piece, at + 1))
        runs.push([this.owners[at], this.owners[at + piece.trimEnd().length - 1]]);
    runs.sort((a, b) => a[0] - b[0]);
    const apart = runs.filter(([first], i) => !runs.slice(Math.max(0, i - 8), i).some(([, last]) => first <= last));
    return apart.map(([first, last]) => this.words.slice(first, last + 1));
  }
  mark(hits) {
    this.hits.flat().forEach((word) => word.classList.remove("hit", "current"));
    this.hits = hits;
    hits.flat().forEach((word) => word.classList.add("hit"));
  }
  step(way) {
    if (this.hits.length) this.go((this.at + way + this.hits.length) % this.hits.length);
  }
  go(number) {
    const many = this.hits.length;
    this.hits[this.at]?.forEach((word) => word.classList.remove("current"));
    this.at = number;
    this.count.textContent = many ? `${number + 1} of ${many}` : this.nothing ? "Not said" : "";
    this.box.querySelectorAll("button").forEach((button, i) => (button.disabled = i < 2 && !many));
    if (!many) return;
    this.hits[number].forEach((word) => word.classList.add("current"));
    this.transcript.toWord(this.hits[number][0]);
  }
  // By a link from a search: the words marked, at their second, without taking the keyboard.
  arrive(text, from) {
    if (!this.words.length) return;
    this.box.hidden = false;
    this.input.value = text;
    this.find(text, from);
  }
}
