// The player's bar: what one reaches for while listening.

const ICONS = {
  play: "M7 4.5v15l12-7.5z",
  pause: "M6.5 4.5h4v15h-4zM13.5 4.5h4v15h-4z",
  before: "M6 5h2.4v14H6zM19 5v14l-9.5-7z",
  next: "M15.6 5H18v14h-2.4zM5 5v14l9.5-7z",
  loop: "M12 5V1.5L6.8 6.3 12 11V7.4a5 5 0 1 1-5 5H4.6A7.4 7.4 0 1 0 12 5z",
  link: "M10.6 13.4a3 3 0 0 0 4.2 0l4-4a3 3 0 1 0-4.2-4.2l-1.4 1.4M13.4 10.6a3 3 0 0 0-4.2 0l-4 4a3 3 0 1 0 4.2 4.2l1.4-1.4",
};

function icon(name) {
  const ns = "http://www.w3.org/2000/svg",
    svg = document.createElementNS(ns, "svg"),
    path = document.createElementNS(ns, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", name === "link" ? "icon stroke" : "icon");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

class Bar {
  constructor(room, box) {
    this.room = room;
    const { player, view } = room;
    const button = (label, key, content, act, more = {}) =>
      el("button", { type: "button", title: `${label} (${key})`, "aria-label": label, onclick: act, ...more }, content);
    this.play = button("Play", "Space", icon("play"), () => player.toggle(), {
      class: "play",
      disabled: player.silent,
    });
    this.time = el("span", { class: "time" });
    this.loop = button("Loop the moment", "L", icon("loop"), () => room.loops(), {
      "aria-pressed": "false",
      disabled: player.silent,
    });
    this.speed = el(
      "select",
      {
        "aria-label": "Speed",
        title: "Speed (< >)",
        disabled: player.silent,
        onchange: (event) => {
          player.speed = Number(event.target.value);
          if (!event.target.matches(":focus-visible")) event.target.blur(); // by hand: space plays again
        },
      },
      ...SPEEDS.map((rate) => el("option", { value: rate }, `${rate}×`)),
    );
    this.fit = button("Fit: show the whole call", "0", "Fit", () => view.fit());
    box.replaceChildren(
      el(
        "div",
        { class: "group" },
        button("Previous moment", "P", icon("before"), () => room.step(-1)),
        this.play,
        button("Next moment", "N", icon("next"), () => room.step(1)),
      ),
      this.time,
      el("div", { class: "group" }, this.loop, this.speed),
      el("span", { class: "space" }),
      el(
        "div",
        { class: "group" },
        button("Zoom out", "−", "−", () => view.zoom(1 / 1.6, player.time)),
        this.fit,
        button("Zoom in", "+", "+", () => view.zoom(1.6, player.time)),
      ),
      el(
        "div",
        { class: "group" },
        el(
          "button",
          {
            type: "button",
            title: "Copy a link to this moment",
            "aria-label": "Copy a link to this moment",
            onclick: () => room.link(),
          },
          icon("link"),
        ),
        button("Keys", "?", "?", () => room.help()),
      ),
    );
    this.trouble = room.box.querySelector(".trouble");
    this.update();
  }
  update() {
    const { player, view } = this.room,
      playing = player.playing;
    if (this.shown !== playing) {
      this.shown = playing;
      this.play.replaceChildren(icon(playing ? "pause" : "play"));
      this.play.setAttribute("aria-label", playing ? "Pause" : "Play");
    }
    const time = `${clock(player.time, true)} / ${clock(view.duration)}`;
    if (this.time.textContent !== time) this.time.textContent = time;
    this.loop.setAttribute("aria-pressed", String(Boolean(player.loop)));
    this.speed.value = String(player.speed);
    this.fit.disabled = view.whole;
    this.trouble.hidden = !player.trouble;
    this.trouble.textContent = player.trouble ?? "";
  }
}
