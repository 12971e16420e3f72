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
  update({ notes = [], answer = null, canWrite = false, labels = {} }) {
    Object.assign(this, { all: notes, canWrite, labels });
    this.outbox.answered(answer);
    this.fill();
  }
  fill() {
    if (this.list.querySelector(".answer")?.contains(this.list.getRootNode().activeElement)) return; // a reply is being written
    const cards = this.all.filter((note) => note.id !== this.draft?.id).map((note) => this.card(note));
    const empty = el("p", { class: "empty" }, "No notes yet. Drag along the notes lane, or hold shift and drag anywhere on the timeline, to write one on a stretch of the call. M writes one on the moment you are hearing.");
    this.list.replaceChildren(...(cards.length || this.draft ? cards : [empty]));
  }

  // ---- reading
  card(note) {
    const when = (text) => new Date(text).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
    const said = [note.verdict ? `${upper({ agree: "agrees", disagree: "disagrees", adjust: "would adjust" }[note.verdict])}${note.kind ? `: ${KINDS[note.kind].name.toLowerCase()}` : ""}` : null, this.labels[note.label] ?? note.label].filter(Boolean).join(" · ");
    return el("article", { class: "card note", "data-note": note.id },
      el("button", { class: "head", type: "button", onclick: () => this.room.player.playSpan(note) },
        el("span", { class: "what" }, el("strong", {}, said || "Note"), el("span", { class: "sub" }, `${note.author} · ${when(note.edited ?? note.created)}${note.shared ? " · shared with the agent" : " · private"}`)), el("time", {}, clock(note.start))),
      note.stale ? el("p", { class: "aside" }, "The machine no longer sees the moment that this is about.") : null,
      el("p", { class: "text" }, note.text),
      note.history?.length ? el("details", {}, el("summary", {}, `Edited ${note.history.length === 1 ? "once" : `${note.history.length} times`}`), ...note.history.map((old) => el("p", { class: "old" }, `${when(old.when)}: ${old.text}`))) : null,
      ...(note.replies ?? []).map((reply) => el("div", { class: "reply" }, el("span", { class: "sub" }, `${reply.author} · ${when(reply.created)}`), el("p", { class: "text" }, reply.text))),
      this.canWrite ? el("div", { class: "tools" },
        note.mine ? el("button", { class: "small", type: "button", onclick: () => this.edit(note) }, "Edit") : null,
        el("button", { class: "small", type: "button", onclick: (event) => this.reply(note, event.currentTarget) }, "Reply"),
        note.mine ? el("button", { class: "small", type: "button", onclick: () => this.remove(note) }, "Delete") : null) : null);
  }
  reply(note, button) {
    const text = el("textarea", { rows: 2, "aria-label": "Reply", placeholder: "Reply" });
    const send = () => text.value.trim() && this.outbox.put({ do: "reply", id: note.id, token: crypto.randomUUID(), text: text.value.trim() }, (answer) => answer.trouble && this.room.toast(answer.trouble));
    button.parentElement.replaceWith(el("form", { class: "answer", onsubmit: (event) => { event.preventDefault(); send(); } }, text, el("button", { class: "small strong", type: "submit" }, "Send")));
    text.focus();
  }
  remove(note) {
    this.outbox.put({ do: "delete", id: note.id }, (answer) => {
      if (answer.trouble) return this.room.toast(answer.trouble);
      this.room.toast("Note deleted.", "Undo", () => this.outbox.put({ do: "undo", id: note.id }, (undone) => undone.trouble && this.room.toast(undone.trouble)));
    });
  }

  // ---- writing
  start(span, { moment = null, verdict = null } = {}) {
    if (!this.canWrite) return this.room.toast("Notes are kept in the library, and this call is not in one.");
    const label = moment?.technique ?? "", about = moment ? this.room.call.moments.indexOf(moment) : null;
    this.edit({ id: crypto.randomUUID(), version: null, start: span.start, end: span.end, label, verdict, text: "", shared: false, about });
    if (verdict) this.soon(0);
  }
  edit(note) {
    this.finish();
    this.draft = { ...note };
    this.kept = Boolean(note.version);
    this.dirty = false;
    this.room.tab("notes");
    const { draft } = this, list = `labels-${draft.id}`, about = (draft.about ?? null) !== null || draft.kind;
    const change = (name, value, wait) => { draft[name] = value; this.soon(wait); };
    const seconds = (name) => el("input", { type: "number", step: 0.1, min: 0, value: draft[name].toFixed(1), oninput: (event) => event.target.value && change(name, Number(event.target.value)) });
    const pick = (verdict) => (event) => {
      change("verdict", draft.verdict === verdict ? null : verdict, 0);
      event.currentTarget.parentElement.querySelectorAll("button").forEach((button) => button.setAttribute("aria-pressed", String(button.textContent.toLowerCase() === draft.verdict)));
    };
    this.status = el("span", { class: "status", role: "status" }, this.kept ? "Saved" : "");
    this.clash = el("div", { class: "clash", hidden: true });
    const text = el("textarea", { rows: 5, placeholder: "What did you hear? What would you try instead?", "aria-label": "Note", value: draft.text, oninput: (event) => change("text", event.target.value) });
    this.place.replaceChildren(el("form", { class: "editor", onsubmit: (event) => { event.preventDefault(); this.finish(); } },
      el("div", { class: "row" }, el("strong", {}, this.kept ? "Edit note" : "New note"), this.status),
      about ? el("div", { class: "chips", role: "group", "aria-label": "Your view of the machine's moment" }, ...["agree", "disagree", "adjust"].map((verdict) =>
        el("button", { class: "chip", type: "button", "aria-pressed": String(draft.verdict === verdict), onclick: pick(verdict) }, upper(verdict)))) : null,
      text,
      this.clash,
      el("div", { class: "row" }, el("label", {}, "Label", el("input", { list, placeholder: "technique or your own", autocomplete: "off", value: draft.label, oninput: (event) => change("label", event.target.value) }))),
      el("datalist", { id: list }, ...Object.entries(this.labels).map(([id, name]) => el("option", { value: id }, name))),
      el("div", { class: "row" }, el("label", {}, "From, s", seconds("start")), el("label", {}, "To, s", seconds("end"))),
      el("label", { class: "check" }, el("input", { type: "checkbox", checked: draft.shared, onchange: (event) => change("shared", event.target.checked, 0) }), "Share with the agent"),
      el("div", { class: "tools" }, el("button", { class: "small strong", type: "submit" }, "Done"), this.kept ? null : el("button", { class: "small", type: "button", onclick: () => this.finish(true) }, "Throw away"))));
    this.fill();
    this.mark(draft.id);
    text.focus();
  }
  mark(id) {
    this.room.sheet.state.note = id;
    this.room.sheet.draw();
  }
  soon(wait = QUIET) {
    this.status.textContent = "Saving…";
    clearTimeout(this.timer);
    this.dirty = true;
    this.timer = setTimeout(() => this.save(this.draft, true), wait);
  }
  // Send the draft as it stands; `writing` says that more may come, so that the history is not filled with half words.
  save(draft, writing) {
    clearTimeout(this.timer);
    if (!draft || draft.sending) return;
    if (!draft.version && !draft.text.trim() && !draft.verdict && !draft.label) return (this.status.textContent = "");
    this.dirty = false;
    draft.sending = true;
    const { id, version, about, start, end, label, verdict, text, shared } = draft;
    this.outbox.put({ do: "save", id, version, about, start, end, label, verdict, text, shared, draft: writing }, (answer) => this.saved(draft, answer));
  }
  saved(draft, answer) {
    draft.sending = false;
    if (answer.trouble) {
      if (this.draft !== draft) return this.room.toast(answer.trouble);
      this.status.textContent = "Not saved";
      return this.differ(draft, answer);
    }
    draft.version = answer.version;
    if (this.draft !== draft) {
      if (draft.gone) this.remove(draft);
      else if (draft.last) { draft.last = false; this.save(draft, false); }
      return;
    }
    this.kept = true;
    this.status.textContent = this.dirty ? "Saving…" : "Saved";
    if (this.dirty) this.save(draft, true);
  }
  // What stands in the way, in words; where somebody changed the note meanwhile, both texts and a choice.
  differ(draft, answer) {
    const settle = (text) => { Object.assign(draft, { version: answer.version, text }); this.clash.hidden = true; this.place.querySelector("textarea").value = text; this.soon(0); };
    this.clash.replaceChildren(el("p", {}, answer.trouble), ...(answer.version ? [
      el("p", { class: "text" }, answer.text),
      el("div", { class: "tools" }, el("button", { class: "small", type: "button", onclick: () => settle(answer.text) }, "Take this text"), el("button", { class: "small", type: "button", onclick: () => settle(draft.text) }, "Save mine"))] : []));
    this.clash.hidden = false;
  }
  finish(throwAway = false) {
    const { draft } = this;
    if (!draft) return;
    clearTimeout(this.timer);
    if (throwAway) {
      if (draft.sending) draft.gone = true;
      else if (draft.version) this.remove(draft);
    } else if (draft.sending) draft.last = true;
    else if (this.dirty || draft.version) this.save(draft, false);
    this.draft = null;
    this.place.replaceChildren();
    this.fill();
    this.mark(null);
  }
  get unsaved() { return this.outbox.busy || Boolean(this.draft && this.dirty && this.draft.text.trim()); }
}
