// Writing a note: it is saved while one types; until the server has said so, the status line says that it is not.
//
//   typing ── 0.8 s of quiet ──> {do: "save"} ──> answer {id, version} ──> "Saved"
//                                             └─> answer {trouble}      ──> the sentence, nothing overwritten

const SHORTEST = 0.1; // seconds that a note is about at least
const QUIET = 800; // milliseconds without a key before a note is saved

class Editor {
  constructor(room, notes) {
    Object.assign(this, { room, notes, draft: null, dirty: false, kept: false });
    this.place = el("div", { class: "editing" });
  }
  start(span, { moment = null, verdict = null } = {}) {
    if (!this.notes.canWrite) return this.room.toast("Notes are kept in the library, and this call is not in one.");
    const said = moment && this.room.said(moment);
    if (said?.note && verdict) return this.rejudge(said, verdict);
    const label = moment?.technique ?? "",
      about = moment ? this.room.call.moments.indexOf(moment) : null;
    this.edit({
      id: crypto.randomUUID(),
      version: null,
      start: span.start,
      end: span.end,
      label,
      verdict,
      text: "",
      audience: "me",
      about,
    });
    if (verdict) this.soon(0);
  }
  // Another word on a moment that one has judged already: the same word again takes it back.
  rejudge(said, verdict) {
    const note = this.notes.all.find((note) => note.id === said.note);
    if (!note) return;
    if (said.mine === verdict && !note.text.trim()) return this.notes.remove(note);
    this.edit(note);
    this.draft.verdict = said.mine === verdict ? null : verdict;
    this.place.querySelectorAll(".chip").forEach((chip) =>
      chip.setAttribute("aria-pressed", String(chip.textContent.toLowerCase() === this.draft.verdict)),
    );
    this.soon(0);
  }
  edit(note) {
    this.finish();
    this.draft = { ...note };
    this.kept = Boolean(note.version);
    this.dirty = false;
    this.room.tab("notes");
    const { draft } = this,
      list = `labels-${draft.id}`,
      about = (draft.about ?? null) !== null || draft.kind;
    const change = (name, value, wait) => {
      draft[name] = value;
      this.soon(wait);
    };
    this.times = Object.fromEntries(
      ["start", "end"].map((edge) => [edge, timeField(draft[edge], (time) => this.stretch(edge, time))]),
    );
    const [label, labels] = labelField(draft.label, this.notes.labels, list, (named) => change("label", named));
    const pick = (verdict) => (event) => {
      change("verdict", draft.verdict === verdict ? null : verdict, 0);
      event.currentTarget.parentElement
        .querySelectorAll("button")
        .forEach((button) =>
          button.setAttribute("aria-pressed", String(button.textContent.toLowerCase() === draft.verdict)),
        );
    };
    this.status = el("span", { class: "status", role: "status" }, this.kept ? "Saved" : "");
    this.clash = el("div", { class: "clash", hidden: true });
    const text = el("textarea", {
      rows: 5,
      placeholder: "What did you hear? What would you try instead? @ names somebody.",
      "aria-label": "Note",
      value: draft.text,
      oninput: (event) => {
        change("text", event.target.value);
        this.hint();
      },
    });
    this.unheard = el("p", { class: "aside", role: "status", hidden: true });
    this.place.replaceChildren(
      el(
        "form",
        {
          class: "editor",
          onsubmit: (event) => {
            event.preventDefault();
            this.finish();
          },
        },
        el("div", { class: "row" }, el("strong", {}, this.kept ? "Edit note" : "New note"), this.status),
        about
          ? el(
              "div",
              { class: "chips", role: "group", "aria-label": "Your view of the machine's moment" },
              ...Object.keys(VERDICTS).map((verdict) =>
                el(
                  "button",
                  {
                    class: "chip",
                    type: "button",
                    disabled: Boolean(this.room.refusals.verdict),
                    title: this.room.refusals.verdict,
                    "aria-pressed": String(draft.verdict === verdict),
                    onclick: pick(verdict),
                  },
                  VERDICTS[verdict].name,
                ),
              ),
            )
          : null,
        el("div", { class: "offering" }, this.room.offer.watch(text)),
        this.unheard,
        this.clash,
        el(
          "div",
          { class: "row" },
          el(
            "label",
            {},
            "Label",
            label,
          ),
        ),
        labels,
        el(
          "div",
          { class: "row" },
          el("label", {}, "From", this.times.start),
          el("label", {}, "To", this.times.end),
        ),
        this.readers(draft, change),
        el(
          "div",
          { class: "tools" },
          el("button", { class: "small strong", type: "submit", title: "Ctrl+Enter or Escape" }, "Done"),
          this.kept
            ? null
            : el("button", { class: "small", type: "button", onclick: () => this.finish(true) }, "Throw away"),
          this.room.clips.can ? el("button", { class: "small", type: "button", onclick: () => this.clip() }, "Keep as clip") : null,
        ),
      ),
    );
    this.notes.fill();
    this.room.view.reveal(draft);
    this.mark(draft.id);
    text.focus();
  }
  // The stretch as a clip; a note in which nothing was written is not kept beside it.
  clip() {
    const { start, end, version, text, label, verdict } = this.draft;
    this.finish(!version && !text.trim() && !label && !verdict);
    this.room.clips.keep({ start, end });
  }
  // Who is named in a note that nobody else reads is not told, and whoever writes it should know.
  hint() {
    const { draft, unheard } = this;
    unheard.hidden = draft.audience !== "me" || !/(^|[^\p{L}\p{N}_@])@[\p{L}\p{N}]/u.test(draft.text);
    unheard.textContent = unheard.hidden ? "" : "Nobody is told: only you read this note.";
  }
  // Who may read the note: where people sign in, a choice; alone, whether it is shared, which is then whether it is exported.
  readers(draft, change) {
    const { audiences } = this.notes;
    if (audiences)
      return el(
        "div",
        { class: "row" },
        el(
          "label",
          {},
          "Who may read it",
          el(
            "select",
            { onchange: (event) => (change("audience", event.target.value, 0), this.hint()) },
            ...Object.entries(audiences).map(([value, name]) =>
              el("option", { value, selected: value === draft.audience }, name),
            ),
          ),
        ),
      );
    return el(
      "label",
      { class: "check", title: "Alone on this computer, private means that a note is not exported or printed" },
      el("input", {
        type: "checkbox",
        checked: draft.audience !== "me",
        onchange: (event) => (change("audience", event.target.checked ? "everybody" : "me", 0), this.hint()),
      }),
      "Share with the agent",
    );
  }
  // Escape and Ctrl+Enter end the writing and keep the note, from its form or from anywhere that is no other field.
  ends(event) {
    const field = event.composedPath()[0].matches?.(WRITTEN) && !event.composedPath().includes(this.place);
    const ours = event.key === "Escape" || (event.key === "Enter" && (event.ctrlKey || event.metaKey));
    if (!this.draft || !ours || field) return false;
    this.finish();
    this.room.box.focus({ preventScroll: true });
    return true;
  }
  // Move one end of the stretch, by its field or its handle; answers whether it can be there.
  stretch(edge, time) {
    const { draft } = this,
      span = { start: draft.start, end: draft.end, [edge]: time };
    if (time > this.room.view.duration + 0.05 || span.end - span.start < SHORTEST) return false;
    draft[edge] = time;
    this.room.sheet.draw();
    this.soon();
    return true;
  }
  pull(edge, time) {
    const { start, end } = this.draft,
      there = edge === "start" ? Math.min(time, end - SHORTEST) : Math.max(time, start + SHORTEST);
    if (this.stretch(edge, there)) this.times[edge].show(there);
  }
  mark(id) {
    this.room.sheet.state.draft = id === null ? null : this.draft;
    this.room.sheet.state.note = id;
    this.room.sheet.draw();
  }
  soon(wait = QUIET) {
    this.status.textContent = "Saving…";
    clearTimeout(this.timer);
    this.dirty = true;
    if (this.worth(this.draft)) this.notes.outbox.keep(this.deed(this.draft, false));
    this.timer = setTimeout(() => this.save(this.draft, true), wait);
  }
  // Whether there is anything to keep of a draft.
  worth(draft) {
    return Boolean(draft.version || draft.text.trim() || draft.verdict || draft.label);
  }
  deed({ id, version, about, start, end, label, verdict, text, audience }, writing) {
    return { do: "save", id, version, about, start, end, label, verdict, text, audience, draft: writing };
  }
  // The page is left, perhaps for good: what is written goes out at once, in one piece.
  flush() {
    const { draft } = this;
    if (!draft || !this.dirty) return;
    if (draft.sending) this.notes.outbox.leave();
    else this.save(draft, false);
  }
  // Send the draft as it stands; `writing` says that more may come, so that the history is not filled with half words.
  save(draft, writing) {
    clearTimeout(this.timer);
    if (!draft || draft.sending) return;
    if (!this.worth(draft)) return (this.status.textContent = "");
    this.dirty = false;
    draft.sending = true;
    this.notes.outbox.put(this.deed(draft, writing), (answer) => this.saved(draft, answer));
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
      if (draft.gone) this.notes.remove(draft);
      else if (draft.last) {
        draft.last = false;
        this.save(draft, false);
      }
      return;
    }
    this.kept = true;
    this.status.textContent = this.dirty ? "Saving…" : "Saved";
    if (this.dirty) this.save(draft, true);
  }
  // What stands in the way, in words; where somebody changed the note meanwhile, both texts and a choice.
  differ(draft, answer) {
    const settle = (text) => {
      Object.assign(draft, { version: answer.version, text });
      this.clash.hidden = true;
      this.place.querySelector("textarea").value = text;
      this.soon(0);
    };
    this.clash.replaceChildren(
      el("p", {}, answer.trouble),
      ...(answer.version
        ? [
            el("p", { class: "text" }, answer.text),
            el(
              "div",
              { class: "tools" },
              el("button", { class: "small", type: "button", onclick: () => settle(answer.text) }, "Take this text"),
              el("button", { class: "small", type: "button", onclick: () => settle(draft.text) }, "Save mine"),
            ),
          ]
        : []),
    );
    this.clash.hidden = false;
  }
  finish(throwAway = false) {
    const { draft } = this;
    if (!draft) return;
    clearTimeout(this.timer);
    if (throwAway) {
      this.notes.outbox.keep(null);
      if (draft.sending) draft.gone = true;
      else if (draft.version) this.notes.remove(draft);
    } else if (draft.sending) draft.last = true;
    else if (this.dirty || draft.version) this.save(draft, false);
    this.draft = null;
    this.place.replaceChildren();
    this.notes.fill();
    this.mark(null);
  }
}
