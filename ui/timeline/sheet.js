// The drawn timeline: lanes on a canvas, a playhead over it, and what a hand can do on them.
//
//   click or drag        seek            drag on the time axis     pan
//   click a mark         choose it       ctrl/⌘ + wheel, pinch     zoom
//   drag in the notes lane, or with shift anywhere                 draw a note

class Sheet {
  constructor(room, box, map) {
    Object.assign(this, { room, box, map, canvas: box.querySelector("canvas"), small: map.querySelector("canvas") });
    this.playhead = box.querySelector(".playhead");
    this.tip = box.querySelector(".tip");
    this.state = { chosen: null, hidden: room.hidden, notes: [], note: null, spots: [], noteSpots: [], drawn: null };
    this.lanes = makeLanes(room.call);
    let y = 0;
    for (const lane of this.lanes) { lane.y = y; y += lane.height; }
    this.height = y;
    this.box.style.height = `${y}px`;
    this.waiting = false;
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(box);
    this.hands();
    this.smallHands();
    this.resize();
  }
  close() { this.observer.disconnect(); }
  lane(id) { return this.lanes.find((lane) => lane.id === id); }

  resize() {
    const ratio = window.devicePixelRatio || 1, { view } = this.room;
    view.width = Math.max(200, this.box.clientWidth);
    for (const [canvas, height] of [[this.canvas, this.height], [this.small, 44]]) {
      canvas.width = Math.round(view.width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.height = `${height}px`;
      canvas.getContext("2d").setTransform(ratio, 0, 0, ratio, 0, 0);
    }
    this.overview = null;
    this.draw();
  }
  anew() { // colours or filters have changed: the small map too
    this.overview = null;
    this.draw();
  }
  draw() { // at most once a frame
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => { this.waiting = false; this.paint(); });
  }
  paint() {
    const { view, colours, call } = this.room, c = this.canvas.getContext("2d"), { width } = view;
    c.clearRect(0, 0, width, this.height);
    for (const lane of this.lanes) {
      c.fillStyle = colours.line;
      if (lane.id !== "customer" || !this.lane("pitch")) c.fillRect(0, lane.y, width, 1);
      c.save();
      c.beginPath();
      c.rect(["pitch", "loudness"].includes(lane.id) ? 0 : view.gutter, lane.y, width, lane.height);
      c.clip();
      lane.draw(c, view, colours, lane.y, lane.height, this.state);
      c.restore();
    }
    c.save();
    c.beginPath();
    c.rect(view.gutter, 0, width, this.height);
    c.clip();
    const top = this.lane("agent").y, foot = this.lane("customer");
    drawOvertalk(c, view, colours, call, top, foot.y + foot.height - top);
    this.bands(c);
    c.restore();
    c.textAlign = "left";
    c.textBaseline = "middle";
    for (const lane of this.lanes) {
      c.fillStyle = lane.id === "agent" || lane.id === "customer" ? colours[`${lane.id}Line`] : colours.soft;
      c.font = `600 12px ${colours.font}`;
      c.fillText(lane.name, 2, lane.y + (lane.id === "moments" ? 14 : lane.height / 2), view.gutter - 8);
    }
    if (!this.overview) this.paintSmall();
    this.head(this.room.player.time);
  }
  bands(c) { // the chosen moment, the loop, and what is being drawn
    const { view, colours, player } = this.room, { chosen, drawn } = this.state;
    const band = (span, colour, alpha) => {
      c.globalAlpha = alpha;
      c.fillStyle = colour;
      c.fillRect(view.x(span.start), this.lane("moments").y, Math.max(2, view.x(span.end) - view.x(span.start)), this.height);
      c.globalAlpha = 1;
    };
    if (chosen) band(chosen, colours[chosen.kind], 0.1);
    if (player.loop) {
      band(player.loop, colours.accent, 0.07);
      c.strokeStyle = colours.accent;
      c.setLineDash([4, 3]);
      c.strokeRect(view.x(player.loop.start), 1, view.x(player.loop.end) - view.x(player.loop.start), this.height - 2);
      c.setLineDash([]);
    }
    if (drawn) band(drawn, colours.accent, 0.2);
  }
  head(time) {
    const { view } = this.room, x = view.x(time), out = x < view.gutter - 1 || x > view.width;
    this.playhead.style.transform = `translateX(${x}px)`;
    this.playhead.style.visibility = out ? "hidden" : "visible";
    this.playhead.dataset.time = time.toFixed(3);
    this.playhead.firstElementChild.textContent = clock(time);
    this.paintWindow(time);
  }

  // ---- the small map of the whole call
  paintSmall() {
    const { view, colours, call } = this.room, ratio = window.devicePixelRatio || 1;
    const whole = new View(view.duration);
    whole.width = view.width;
    this.wholeView = whole;
    const under = document.createElement("canvas");
    under.width = this.small.width;
    under.height = this.small.height;
    const c = under.getContext("2d");
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (Object.keys(call.voices).length) {
      if (call.voices.agent) waveform(c, whole, call.voices.agent, colours.agent, 0, 22);
      if (call.voices.customer) waveform(c, whole, call.voices.customer, colours.customer, 22, 22);
    } else call.turns.forEach((turn) => {
      c.fillStyle = colours[turn.speaker];
      c.fillRect(whole.x(turn.start), turn.speaker === "agent" ? 10 : 26, Math.max(1, whole.x(turn.end) - whole.x(turn.start)), 8);
    });
    call.moments.filter((moment) => !this.state.hidden.has(moment.kind)).forEach((moment) => drawMark(c, colours, moment.kind, whole.x(moment.start), 22, 4.5));
    this.overview = under;
    this.paintWindow(this.room.player.time);
  }
  paintWindow(time) {
    if (!this.overview) return;
    const { view, colours } = this.room, whole = this.wholeView, c = this.small.getContext("2d");
    c.clearRect(0, 0, view.width, 44);
    c.drawImage(this.overview, 0, 0, view.width, 44);
    c.font = `600 12px ${colours.font}`;
    c.fillStyle = colours.soft;
    c.textBaseline = "middle";
    c.textAlign = "left";
    c.fillText("Whole call", 2, 22);
    const a = whole.x(view.from), b = whole.x(view.to);
    if (!view.whole) {
      c.globalAlpha = 0.72;
      c.fillStyle = colours.paper;
      c.fillRect(whole.gutter, 0, a - whole.gutter, 44);
      c.fillRect(b, 0, view.width - b, 44);
      c.globalAlpha = 1;
      c.strokeStyle = colours.accent;
      c.lineWidth = 1.5;
      c.beginPath();
      c.roundRect(a, 0.75, Math.max(4, b - a - 0.75), 42.5, 4);
      c.stroke();
    }
    c.fillStyle = colours.ink;
    c.fillRect(whole.x(time) - 0.75, 0, 1.5, 44);
  }
  smallHands() {
    const at = (event) => event.clientX - this.map.getBoundingClientRect().left;
    this.map.onpointerdown = (event) => {
      const { view } = this.room, whole = this.wholeView, t = whole.time(at(event));
      const inside = !view.whole && t >= view.from && t <= view.to, grip = inside ? t - view.from : view.length / 2;
      if (!inside) view.whole ? this.room.player.seek(t) : view.show(t - grip, t - grip + view.length);
      this.drag(this.map, event, (e) => {
        const now = whole.time(at(e));
        if (view.whole) this.room.player.seek(now);
        else view.show(now - grip, now - grip + view.length);
      });
    };
    this.map.addEventListener("wheel", (event) => this.wheel(event, this.wholeView.time(at(event))), { passive: false });
  }

  // ---- hands
  drag(box, event, move, done = () => {}) {
    box.setPointerCapture(event.pointerId);
    box.onpointermove = move;
    const end = (e) => {
      box.onpointermove = box.onpointerup = box.onpointercancel = null;
      this.box.onpointermove = (m) => this.hover(m);
      done(e);
    };
    box.onpointerup = box.onpointercancel = end;
  }
  where(event) {
    const box = this.box.getBoundingClientRect(), x = event.clientX - box.left, y = event.clientY - box.top;
    return { x, y, time: clamp(this.room.view.time(x), 0, this.room.view.duration), lane: this.lanes.find((lane) => y >= lane.y && y < lane.y + lane.height) };
  }
  under({ x, y, lane }) {
    if (lane?.id === "moments") {
      const near = this.state.spots.filter((s) => Math.abs(s.y - y) < 11 && x > s.x - 12 && x < Math.max(s.x + 12, s.tail));
      return { moment: near.sort((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x))[0]?.moment };
    }
    if (lane?.id === "notes") return { note: this.state.noteSpots.findLast((s) => x >= s.x - 2 && x <= s.x + s.w + 2 && y >= s.top - 1 && y <= s.top + 18)?.note };
    return {};
  }
  hands() {
    this.box.onpointerdown = (event) => {
      if (event.button !== 0) return;
      const start = this.where(event), { room } = this, hit = this.under(start);
      this.tip.hidden = true;
      if (start.x < room.view.gutter) return;
      if (hit.moment) return room.choose(hit.moment);
      if (hit.note) return room.openNote(hit.note);
      if (event.shiftKey || start.lane?.id === "notes") return this.drawNote(event, start);
      if (start.lane?.id === "time" && !room.view.whole) {
        let last = start.x;
        return this.drag(this.box, event, (e) => {
          const x = this.where(e).x;
          room.view.pan(((last - x) / (room.view.width - room.view.gutter)) * room.view.length);
          last = x;
        });
      }
      room.player.seek(start.time);
      this.drag(this.box, event, (e) => room.player.seek(this.where(e).time));
    };
    this.box.onpointermove = (event) => this.hover(event);
    this.box.onpointerleave = () => (this.tip.hidden = true);
    this.box.ondblclick = (event) => {
      const { moment } = this.under(this.where(event));
      if (moment) this.room.player.circle(moment);
    };
    this.box.addEventListener("wheel", (event) => this.wheel(event, this.where(event).time), { passive: false });
  }
  drawNote(event, start) {
    const span = (to) => ({ start: Math.min(start.time, to), end: Math.max(start.time, to) });
    this.drag(this.box, event, (e) => {
      this.state.drawn = span(this.where(e).time);
      this.draw();
    }, (e) => {
      const drawn = span(this.where(e).time);
      this.state.drawn = null;
      this.draw();
      if (drawn.end - drawn.start < 0.3) drawn.end = Math.min(this.room.view.duration, drawn.start + 2); // a click
      this.room.startNote(drawn);
    });
  }
  wheel(event, around) {
    const { view } = this.room;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      view.zoom(Math.exp(-clamp(event.deltaY, -60, 60) * 0.012), around);
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      view.pan(((event.deltaX || event.deltaY) / (view.width - view.gutter)) * view.length);
    }
  }
  hover(event) {
    const at = this.where(event), hit = this.under(at), words = this.words(at, hit);
    this.box.style.cursor = hit.moment || hit.note ? "pointer" : at.lane?.id === "notes" || event.shiftKey ? "crosshair" : at.lane?.id === "time" && !this.room.view.whole ? "grab" : "default";
    this.tip.hidden = !words.length;
    if (!words.length) return;
    this.tip.replaceChildren(...words.map((text, i) => el(i ? "div" : "strong", {}, text)));
    const left = clamp(at.x + 14, 4, this.room.view.width - this.tip.offsetWidth - 4);
    this.tip.style.transform = `translate(${left}px, ${at.y + 18}px)`;
  }
  words(at, { moment, note }) { // what lies under the hand, in words
    const { call, view } = this.room;
    if (at.x < view.gutter) return at.lane?.hint ? [at.lane.name, at.lane.hint] : [];
    if (moment) return [`${KINDS[moment.kind].name}: ${moment.headline}`, `${WHO[moment.speaker]}, ${stretch(moment)}`, moment.after ? upper(AFTERS[moment.after.after].name) : null].filter(Boolean);
    if (note) return [`${note.author}, ${stretch(note)}`, note.text.slice(0, 160)];
    const on = (spans) => spans.find((span) => at.time >= span.start && at.time <= span.end);
    const lines = [clock(at.time, true)];
    if (["agent", "customer"].includes(at.lane?.id)) {
      const over = on(call.overtalk);
      if (over) lines.push(`${OVERTALK[over.name].name} by the ${over.speaker}, ${(over.end - over.start).toFixed(1)} s`, over.words);
    }
    if (["pitch", "loudness"].includes(at.lane?.id)) for (const who of ["agent", "customer"]) {
      const voice = call.voices[who], value = voice?.[at.lane.id][Math.round(at.time / voice.step)];
      if (value !== undefined && value !== -128) lines.push(`${WHO[who]} ${signed(value * (at.lane.id === "pitch" ? 1 / 6 : 1 / 3))} ${at.lane.id === "pitch" ? "semitones" : "dB"}`);
    }
    if (at.lane?.id === "raised") { const up = on(call.escalations); if (up) lines.push(`${WHO[up.speaker]}'s voice raised, ${stretch(up)}`, up.words); }
    return lines.filter(Boolean);
  }
}

const signed = (value) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)}`;
