// Notes on a stretch of the call, as cards: read, answered, taken away and brought back. Writing is the editor's.

class Notes {
  constructor(room, address) {
    this.room = room;
    this.box = el("div", { class: "panel", role: "tabpanel", "aria-label": "Notes" });
    this.list = el("div", { class: "cards" });
    this.outbox = new Outbox(address, (reply) => this.told(reply), () => this.late());
    this.editor = new Editor(room, this);
    this.box.append(this.editor.place, this.list);
    this.all = [];
    this.canWrite = Boolean(address);
  }
  update({ notes = [], labels = this.labels ?? {}, audiences = this.audiences ?? null }) {
    Object.assign(this, { all: notes, labels, audiences });
    this.fill();
  }
  // What the server says of a deed of ours, or of its own accord.
  told({ notes, agreement, settled, answer, then, deed, revision }) {
    this.room.corrections.look(revision);
    const before = JSON.stringify(this.room.settled);
    if (notes) this.room.noted(notes, agreement, settled);
    if (deed && JSON.stringify(this.room.settled) !== before) this.room.judged();
    if (then) then(answer);
    else if (answer?.trouble) this.room.toast(answer.trouble);
    this.fill();
  }
  late() {
    const { editor, room } = this;
    const words = "No answer yet: it is kept in this browser and sent again.";
    if (editor.draft) editor.status.textContent = words;
    else room.toast(words);
  }
  fill() {
    if (this.list.querySelector(".answer")?.contains(this.list.getRootNode().activeElement)) return; // a reply is being written
    const cards = this.all.filter((note) => note.id !== this.editor.draft?.id).map((note) => this.card(note));
    const empty = el(
      "p",
      { class: "empty" },
      "No notes yet. Drag along the notes lane, or hold shift and drag anywhere on the timeline, to write one on a stretch of the call. M writes one on the moment you are hearing.",
    );
    this.list.replaceChildren(...(cards.length || this.editor.draft ? cards : [empty]));
  }

  // For whom a note is, in the words of the choice; alone, shared or private.
  readBy({ audience }) {
    if (audience === "me") return this.audiences ? " · only you" : " · private";
    return ` · ${(this.audiences?.[audience] ?? "shared with the agent").toLowerCase()}`;
  }

  card(note) {
    const when = (text) => new Date(text).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
    const said = [
      note.verdict
        ? `${VERDICTS[note.verdict].said}${note.kind ? `: ${KINDS[note.kind].name.toLowerCase()}` : ""}`
        : null,
      this.labels[note.label] ?? note.label,
    ]
      .filter(Boolean)
      .join(" · ");
    return el(
      "article",
      { class: note.id === this.room.sheet?.state.note ? "card note chosen" : "card note", "data-note": note.id },
      el(
        "button",
        { class: "head", type: "button", onclick: () => this.room.openNote(note) },
        el(
          "span",
          { class: "what" },
          el("strong", {}, said || "Note"),
          el(
            "span",
            { class: "sub" },
            `${note.author} · ${when(note.edited ?? note.created)}${this.readBy(note)}`,
          ),
        ),
        el("time", {}, clock(note.start)),
      ),
      note.stale ? el("p", { class: "aside" }, "The machine no longer sees the moment that this is about.") : null,
      el("p", { class: "text" }, note.text),
      note.history?.length
        ? el(
            "details",
            {},
            el("summary", {}, `Edited ${note.history.length === 1 ? "once" : `${note.history.length} times`}`),
            ...note.history.map((old) => el("p", { class: "old" }, `${when(old.when)}: ${old.text}`)),
          )
        : null,
      ...(note.replies ?? []).map((reply) =>
        el(
          "div",
          { class: "reply" },
          el("span", { class: "sub" }, `${reply.author} · ${when(reply.created)}`),
          el("p", { class: "text" }, reply.text),
        ),
      ),
      el(
        "div",
        { class: "tools" },
        el("button", { class: "small", type: "button", disabled: this.room.player.silent, onclick: () => this.room.player.playSpan(note) }, "▶ Play"),
        this.room.clips.button(note),
        ...(this.canWrite
          ? [
            note.mine
              ? el("button", { class: "small", type: "button", onclick: () => this.editor.edit(note) }, "Edit")
              : null,
            el(
              "button",
              { class: "small", type: "button", onclick: (event) => this.reply(note, event.currentTarget) },
              "Reply",
            ),
            note.mine
              ? el("button", { class: "small", type: "button", onclick: () => this.remove(note) }, "Delete")
              : null,
          ]
          : []),
      ),
    );
  }
  reply(note, button) {
    const text = el("textarea", { rows: 2, "aria-label": "Reply", placeholder: "Reply; @ names somebody" });
    const send = () =>
      text.value.trim() &&
      this.outbox.put(
        { do: "reply", id: note.id, token: crypto.randomUUID(), text: text.value.trim() },
        (answer) => answer.trouble && this.room.toast(answer.trouble),
      );
    button.parentElement.replaceWith(
      el(
        "form",
        {
          class: "answer",
          onsubmit: (event) => {
            event.preventDefault();
            send();
          },
        },
        el("div", { class: "offering" }, this.room.offer.watch(text)),
        el("button", { class: "small strong", type: "submit" }, "Send"),
      ),
    );
    text.focus();
  }
  remove(note) {
    this.outbox.put({ do: "delete", id: note.id }, (answer) => {
      if (answer.trouble) return this.room.toast(answer.trouble);
      this.room.toast("Note deleted.", "Undo", () =>
        this.outbox.put({ do: "undo", id: note.id }, (undone) => undone.trouble && this.room.toast(undone.trouble)),
      );
    });
  }
}
