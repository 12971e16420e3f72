// The review room: makes the parts, and is what they say things to each other through.
// Called by the page again whenever its data changes; what is heard and seen goes on undisturbed.

const LOOK = 10000; // milliseconds between two looks at what others wrote

class Room {
  constructor(root, data) {
    this.root = root;
    this.box = root.querySelector(".room");
    this.call = JSON.parse(data.picture);
    this.hidden = new Set(); // kinds not shown
    this.agreement = data.agreement ?? {};
    this.settled = {};
    for (const voice of Object.values(this.call.voices))
      Object.assign(voice, {
        peaks: numbers(voice.peaks, Uint8Array),
        pitch: numbers(voice.pitch, Int8Array),
        loudness: numbers(voice.loudness, Int8Array),
      });
    this.colours = this.readColours();
    this.view = new View(this.call.duration);
    this.player = new Player(this.box.querySelector("audio"), data.audio, this.call.duration);
    this.notes = new Notes(this, data.notesAddress);
    this.notes.update(data);
    this.sheet = new Sheet(this, this.box.querySelector(".sheet"), this.box.querySelector(".map"));
    this.told = new Told(this, this.box.querySelector(".told"));
    this.transcript = new Transcript(this, this.box.querySelector(".talk"));
    this.finder = new Finder(this, this.transcript);
    this.picked = new Picked(this, this.transcript.list);
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
    this.leave = () => this.notes.editor.flush();
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
    this.box.dataset.ready = "true";
    drawn(root);
  }
  close() {
    this.unlisten();
    removeEventListener("pagehide", this.leave);
    clearInterval(this.looking);
    this.notes.editor.flush();
    this.notes.outbox.close();
    this.sheet.close();
    this.picked.close();
    this.player.pause();
  }
  update(data) {
    this.agreement = data.agreement ?? {};
    remember(data.remember);
    this.notes.update(data);
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
    };
    this.box
      .querySelector(".side")
      .replaceChildren(
        el("div", { class: "tabs", role: "tablist" }, this.tabs.moments, this.tabs.notes),
        this.moments.box,
        this.notes.box,
      );
    this.tab("moments");
  }
  tab(id) {
    for (const [name, button] of Object.entries(this.tabs)) button.setAttribute("aria-selected", String(name === id));
    this.moments.box.hidden = id !== "moments";
    this.notes.box.hidden = id !== "notes";
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

function dark(colour) {
  const c = document.createElement("canvas").getContext("2d");
  c.fillStyle = colour;
  c.fillRect(0, 0, 1, 1);
  const [r, g, b] = c.getImageData(0, 0, 1, 1).data;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b < 128;
}

export default function ({ data, parentElement, setTriggerValue }) {
  let room = parentElement.room;
  if (!room || room.picture !== data.picture || room.audio !== data.audio) {
    room?.close();
    room = parentElement.room = new Room(parentElement, data);
    room.picture = data.picture;
    room.audio = data.audio;
  } else room.update(data);
  room.judged = () => setTriggerValue("verdict", Date.now()); // what stands above the timeline follows
  return () => {
    // the page was left
    room.close();
    delete parentElement.room;
  };
}
