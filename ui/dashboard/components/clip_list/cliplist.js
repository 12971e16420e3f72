// Clips, one after another: space plays and pauses, N and P go to the next and the one before, Alt with an arrow moves one up or down.

class ClipList {
  constructor(box, changed) {
    Object.assign(this, { box, changed, at: -1, onwards: false, sound: null });
    this.audio = el("audio", { preload: "auto" });
    this.player = new Player(this.audio, null, 0);
    this.player.watch((time) => this.tick(time));
    this.toastBox = el("div", { class: "toast", role: "status", hidden: true });
    box.addEventListener("keydown", (event) => this.key(event));
  }
  update(data) {
    const playing = this.clips?.[this.at]?.id;
    Object.assign(this, { data, clips: data.clips });
    this.outboxes ??= new Map();
    this.rows = this.clips.map((clip, number) => this.row(clip, number));
    const total = this.clips.reduce((sum, { start, end }) => sum + end - start, 0),
      silent = this.clips.every(({ audio }) => !audio);
    this.all = el("button", { class: "small strong all", type: "button", disabled: silent, onclick: () => this.playAll() }, "▶ Play all");
    this.box.replaceChildren(
      el(
        "div",
        { class: "top", hidden: !this.clips.length }, // the list stays all the same: the last clip that was taken away may be had back
        this.all,
        el("span", { class: "sub" }, `${this.clips.length} ${this.clips.length === 1 ? "clip" : "clips"}, ${clock(total)}`),
        this.clips.some(({ file }) => file) ? el("button", { class: "small", type: "button", onclick: () => this.fetchFile(data.file) }, "As one page") : null,
      ),
      el("ol", {}, ...this.rows.map(({ item }) => item)),
      this.toastBox,
      this.audio,
    );
    this.at = this.clips.findIndex(({ id }) => id === playing);
    this.tick(this.player.time);
  }
  row(clip, number) {
    const words = [];
    const lines = clip.lines.map(([speaker, said]) =>
      el(
        "p",
        { class: `line ${speaker}` },
        el("b", {}, upper(speaker)),
        " ",
        ...said.flatMap(([start, end, text]) => {
          const word = el("span", { class: "w", onclick: () => this.play(number, start) }, text);
          words.push({ word, start, end });
          return [word, " "];
        }),
      ),
    );
    const tool = (name, act, more = {}) => el("button", { class: "small", type: "button", onclick: act, ...more }, name);
    const go = el("button", { class: "go", type: "button", disabled: !clip.audio, "aria-label": `Play: ${clip.title}`, title: "Play", onclick: () => this.press(number) }, "▶");
    const item = el(
      "li",
      { class: "clip", "data-clip": clip.id },
      el(
        "div",
        { class: "head" },
        go,
        el("div", { class: "what" }, el("h3", {}, clip.title), el("p", { class: "sub" }, [this.data.names[clip.technique] ?? clip.technique, clip.about, `kept by ${clip.keeper}`].filter(Boolean).join(" · "))),
      ),
      clip.why ? el("p", { class: "why" }, clip.why) : null,
      el("div", { class: "lines" }, ...lines),
      el(
        "div",
        { class: "tools" },
        pageLink(clip.address, { class: "small" }, "Open the call"),
        clip.agenda ? tool("Add to a session", () => this.toAgenda(clip), { title: "Put it on the agenda of a coaching session with the call's agent" }) : null,
        clip.file ? tool("File", () => this.fetchFile(`${clip.file}?form=html`), { title: "One page that plays anywhere, masked" }) : null,
        clip.file ? tool("Sound", () => this.fetchFile(`${clip.file}?form=mp3`), { title: "The sound alone, as MP3, masked" }) : null,
        ...(clip.mine
          ? [
            tool("Edit", () => this.edit(clip, item)),
            this.data.sorted ? tool("↑", () => this.move(number, -1), { "aria-label": `Move up: ${clip.title}`, title: "Alt + ↑", disabled: !number }) : null,
            this.data.sorted ? tool("↓", () => this.move(number, 1), { "aria-label": `Move down: ${clip.title}`, title: "Alt + ↓", disabled: number === this.clips.length - 1 }) : null,
            tool("Remove", () => this.remove(clip)),
          ]
          : []),
      ),
    );
    return { item, words, go };
  }
  // ---- hearing
  press(number) {
    if (number === this.at && this.player.playing) return this.player.pause();
    this.onwards = false;
    if (number === this.at && this.player.time < this.clips[number].end - 0.05) return this.resume();
    this.play(number);
  }
  resume() {
    this.player.stop = this.clips[this.at].end;
    this.player.play();
  }
  playAll() {
    this.play(Math.max(0, this.clips.findIndex(({ audio }) => audio)));
    this.onwards = true;
  }
  play(number, from = this.clips[number].start) {
    const clip = this.clips[number];
    if (!clip?.audio) return;
    this.at = number;
    if (this.sound !== clip.audio) {
      this.sound = clip.audio;
      this.player.pause();
      Object.assign(this.player, { silent: false, duration: clip.duration, trouble: null });
      this.audio.src = clip.audio;
    }
    this.player.seek(from);
    this.player.stop = clip.end;
    this.player.play();
    this.rows[number].item.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  }
  tick(time) {
    if (this.player.trouble) this.toast(this.player.trouble);
    const { playing } = this.player;
    this.rows.forEach(({ item, words, go }, number) => {
      const here = number === this.at;
      item.classList.toggle("on", here);
      go.textContent = here && playing ? "❚❚" : "▶";
      for (const { word, start, end } of words) word.classList.toggle("now", here && time >= start - 0.02 && time < end + 0.08);
    });
    const clip = this.clips[this.at];
    this.box.dataset.time = clip ? (time - clip.start).toFixed(2) : "";
    const ended = clip && !playing && this.player.stop === null && time >= clip.end - 0.05;
    if (ended && this.onwards) {
      const next = this.clips.findIndex(({ audio }, number) => number > this.at && audio);
      this.onwards = next >= 0;
      if (next >= 0) {
        this.play(next);
        this.onwards = true;
      }
    }
  }
  key(event) {
    const [on] = event.composedPath();
    if (on.matches?.("input, textarea, select") || event.ctrlKey || event.metaKey) return;
    const near = this.rows.findIndex(({ item }) => item.contains(on)),
      number = near >= 0 ? near : this.at;
    const act = event.altKey
      ? { ArrowUp: () => this.move(number, -1), ArrowDown: () => this.move(number, 1) }[event.key]
      : { n: () => this.play(Math.min(this.at + 1, this.clips.length - 1)), p: () => this.play(Math.max(this.at - 1, 0)), " ": on.matches?.("button, a") ? null : () => this.press(Math.max(0, number)) }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }
  // ---- changing
  send(clip, deed, then = () => {}) {
    if (!this.outboxes.has(clip.deeds)) this.outboxes.set(clip.deeds, new Outbox(clip.deeds, ({ answer, then: done }) => done?.(answer), () => this.toast("No answer yet: it is kept in this browser and sent again.")));
    this.outboxes.get(clip.deeds).put({ ...deed, id: clip.id }, (answer) => {
      if (answer.trouble) return this.toast(answer.trouble);
      then(answer);
      this.changed();
    });
  }
  move(number, way) {
    const clip = this.clips[number],
      place = number + way;
    if (!clip?.mine || !this.data.sorted || place < 0 || place >= this.clips.length) return;
    this.send(clip, { do: "move", place });
  }
  remove(clip) {
    this.player.pause();
    this.send(clip, { do: "remove" }, () => this.toast(`“${clip.title}” is taken away.`, "Undo", () => this.send(clip, { do: "restore" })));
  }
  async toAgenda(clip) {
    const body = JSON.stringify({ do: "clip", id: clip.id });
    try {
      const response = await fetch(clip.agenda, { method: "POST", headers: { "Content-Type": "application/json" }, body });
      const { answer } = response.ok ? await response.json() : { answer: { trouble: (await response.text()).slice(0, 300) } };
      if (answer.trouble) this.toast(answer.trouble);
      else this.toast(answer.words, "Open the session", () => goTo(`coaching?session=${answer.session}`));
    } catch {
      this.toast("The server does not answer; press it again in a moment.");
    }
  }
  edit(clip, item) {
    const title = el("input", { value: clip.title, maxlength: 80, required: true, autocomplete: "off" }),
      why = el("textarea", { rows: 3, maxlength: 2000, value: clip.why }),
      made = { technique: clip.technique ?? "" },
      [label, labels] = labelField(made.technique, this.data.names, `labels-${clip.id}`, (named) => (made.technique = named)),
      where = el("select", {}, el("option", { value: "" }, "My clips"), ...this.data.playlists.map(({ id, name }) => el("option", { value: id, selected: id === clip.playlist }, name)));
    where.value = clip.playlist ?? "";
    const keep = (event) => {
      event.preventDefault();
      if ((where.value || null) !== clip.playlist) this.send(clip, { do: "put", playlist: where.value || null });
      this.send(clip, { do: "change", title: title.value, why: why.value, technique: made.technique });
    };
    item.replaceChildren(
      el(
        "form",
        { class: "edit", onsubmit: keep, onkeydown: (event) => event.key === "Escape" && this.update(this.data) },
        el("label", {}, "Title", title),
        el("label", {}, "Why", why),
        el("div", { class: "row" }, el("label", {}, "An example of", label), el("label", {}, "In", where)),
        labels,
        el("div", { class: "tools" }, el("button", { class: "small strong", type: "submit" }, "Keep"), el("button", { class: "small", type: "button", onclick: () => this.update(this.data) }, "Leave it")),
      ),
    );
    title.focus();
  }
  // A file, once it is made; what stands in its way is said.
  async fetchFile(address) {
    this.toast("The file is being made…");
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok) return this.toast(answer ? (await answer.text()).slice(0, 300) : "The dashboard does not answer: try again in a moment.");
    const name = decodeURIComponent(/filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("content-disposition") ?? "")?.[1] ?? "clip.html"),
      href = URL.createObjectURL(await answer.blob());
    el("a", { href, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60000);
    this.toast(`${name} is in your downloads.`);
  }
  toast(words, action, then) {
    clearTimeout(this.toastTimer);
    const hide = () => (this.toastBox.hidden = true);
    this.toastBox.replaceChildren(el("span", {}, words), action ? el("button", { type: "button", onclick: () => (hide(), then()) }, action) : "");
    this.toastBox.hidden = false;
    this.toastTimer = setTimeout(hide, action ? 12000 : 5000);
  }
  close() {
    this.player.pause();
    this.audio.removeAttribute("src");
    this.outboxes?.forEach((outbox) => outbox.close());
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = (parentElement.clips ??= new ClipList(parentElement.querySelector(".cliplist"), () => list.tell()));
  list.tell = () => setTriggerValue("changed", Date.now());
  list.update(data);
  drawn(parentElement);
  return () => {
    list.close();
    delete parentElement.clips;
  };
}
