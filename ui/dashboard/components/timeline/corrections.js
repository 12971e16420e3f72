// Corrections of what was said: sent one by one, judged anew at once, undone and done again, and listed with who and when.
//
//   correct ──> outbox ──> {revision, picture, corrections, …} ──> the room takes the new picture in place
//   somebody else did ──> the notes' look tells a newer revision ──> fetched, the same way

class Corrections {
  constructor(room, address) {
    Object.assign(this, { room, all: [], undone: [], revision: 0, waiting: null, next: null });
    this.outbox = new Outbox(address, (reply) => this.told(reply), () => this.late());
    this.box = el("div", { class: "panel", role: "tabpanel", "aria-label": "Corrections" });
    const step = (name, keys, sign, act) =>
      el("button", { class: "quiet step", type: "button", title: `${name} (${keys})`, "aria-label": name, onclick: act }, sign);
    this.back = step("Take back the last correction", "Ctrl+Z", "↶", () => this.undo());
    this.again = step("Make it again", "Ctrl+Shift+Z", "↷", () => this.redo());
  }
  update({ corrections = [], revision = 0 }) {
    if (revision < this.revision) return;
    Object.assign(this, { all: corrections, revision });
    this.fill();
  }
  // `words` are spans of the transcript, one after another of one speaker.
  correct(words, change) {
    const [first] = words,
      end = Math.max(...words.map((word) => word.end)),
      place = { span: [first.start, end], speaker: first.block.speaker, words: words.map((word) => word.said) };
    this.undone = [];
    this.send({ do: "correct", id: crypto.randomUUID(), place, change });
  }
  send(deed) {
    this.outbox.put(deed, (answer) => {
      if (!answer.trouble) return;
      this.room.toast(answer.trouble);
      if (!this.room.retype.busy) this.room.retype.redraw(); // it stood there already
    });
  }
  takeBack(one) {
    this.send({ do: "take_back", id: one.id });
  }
  putBack(one) {
    this.undone = this.undone.filter((id) => id !== one.id);
    this.send({ do: "put_back", id: one.id });
  }
  // The newest of one's own that stands; pressed while one is on its way, it waits for that.
  undo() {
    if (this.outbox.busy) return (this.next = () => this.undo());
    const own = this.all.find((one) => one.mine && one.stands);
    if (!own) return;
    this.undone.push(own.id);
    this.takeBack(own);
  }
  redo() {
    if (this.outbox.busy) return (this.next = () => this.redo());
    if (this.undone.length) this.putBack({ id: this.undone.at(-1) });
  }
  late() {
    this.room.toast("No answer yet: the correction is kept in this browser and sent again.");
  }
  // What the server says: what is newer is taken in place, once nobody is typing into what it would draw anew.
  told(reply) {
    reply.then?.(reply.answer);
    if (reply.picture) {
      this.take(reply, Boolean(reply.deed) && !reply.answer?.trouble);
      this.room.judged(); // what stands above the timeline follows
    }
    const { next } = this;
    this.next = null;
    if (next && !this.outbox.busy) next();
  }
  take(reply, tell = false) {
    if (reply.revision < this.revision) return;
    if (this.room.retype.busy) {
      this.waiting = [reply, tell || this.waiting?.[1]];
      return;
    }
    this.waiting = null;
    const before = this.counts();
    this.update(reply);
    this.room.adopt(reply);
    if (tell) this.tell(before);
  }
  // What waited while somebody typed.
  catchUp() {
    if (this.waiting) this.take(...this.waiting);
  }
  counts() {
    return Object.keys(KINDS).map((kind) => [kind, this.room.moments.counted(kind)]);
  }
  tell(before) {
    const now = new Map(this.counts()),
      changed = before.filter(([kind, many]) => now.get(kind) !== many);
    const counts = changed.map(([kind, many]) => `${KINDS[kind].name} ${many} → ${now.get(kind)}`).join(", ");
    this.room.toast(
      `Judged anew${counts ? `: ${counts}` : ": no moment is counted otherwise"}.`,
      this.all.some((one) => one.mine && one.stands) ? "Undo" : null,
      () => this.undo(),
    );
  }
  // Somebody corrected elsewhere: the notes' look told so.
  async look(revision) {
    if (!(revision > this.revision) || this.outbox.busy || this.looking) return;
    this.looking = true;
    const reply = await this.outbox.ask({ method: "GET" }).catch(() => null);
    this.looking = false;
    if (reply?.picture && this.outbox.open) this.told(reply);
  }
  fill() {
    this.back.disabled = !this.all.some((one) => one.mine && one.stands);
    this.again.disabled = !this.undone.length;
    this.box.replaceChildren(
      el("p", { class: "aside" }, "What was heard is kept beside each, and comes back where one is taken back. Moments and counts are judged by what is said here."),
      el("div", { class: "cards" }, ...this.all.map((one) => this.card(one))),
    );
  }
  card(one) {
    const when = new Date(one.made).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
    const refused = this.room.refusals.correct;
    const button = (name, act) => el("button", { class: "small", type: "button", disabled: Boolean(refused), title: refused, onclick: act }, name);
    return el(
      "article",
      { class: `card note correction${one.stands && !one.unfit ? "" : " off"}`, "data-correction": one.id },
      el(
        "button",
        { class: "head", type: "button", onclick: () => this.room.goTo(one.start) },
        el("span", { class: "what" }, el("strong", {}, one.what), el("span", { class: "sub" }, `${one.author} · ${when}`)),
        el("time", {}, clock(one.start)),
      ),
      one.stands && one.unfit ? el("p", { class: "text" }, `Not applied. ${one.unfit}`) : null,
      one.stands && one.aside ? el("p", { class: "text sub" }, one.aside) : null,
      one.stands ? null : el("p", { class: "text" }, `Taken back by ${one.takenBackBy}.`),
      el(
        "div",
        { class: "tools" },
        one.stands ? button("Take back", () => this.takeBack(one)) : button("Put back", () => this.putBack(one)),
      ),
    );
  }
}
