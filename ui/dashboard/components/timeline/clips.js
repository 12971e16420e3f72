// A stretch kept as a clip: of the words that are selected, of a moment, of a note. A card asks what it is called and where it goes;
// Enter keeps it, and the page goes on as it was.
//
//   keep(span, {title, technique}) ──> card ──> {do: "keep"} ──> "Kept in …", with Undo

const SELECTED_WORDS = 8; // of a title that is made of what is said
const HERE_BEFORE = 10; // seconds before where one listens that C keeps, where nothing is selected

class Clips {
  constructor(room, given) {
    Object.assign(this, { room, playlists: given?.playlists ?? [], last: "" });
    this.can = Boolean(given);
    if (!given) return;
    this.outbox = new Outbox(given.address, (reply) => this.told(reply), () => room.toast("No answer yet: it is kept in this browser and sent again."));
    this.card = el("dialog", { class: "help keepclip", "aria-label": "Keep as clip" });
    this.card.addEventListener("close", () => {
      this.card.replaceChildren();
      room.box.focus({ preventScroll: true });
    });
    room.box.append(this.card);
  }
  close() {
    this.outbox?.close();
  }
  told({ playlists, answer, then }) {
    if (playlists) this.playlists = playlists;
    then?.(answer);
  }
  button(span, about = {}) {
    if (!this.can) return null;
    return el("button", { class: "small", type: "button", title: "C", onclick: () => this.keep(span, about) }, "Keep as clip");
  }
  // What C keeps: the words that are selected, else the moment that is open, else what was just heard.
  here() {
    if (!this.can) return;
    const { room } = this,
      picked = room.picked.span(),
      now = room.player.time;
    if (picked) return this.keep(picked);
    const chosen = room.sheet.state.chosen;
    if (chosen && now >= chosen.start - 0.5 && now <= chosen.end + 15) return this.keep(this.spanOf(chosen), this.of(chosen));
    this.keep({ start: Math.max(0, now - HERE_BEFORE), end: Math.min(room.view.duration, Math.max(now, 1)) });
  }
  // A moment's own stretch, and the words that it rests on where these begin sooner or end later.
  spanOf(moment) {
    const words = (moment.marks ?? []).flatMap(([turn, first, last]) => this.room.call.turns[turn].words.slice(first, last + 1));
    return {
      start: Math.min(moment.start, ...words.map(([start]) => start)),
      end: Math.max(moment.end, ...words.map(([, end]) => end)),
    };
  }
  of(moment) {
    return { title: moment.headline, technique: moment.technique ?? "" };
  }
  words(span) {
    const said = this.room.transcript.blocks
      .flatMap((block) => block.words)
      .filter((word) => word.start >= span.start - 0.01 && word.start < span.end)
      .sort((one, two) => one.start - two.start)
      .map((word) => word.textContent.trim());
    return said.length ? `“${said.slice(0, SELECTED_WORDS).join(" ")}${said.length > SELECTED_WORDS ? "…" : ""}”` : "A clip";
  }
  keep(span, { title = this.words(span), technique = "" } = {}) {
    const { room } = this,
      clip = { start: span.start, end: span.end, technique },
      list = "clip-techniques";
    room.player.pause();
    (room.root.getSelection?.() ?? getSelection())?.removeAllRanges();
    room.picked.box.hidden = true;
    const times = Object.fromEntries(
      ["start", "end"].map((edge) => [
        edge,
        timeField(clip[edge], (time) => {
          const there = { ...clip, [edge]: time };
          if (time > room.view.duration + 0.05 || there.end - there.start < 0.2) return false;
          clip[edge] = time;
          return true;
        }),
      ]),
    );
    const name = el("input", { value: title, maxlength: 80, required: true, autocomplete: "off" }),
      why = el("textarea", { rows: 2, maxlength: 2000, placeholder: "What to listen for" }),
      [label, labels] = labelField(technique, room.notes.labels, list, (named) => (clip.technique = named)),
      fresh = el("input", { placeholder: "Its name", maxlength: 80, hidden: true, "aria-label": "Name of the new playlist", autocomplete: "off" }),
      where = el(
        "select",
        { "aria-label": "Playlist", onchange: () => ((fresh.hidden = where.value !== "new"), fresh.hidden || fresh.focus()) },
        el("option", { value: "" }, "My clips"),
        ...this.playlists.map(({ id, name }) => el("option", { value: id, selected: id === this.last }, name)),
        el("option", { value: "new" }, "New playlist…"),
      );
    const send = (event) => {
      event.preventDefault();
      this.last = where.value === "new" ? "" : where.value;
      this.send({
        do: "keep", id: crypto.randomUUID(), ...clip, title: name.value, why: why.value,
        playlist: where.value === "new" ? null : where.value || null, fresh: where.value === "new" ? fresh.value : null,
      });
      this.card.close();
    };
    this.card.replaceChildren(
      el("h3", {}, "Keep as clip"),
      el(
        "form",
        { class: "clipform", onsubmit: send },
        el("label", {}, "Title", name),
        el("label", {}, "Why", why),
        el("div", { class: "row" }, el("label", {}, "From", times.start), el("label", {}, "To", times.end)),
        el("div", { class: "row" }, el("label", {}, "An example of", label), el("label", {}, "In", where)),
        labels,
        fresh,
        el(
          "div",
          { class: "tools" },
          el("button", { class: "small strong", type: "submit" }, "Keep"),
          el("button", { class: "small", type: "button", disabled: room.player.silent, onclick: () => room.player.playSpan(clip) }, "▶ Hear it"),
          el("button", { class: "small", type: "button", onclick: () => this.card.close() }, "Leave it"),
        ),
      ),
    );
    this.card.showModal();
    name.select();
  }
  send(kept) {
    this.outbox.put(kept, (answer) => {
      if (answer.trouble) return this.room.toast(answer.trouble);
      this.room.toast(`Kept in “${answer.where}”.`, "Undo", () =>
        this.outbox.put({ do: "remove", id: kept.id }, (gone) => this.room.toast(gone.trouble ?? "The clip is not kept.")),
      );
    });
  }
}
