// Notes on a stretch of the call: read, written, answered, taken back. Every change is sent as one small deed and
// confirmed by the server; until it is, the status line says so. Deeds go one at a time, in order.
//
//   typing ── 0.8 s of quiet ──> {do: "save"} ──> answer {id, version} ──> "Saved"
//                                             └─> answer {trouble}      ──> the sentence, nothing overwritten

const QUIET = 800; // milliseconds without a key before a note is saved
const PATIENCE = 8000; // milliseconds before an unanswered deed is sent again; the server knows it by its turn

class Outbox {
  constructor(send) { Object.assign(this, { send, waiting: [], turn: Date.now(), timer: null }); }
  get busy() { return this.waiting.length > 0; }
  put(deed, then) {
    this.waiting.push({ deed: { ...deed, turn: (this.turn += 1) }, then });
    if (this.waiting.length === 1) this.next();
  }
  next() {
    clearTimeout(this.timer);
    if (!this.busy) return;
    this.send(this.waiting[0].deed);
    this.timer = setTimeout(() => this.next(), PATIENCE);
  }
  answered(answer) {
    if (!answer || !this.busy || answer.turn !== this.waiting[0].deed.turn) return;
    this.waiting.shift().then?.(answer);
    this.next();
  }
}

class Notes {
  constructor(room, send) {
    this.room = room;
    this.box = el("div", { class: "panel", role: "tabpanel", "aria-label": "Notes" });
    this.place = el("div", { class: "editing" });
    this.list = el("div", { class: "cards" });
    this.box.append(this.place, this.list);
    this.outbox = new Outbox(send);
    this.all = [];
    this.draft = null;
    this.canWrite = false;
  }
  update({ notes = [], answer = null, canWrite = false, labels = [] }) {
    Object.assign(this, { all: notes, canWrite, labels });
    this.outbox.answered(answer);
    this.fill();
  }
  fill() {
    const cards = this.all.filter((note) => note.id !== this.draft?.id).map((note) => this.card(note));
    const empty = el("p", { class: "empty" }, "No notes yet. Drag along the notes lane, or hold shift and drag anywhere on the timeline, to write one on a stretch of the call. M writes one on the moment you are hearing.");
    this.list.replaceChildren(...(cards.length || this.draft ? cards : [empty]));
  }

  // ---- reading
  card(note) {
    const when = (text) => new Date(text).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
    const said = [note.verdict ? upper({ agree: "agrees", disagree: "disagrees", adjust: "would adjust" }[note.verdict]) : null, note.label].filter(Boolean).join(" · ");
    return el("article", { class: "card note", "data-note": note.id },
      el("button", { class: "head", type: "button", onclick: () => this.room.player.playSpan(note) },
        el("span", { class: "what" }, el("strong", {}, said || "Note"), el("span", { class: "sub" }, `${note.author} · ${when(note.edited ?? note.created)}${note.shared ? " · shared with the agent" : " · private"}`)), el("time", {}, clock(note.start))),
      el("p", { class: "text" }, note.text),
      note.history?.length ? el("details", {}, el("summary", {}, `Edited ${note.history.length === 1 ? "once" : `${note.history.length} times`}`), ...note.history.map((old) => el("p", { class: "old" }, `${when(old.when)}: ${old.text}`))) : null,
      ...(note.replies ?? []).map((reply) => el("div", { class: "reply" }, el("span", { class: "sub" }, `${reply.author} · ${when(reply.created)}`), el("p", { class: "text" }, reply.text))),
      this.canWrite ? el("div", { class: "tools" },
        el("button", { class: "small", type: "button", onclick: () => this.edit(note) }, "Edit"),
        el("button", { class: "small", type: "button", onclick: (event) => this.reply(note, event.currentTarget) }, "Reply"),
        el("button", { class: "small", type: "button", onclick: () => this.remove(note) }, "Delete")) : null);
  }
  reply(note, button) {
    const text = el("textarea", { rows: 2, "aria-label": "Reply", placeholder: "Reply" });
    const send = () => text.value.trim() && this.outbox.put({ do: "reply", id: note.id, text: text.value.trim() }, (answer) => answer.trouble && this.room.toast(answer.trouble));
    button.parentElement.replaceWith(el("form", { class: "answer", onsubmit: (event) => { event.preventDefault(); send(); } }, text, el("button", { class: "small strong", type: "submit" }, "Send")));
    text.focus();
  }
  remove(note) {
    this.outbox.put({ do: "delete", id: note.id, version: note.version }, (answer) => {
      if (answer.trouble) return this.room.toast(answer.trouble);
      this.room.toast("Note deleted.", "Undo", () => this.outbox.put({ do: "undo", id: note.id }, (undone) => undone.trouble && this.room.toast(undone.trouble)));
    });
  }

  // ---- writing
  start(span, { moment = null, verdict = null } = {}) {
    if (!this.canWrite) return this.room.toast("Notes are kept in the library, and this call is not in one.");
    this.edit({ id: null, token: crypto.randomUUID(), start: span.start, end: span.end, label: moment?.technique ?? "", verdict, text: "", shared: false, about: moment && { kind: moment.kind, technique: moment.technique } });
    if (verdict) this.soon(0);
  }
  edit(note) {
    this.finish();
    this.draft = { ...note };
    this.room.tab("notes");
    const { draft } = this, list = `labels-${draft.token ?? draft.id}`;
    const field = (name, props) => el("input", { ...props, value: draft[name], oninput: (event) => { draft[name] = props.type === "number" ? Number(event.target.value) : event.target.value; this.soon(); } });
    this.status = el("span", { class: "status", role: "status" }, draft.id ? "Saved" : "");
    const text = el("textarea", { rows: 5, placeholder: "What did you hear? What would you try instead?", "aria-label": "Note", value: draft.text, oninput: (event) => { draft.text = event.target.value; this.soon(); } });
    this.place.replaceChildren(el("form", { class: "editor", onsubmit: (event) => { event.preventDefault(); this.finish(); } },
      el("div", { class: "row" }, el("strong", {}, draft.id ? "Edit note" : "New note"), this.status),
      draft.about || draft.verdict ? el("div", { class: "row chips", role: "group", "aria-label": "Your view of the machine's moment" }, ...["agree", "disagree", "adjust"].map((verdict) =>
        el("button", { class: "chip", type: "button", "aria-pressed": String(draft.verdict === verdict), onclick: (event) => {
          draft.verdict = verdict;
          event.currentTarget.parentElement.querySelectorAll("button").forEach((b) => b.setAttribute("aria-pressed", String(b === event.currentTarget)));
          this.soon(0);
        } }, upper(verdict)))) : null,
      text,
      el("div", { class: "row" }, el("label", {}, "Label", field("label", { list, placeholder: "technique or your own", autocomplete: "off" }))),
      el("datalist", { id: list }, ...this.labels.map((label) => el("option", { value: label }))),
      el("div", { class: "row" }, el("label", {}, "From, s", field("start", { type: "number", step: 0.1, min: 0 })), el("label", {}, "To, s", field("end", { type: "number", step: 0.1, min: 0 }))),
      el("label", { class: "check" }, el("input", { type: "checkbox", checked: draft.shared, onchange: (event) => { draft.shared = event.target.checked; this.soon(0); } }), "Share with the agent"),
      el("div", { class: "tools" }, el("button", { class: "small strong", type: "submit" }, "Done"), draft.id ? null : el("button", { class: "small", type: "button", onclick: () => this.finish(true) }, "Throw away"))));
    this.fill();
    this.room.sheet.state.note = draft.id;
    this.room.sheet.draw();
    text.focus();
  }
  soon(wait = QUIET) {
    this.status.textContent = "Saving…";
    clearTimeout(this.timer);
    this.dirty = true;
    this.timer = setTimeout(() => this.save(), wait);
  }
  save() {
    clearTimeout(this.timer);
    const { draft } = this;
    if (!draft || !this.dirty || draft.sending) return;
    if (!draft.id && !draft.text.trim() && !draft.verdict) return (this.status.textContent = "");
    this.dirty = false;
    draft.sending = true;
    const { id, token, version, start, end, label, verdict, text, shared, about } = draft;
    this.outbox.put({ do: "save", id, token, version, start, end, label, verdict, text, shared, about }, (answer) => {
      draft.sending = false;
      if (answer.trouble) {
        if (this.draft === draft) this.status.textContent = answer.trouble;
        else this.room.toast(answer.trouble);
        return;
      }
      Object.assign(draft, { id: answer.id, version: answer.version });
      if (this.draft !== draft) { if (draft.gone) this.remove(draft); return; }
      this.status.textContent = this.dirty ? "Saving…" : "Saved";
      if (this.dirty) this.save();
    });
  }
  finish(throwAway = false) {
    const { draft } = this;
    if (!draft) return;
    clearTimeout(this.timer);
    if (!throwAway) this.save();
    else if (draft.id) this.remove(draft);
    else draft.gone = draft.sending;
    this.draft = null;
    this.place.replaceChildren();
    this.room.sheet.state.note = null;
    this.fill();
  }
  get unsaved() { return this.outbox.busy || Boolean(this.draft && this.dirty && this.draft.text.trim()); }
}
