// The drawn timeline: lanes on a canvas, a playhead over it, and what a hand can do on them.
//
//   click or drag        seek            drag on the time axis     pan
//   click a mark         choose it       ctrl/⌘ + wheel, pinch     zoom
//   drag in the notes lane, or with shift anywhere                 draw a note
//   drag an edge of the note, or of the line, that is being changed    move it
//
// By touch a tap is a click, one finger pans, two zoom; in the notes lane a finger draws.

const HANDLE = 7; // pixels to either side of an edge that still take hold of it

class Sheet {
  constructor(room, box, map) {
    Object.assign(this, { room, box, canvas: box.querySelector("canvas") });
    this.playhead = box.querySelector(".playhead");
    this.tip = box.querySelector(".tip");
    this.state = { chosen: null, hidden: room.hidden, notes: [], note: null, spots: [], noteSpots: [], drawn: null, draft: null, line: null };
    this.waiting = false;
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(box);
    this.map = new SmallMap(room, map);
    this.hands();
    this.resize();
  }
  layOut() {
    this.lanes = makeLanes(this.room.call, this.room.view);
    let y = 0;
    for (const lane of this.lanes) {
      lane.y = y;
      y += lane.height;
    }
    this.height = y;
    this.box.style.height = `${y}px`;
  }
  close() {
    this.observer.disconnect();
  }
  lane(id) {
    return this.lanes.find((lane) => lane.id === id);
  }

  resize() {
    const { view } = this.room;
    view.width = Math.max(200, this.box.clientWidth);
    this.layOut();
    fitCanvas(this.canvas, view.width, this.height);
    this.map.resize();
    this.draw();
  }
  anew() {
    // colours or filters have changed: the small map too
    this.map.forget();
    this.draw();
  }
  draw() {
    // at most once a frame
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.paint();
    });
  }
  paint() {
    const { view, colours, call } = this.room,
      c = this.canvas.getContext("2d"),
      { width } = view;
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
    const top = this.lane("agent").y,
      foot = this.lane("customer");
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
    this.map.paint();
    this.head(this.room.player.time);
  }
  bands(c) {
    // the chosen moment, the loop, and what is being drawn
    const { view, colours, player } = this.room,
      { chosen, drawn } = this.state,
      draft = this.state.line ?? this.state.draft;
    const band = (span, colour, alpha) => {
      c.globalAlpha = alpha;
      c.fillStyle = colour;
      c.fillRect(
        view.x(span.start),
        this.lane("moments").y,
        Math.max(2, view.x(span.end) - view.x(span.start)),
        this.height,
      );
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
    if (!draft) return;
    band(draft, colours.accent, 0.14);
    const notes = this.lane("notes");
    c.fillStyle = colours.accent;
    for (const x of [view.x(draft.start), view.x(draft.end)]) {
      c.fillRect(x - 0.75, this.lane("moments").y, 1.5, this.height);
      c.beginPath();
      c.roundRect(x - 4, notes.y + notes.height / 2 - 11, 8, 22, 4);
      c.fill();
    }
  }
  // The edge of what is being changed that lies under the hand, the nearer one of two.
  edge({ x, lane }) {
    const draft = this.state.line ?? this.state.draft,
      { view } = this.room;
    if (!draft || lane?.id === "moments" || lane?.id === "time") return null;
    const [near] = ["start", "end"]
      .map((name) => ({ name, off: Math.abs(view.x(draft[name]) - x) }))
      .sort((a, b) => a.off - b.off);
    return near.off <= HANDLE ? near.name : null;
  }
  head(time) {
    const { view } = this.room,
      x = view.x(time),
      out = x < view.gutter - 1 || x > view.width;
    this.playhead.style.transform = `translateX(${x}px)`;
    this.playhead.style.visibility = out ? "hidden" : "visible";
    this.playhead.dataset.time = time.toFixed(3);
    this.playhead.firstElementChild.textContent = clock(time);
    this.map.window(time);
  }

  // ---- hands
  where(event) {
    const box = this.box.getBoundingClientRect(),
      x = event.clientX - box.left,
      y = event.clientY - box.top;
    return {
      x,
      y,
      time: clamp(this.room.view.time(x), 0, this.room.view.duration),
      lane: this.lanes.find((lane) => y >= lane.y && y < lane.y + lane.height),
    };
  }
  under({ x, y, lane }) {
    if (lane?.id === "moments") {
      const near = this.state.spots.filter(
        (s) => Math.abs(s.y - y) < 11 && x > s.x - 12 && x < Math.max(s.x + 12, s.tail),
      );
      return { moment: near.sort((a, b) => Math.abs(a.x - x) - Math.abs(b.x - x))[0]?.moment };
    }
    if (lane?.id === "notes")
      return {
        note: this.state.noteSpots.findLast(
          (s) => x >= s.x - 2 && x <= s.x + s.w + 2 && y >= s.top - 1 && y <= s.top + 18,
        )?.note,
      };
    return {};
  }
  hands() {
    this.box.onpointerdown = (event) => {
      if (event.button !== 0) return;
      const start = this.where(event),
        { room } = this,
        hit = this.under(start);
      this.tip.hidden = true;
      const edge = this.edge(start);
      if (edge) return drag(this.box, event, (e) => room.pull(edge, this.where(e).time));
      if (start.x < room.view.gutter) return;
      const draws = start.lane?.id === "notes" && !hit.note && !this.fingers.down.size;
      if (event.pointerType === "touch" && !draws) return this.fingers.put(event);
      if (hit.moment || hit.note) return this.press(start);
      if (event.shiftKey || start.lane?.id === "notes") return this.drawNote(event, start);
      if (start.lane?.id === "time" && !room.view.whole) {
        let last = start.x;
        return drag(this.box, event, (e) => {
          const x = this.where(e).x;
          room.view.pan(((last - x) / (room.view.width - room.view.gutter)) * room.view.length);
          last = x;
        });
      }
      this.press(start);
      drag(this.box, event, (e) => room.player.seek(this.where(e).time));
    };
    this.fingers = new Fingers(this.box, this.room.view, (event) => this.press(this.where(event)));
    this.box.onpointermove = (event) => this.hover(event);
    this.box.onpointerleave = () => (this.tip.hidden = true);
    this.box.ondblclick = (event) => {
      const { moment } = this.under(this.where(event));
      if (moment) this.room.player.circle(moment);
    };
    this.box.addEventListener("wheel", (event) => wheel(this.room.view, event, this.where(event).time), {
      passive: false,
    });
  }
  press(at) {
    const { moment, note } = this.under(at);
    if (moment) this.room.choose(moment);
    else if (note) this.room.openNote(note);
    else this.room.player.seek(at.time);
  }
  drawNote(event, start) {
    const span = (to) => ({ start: Math.min(start.time, to), end: Math.max(start.time, to) });
    drag(
      this.box,
      event,
      (e) => {
        this.state.drawn = span(this.where(e).time);
        this.draw();
      },
      (e) => {
        const drawn = span(this.where(e).time);
        this.state.drawn = null;
        this.draw();
        if (drawn.end - drawn.start < 0.3) drawn.end = Math.min(this.room.view.duration, drawn.start + 2); // a click
        this.room.startNote(drawn);
      },
    );
  }
  hover(event) {
    if (event.pointerType === "touch") return;
    const at = this.where(event),
      hit = this.under(at),
      words = this.words(at, hit);
    this.box.style.cursor = this.edge(at)
      ? "ew-resize"
      : hit.moment || hit.note
        ? "pointer"
        : at.lane?.id === "notes" || event.shiftKey
          ? "crosshair"
          : at.lane?.id === "time" && !this.room.view.whole
            ? "grab"
            : "default";
    this.tip.hidden = !words.length;
    if (!words.length) return;
    this.tip.replaceChildren(...words.map((text, i) => el(i ? "div" : "strong", {}, text)));
    const left = clamp(at.x + 14, 4, this.room.view.width - this.tip.offsetWidth - 4);
    this.tip.style.transform = `translate(${left}px, ${at.y + 18}px)`;
  }
  words(at, { moment, note }) {
    // what lies under the hand, in words
    const { call, view } = this.room;
    if (at.x < view.gutter) return at.lane?.hint ? [at.lane.name, at.lane.hint] : [];
    if (moment)
      return [
        `${nameOf(moment)}: ${moment.headline}`,
        `${WHO[moment.speaker]}, ${stretch(moment)}`,
        moment.after ? upper(AFTERS[moment.after.after].name) : null,
      ].filter(Boolean);
    if (note) return [`${note.author}, ${stretch(note)}`, note.text.slice(0, 160)];
    const on = (spans) => spans.find((span) => at.time >= span.start && at.time <= span.end);
    const lines = [clock(at.time, true)];
    if (["agent", "customer"].includes(at.lane?.id)) {
      const over = on(call.overtalk);
      if (over)
        lines.push(
          `${OVERTALK[over.name].name} by the ${over.speaker}, ${(over.end - over.start).toFixed(1)} s`,
          over.words,
        );
    }
    if (["pitch", "loudness"].includes(at.lane?.id))
      for (const who of ["agent", "customer"]) {
        const voice = call.voices[who],
          value = voice?.[at.lane.id][Math.round(at.time / voice.step)];
        if (value !== undefined && value !== -128)
          lines.push(
            `${WHO[who]} ${signed(value * (at.lane.id === "pitch" ? 1 / 6 : 1 / 3))} ${at.lane.id === "pitch" ? "semitones" : "dB"}`,
          );
      }
    if (at.lane?.id === "raised") {
      const up = on(call.escalations);
      if (up) lines.push(`${WHO[up.speaker]}'s voice raised, ${stretch(up)}`, up.words);
    }
    return lines.filter(Boolean);
  }
}

const signed = (value) => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)}`;
