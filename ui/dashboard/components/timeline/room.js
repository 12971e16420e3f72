// The review room: makes the parts, and is what they say things to each other through.
// Called by the page again whenever its data changes; what is heard and seen goes on undisturbed.

const LOOK = 10000; // milliseconds between two looks at what others wrote

class Room {
  constructor(root, data) {
    this.root = root;
    this.box = root.querySelector(".room");
    this.picture = data.picture;
    this.call = readPicture(data.picture);
    this.hidden = new Set(); // kinds not shown
    this.agreement = data.agreement ?? {};
    this.settled = {};
    this.refusals = data.refusals ?? {};
    this.canCorrect = Boolean(data.correctionsAddress) && !this.refusals.correct;
    this.canCoach = Boolean(data.coaches);
    this.colours = this.readColours();
    this.view = new View(this.call.duration);
    this.player = new Player(this.box.querySelector("audio"), data.audio, this.call.duration);
    this.offer = new Offer(this, data.namesAddress);
    this.clips = new Clips(this, data.clips);
    this.notes = new Notes(this, data.notesAddress);
    this.notes.update(data);
    this.corrections = new Corrections(this, data.correctionsAddress);
    this.sheet = new Sheet(this, this.box.querySelector(".sheet"), this.box.querySelector(".map"));
    this.told = new Told(this, this.box.querySelector(".told"));
    this.transcript = new Transcript(this, this.box.querySelector(".talk"));
    this.finder = new Finder(this, this.transcript);
    this.picked = new Picked(this, this.transcript.list);
    this.retype = new Retype(this, this.transcript);
    this.lineForm = new LineForm(this, this.transcript.list);
    if (this.canCorrect) this.transcript.tools.append(this.corrections.back, this.corrections.again);
    this.moments = new Moments(this);
    this.bar = new Bar(this, this.box.querySelector(".bar"));
    this.fillSide();
    helpCard(this.box.querySelector(".help"));
    this.view.watch(() => {
      this.sheet.draw();
      this.bar.update();
    });
    this.player.watch((time) => this.tick(time));
    this.unlisten = listen(this, this.box);
    this.unasked = hearAsked(this);
    this.leave = () => {
      this.retype.keep();
      this.notes.editor.flush();
    };
    addEventListener("pagehide", this.leave);
    this.looking = setInterval(() => document.hidden || this.notes.outbox.look(), LOOK);
    this.box.addEventListener("transitionend", (event) => {
      if (event.target === this.box) this.repaint();
    });
    this.box.addEventListener("click", (event) => {
      // a button pressed by hand lets go of the keyboard, so that space plays again
      if (event.detail && root.activeElement && root.activeElement === event.target.closest("button"))
        this.box.focus({ preventScroll: true });
    });
    this.update(data);
    if (data.at !== null && data.at !== undefined) this.arrive(data.at);
    else this.tick(0);
    if (data.find) this.finder.arrive(data.find, data.at ?? 0);
    const asked = data.note && this.notes.all.find(({ id, replies = [] }) => [id, ...replies.map((reply) => reply.id)].includes(data.note));
    if (asked) this.openNote(asked);
    this.box.dataset.ready = "true";
    drawn(root);
  }
  close() {
    this.unlisten();
    this.unasked();
    removeEventListener("pagehide", this.leave);
    clearInterval(this.looking);
    this.leave();
    this.notes.outbox.close();
    this.corrections.outbox.close();
    this.clips.close();
    this.sheet.close();
    this.picked.close();
    this.player.pause();
  }
  update(data) {
    this.agreement = data.agreement ?? {};
    remember(data.remember);
    this.notes.update(data);
    this.corrections.update(data);
    this.corrected();
    this.noted(data.notes ?? [], this.agreement, data.settled);
  }
  // The notes as they stand now, wherever they are shown.
  noted(notes, agreement = this.agreement, settled = this.settled) {
    const before = JSON.stringify(this.settled);
    Object.assign(this, { agreement, settled });
    this.call.moments.forEach((moment, number) => (moment.refused = Boolean(settled[number]?.refused)));
    if (JSON.stringify(settled) !== before) {
      this.moments.settle();
      this.sheet.anew();
    }
    this.notes.all = notes;
    this.sheet.state.notes = notes;
    const theirs = notes.flatMap((note) => [note, ...(note.replies ?? [])]).filter((note) => !note.mine);
    const unread = theirs.some((note) => this.read && !this.read.has(note.id)) && this.notes.box.hidden;
    if (!unread) this.read = new Set(theirs.map((note) => note.id));
    this.tabs.notes.lastElementChild.textContent = String(notes.length);
    this.tabs.notes.classList.toggle("unread", unread);
    this.tabs.notes.title = unread ? "Something new was written" : "";
    this.told.update();
    this.sheet.draw();
  }
  // The call as it was corrected, in place: what one looks at, hears and types stays where it is.
  adopt({ picture, notes, settled }) {
    if (picture !== this.picture) {
      const { state } = this.sheet,
        { chosen } = state;
      this.picture = picture;
      this.call = readPicture(picture);
      state.chosen = this.call.moments.find((m) => alike(m, chosen)) ?? null;
      this.lineForm.close(false);
      this.retype.redraw();
      this.finder.refresh();
      this.moments.refill(state.chosen);
      this.tabs.moments.lastElementChild.textContent = String(this.call.moments.length);
      this.sheet.resize();
      this.transcript.at(this.player.time);
      this.settled = {};
    }
    this.corrected();
    this.noted(notes ?? this.notes.all, this.agreement, settled ?? this.settled);
    this.notes.fill();
  }
  // Whether a picture is of the same recording, so that it can be taken in place.
  isOf(picture) {
    const { id, duration } = JSON.parse(picture);
    return id === this.call.id && duration === this.call.duration;
  }
  // The list of corrections has a tab where there are any.
  corrected() {
    const { all } = this.corrections;
    this.tabs.corrections.hidden = !all.length;
    this.tabs.corrections.lastElementChild.textContent = String(all.filter((one) => one.stands && !one.unfit).length);
    if (!all.length && !this.corrections.box.hidden) this.tab("moments");
  }
  readColours() {
    const style = getComputedStyle(this.box),
      tone = (name) => style.getPropertyValue(`--${name}`).trim();
    const paper = style.getPropertyValue("--st-background-color").trim() || "#fff";
    this.box.classList.toggle("dark", dark(paper));
    const names = [
      "ink",
      "soft",
      "line",
      "accent",
      "agent",
      "customer",
      "agentLine",
      "customerLine",
      "note",
      "noteInk",
      "onMark",
      ...Object.keys(KINDS),
    ];
    return { paper, font: style.fontFamily, ...Object.fromEntries(names.map((name) => [name, tone(name)])) };
  }
  repaint() {
    this.readColours();
    Object.assign(this.colours, this.readColours());
    this.sheet.anew();
  }
  fillSide() {
    const tab = (id, name, count) =>
      el(
        "button",
        { type: "button", role: "tab", "aria-selected": "false", onclick: () => this.tab(id) },
        name,
        " ",
        el("span", { class: "count" }, String(count)),
      );
    this.tabs = {
      moments: tab("moments", "Moments", this.call.moments.length),
      notes: tab("notes", "Notes", this.notes.all.length),
      corrections: tab("corrections", "Corrections", 0),
    };
    this.panels = { moments: this.moments.box, notes: this.notes.box, corrections: this.corrections.box };
    this.box
      .querySelector(".side")
      .replaceChildren(
        el("div", { class: "tabs", role: "tablist" }, ...Object.values(this.tabs)),
        ...Object.values(this.panels),
      );
    this.tab("moments");
  }
  tab(id) {
    for (const [name, button] of Object.entries(this.tabs)) button.setAttribute("aria-selected", String(name === id));
    for (const [name, panel] of Object.entries(this.panels)) panel.hidden = id !== name;
    if (id === "notes" && this.tabs.notes.classList.contains("unread")) this.noted(this.notes.all);
  }
  tick(time) {
    if (this.player.playing) this.view.keep(time);
    this.sheet.head(time);
    this.transcript.at(time);
    this.bar.update();
    if (this.player.loop !== this.loopDrawn) {
      this.loopDrawn = this.player.loop;
      this.sheet.draw();
    }
  }

  // ---- what the parts ask for
  choose(moment, play = true) {
    this.sheet.state.chosen = moment;
    if (this.player.loop) this.player.loop = { start: moment.start, end: moment.end };
    this.tab("moments");
    this.moments.open(moment);
    this.view.reveal(moment);
    this.transcript.setFollow(true);
    if (play) this.player.playSpan(moment);
    else this.player.seek(moment.start);
    this.address(moment.start);
    this.sheet.draw();
  }
  step(way) {
    const shown = this.call.moments.filter((moment) => !this.hidden.has(moment.kind)),
      { chosen } = this.sheet.state;
    const at = shown.indexOf(chosen),
      now = this.player.time;
    const next =
      at >= 0
        ? shown[at + way]
        : way > 0
          ? shown.find((m) => m.start > now + 0.05)
          : shown.findLast((m) => m.start < now - 0.05);
    if (next) this.choose(next, this.player.playing || at >= 0);
  }
  loops(moment = this.sheet.state.chosen) {
    const here = moment ?? this.call.moments.findLast((m) => m.start <= this.player.time);
    if (this.player.loop && !moment) return this.player.circle(null);
    if (!here) return this.toast("Choose a moment first, then L loops it.");
    this.player.circle(here);
    if (this.player.loop) this.player.play();
  }
  // What people say of a moment, if anything.
  said(moment) {
    return this.settled[this.call.moments.indexOf(moment)];
  }
  // A hand on an edge of what is being written on the timeline: a note, or a line that is moved.
  pull(edge, time) {
    (this.sheet.state.line ? this.lineForm : this.notes.editor).pull(edge, time);
  }
  goTo(time) {
    this.player.seek(time);
    this.view.reveal({ start: time, end: time });
    const word = this.transcript.blocks.flatMap((block) => block.words).find((word) => word.start >= time - 0.02);
    if (word) this.transcript.toWord(word);
  }
  startNote(span, about) {
    this.notes.editor.start(span, about);
  }
  openNote(note) {
    this.sheet.state.note = note.id;
    this.tab("notes");
    this.player.seek(note.start);
    this.view.reveal(note);
    this.notes.list.querySelectorAll("[data-note]").forEach((card) => card.classList.toggle("chosen", card.dataset.note === note.id));
    this.notes.list.querySelector(`[data-note="${CSS.escape(note.id)}"]`)?.scrollIntoView({ block: "nearest" });
    this.sheet.draw();
  }
  arrive(time) {
    // by a link
    const at = clamp(time, 0, this.call.duration);
    this.player.seek(at);
    const there = this.call.moments.find((moment) => Math.abs(moment.start - at) < 0.25);
    if (there) this.choose(there, false);
    if (this.call.duration > 240) this.view.show(at - 30, at + 90);
  }
  address(time) {
    // so that the page's own address, copied, opens here; the page is not run again
    const url = new URL(location.href);
    url.searchParams.set("at", time.toFixed(1));
    history.replaceState(history.state, "", url);
    return url.href;
  }
  link() {
    const url = this.address(this.player.time);
    navigator.clipboard?.writeText(url).then(
      () => this.toast(`Link to ${clock(this.player.time)} copied.`),
      () => this.toast(url),
    );
  }
  help() {
    this.box.querySelector(".help").showModal();
  }
  toast(words, action, then) {
    const box = this.box.querySelector(".toast");
    clearTimeout(this.toastTimer);
    const hide = () => (box.hidden = true);
    box.replaceChildren(
      el("span", {}, words),
      action
        ? el(
            "button",
            {
              type: "button",
              onclick: () => {
                hide();
                then();
              },
            },
            action,
          )
        : "",
    );
    box.hidden = false;
    this.toastTimer = setTimeout(hide, action ? 12000 : 5000);
  }
}

const readPicture = (text) => {
  const call = JSON.parse(text);
  for (const voice of Object.values(call.voices))
    Object.assign(voice, {
      peaks: numbers(voice.peaks, Uint8Array),
      pitch: numbers(voice.pitch, Int8Array),
      loudness: numbers(voice.loudness, Int8Array),
    });
  return call;
};

// Whether two moments, of before and after a correction, are the same to whoever looks at one.
const alike = (one, two) =>
  Boolean(two) && one.kind === two.kind && one.technique === two.technique && Math.abs(one.start - two.start) < 0.5;

function dark(colour) {
  const c = document.createElement("canvas").getContext("2d");
  c.fillStyle = colour;
  c.fillRect(0, 0, 1, 1);
  const [r, g, b] = c.getImageData(0, 0, 1, 1).data;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
}

export default function ({ data, parentElement, setTriggerValue }) {
  let room = parentElement.room;
  const older = room && (data.revision ?? 0) < room.corrections.revision; // of before a correction that stands here already
  const same = room && room.audio === data.audio && (room.picture === data.picture || room.isOf(data.picture));
  if (!same) {
    room?.close();
    room = parentElement.room = new Room(parentElement, data);
    room.audio = data.audio;
  } else if (!older) {
    if (room.picture !== data.picture) room.corrections.take(data);
    room.update(data);
  }
  room.judged = () => setTriggerValue("verdict", Date.now()); // what stands above the timeline follows
  return () => {
    // the page was left
    room.close();
    delete parentElement.room;
  };
}
