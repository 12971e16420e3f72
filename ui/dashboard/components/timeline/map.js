// The small map of the whole call: where one is in it, and where else to look. Drag the window, or click beside it.

const MAP = 44; // pixels high

class SmallMap {
  constructor(room, box) {
    Object.assign(this, { room, box, canvas: box.querySelector("canvas"), overview: null });
    this.hands();
  }
  resize() {
    fitCanvas(this.canvas, this.room.view.width, MAP);
    this.forget();
  }
  forget() {
    this.overview = null; // drawn once, then shown again and again under the window
  }
  paint() {
    if (this.overview) return;
    const { view, colours, call } = this.room,
      ratio = window.devicePixelRatio || 1;
    const whole = new View(view.duration);
    whole.width = view.width;
    this.whole = whole;
    const under = document.createElement("canvas");
    under.width = this.canvas.width;
    under.height = this.canvas.height;
    const c = under.getContext("2d");
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (Object.keys(call.voices).length) {
      if (call.voices.agent) waveform(c, whole, call.voices.agent, colours.agent, 0, 22);
      if (call.voices.customer) waveform(c, whole, call.voices.customer, colours.customer, 22, 22);
    } else
      call.turns.forEach((turn) => {
        c.fillStyle = colours[turn.speaker];
        c.fillRect(
          whole.x(turn.start),
          turn.speaker === "agent" ? 10 : 26,
          Math.max(1, whole.x(turn.end) - whole.x(turn.start)),
          8,
        );
      });
    call.moments
      .filter((moment) => counts(moment) && !this.room.hidden.has(moment.kind))
      .forEach((moment) => drawMark(c, colours, moment.kind, whole.x(moment.start), 22, 4.5));
    this.overview = under;
    this.window(this.room.player.time);
  }
  window(time) {
    if (!this.overview) return;
    const { view, colours } = this.room,
      whole = this.whole,
      c = this.canvas.getContext("2d");
    c.clearRect(0, 0, view.width, MAP);
    c.drawImage(this.overview, 0, 0, view.width, MAP);
    c.font = `600 12px ${colours.font}`;
    c.fillStyle = colours.soft;
    c.textBaseline = "middle";
    c.textAlign = "left";
    c.fillText("Whole call", 2, 22);
    const a = whole.x(view.from),
      b = whole.x(view.to);
    if (!view.whole) {
      c.globalAlpha = 0.72;
      c.fillStyle = colours.paper;
      c.fillRect(whole.gutter, 0, a - whole.gutter, MAP);
      c.fillRect(b, 0, view.width - b, MAP);
      c.globalAlpha = 1;
      c.strokeStyle = colours.accent;
      c.lineWidth = 1.5;
      c.beginPath();
      c.roundRect(a, 0.75, Math.max(4, b - a - 0.75), 42.5, 4);
      c.stroke();
    }
    c.fillStyle = colours.ink;
    c.fillRect(whole.x(time) - 0.75, 0, 1.5, MAP);
  }
  hands() {
    const at = (event) => event.clientX - this.box.getBoundingClientRect().left;
    this.box.onpointerdown = (event) => {
      const { view } = this.room,
        whole = this.whole,
        t = whole.time(at(event));
      const inside = !view.whole && t >= view.from && t <= view.to,
        grip = inside ? t - view.from : view.length / 2;
      if (!inside) view.whole ? this.room.player.seek(t) : view.show(t - grip, t - grip + view.length);
      drag(this.box, event, (e) => {
        const now = whole.time(at(e));
        if (view.whole) this.room.player.seek(now);
        else view.show(now - grip, now - grip + view.length);
      });
    };
    this.box.addEventListener("wheel", (event) => wheel(this.room.view, event, this.whole.time(at(event))), {
      passive: false,
    });
  }
}
