// What is drawn, lane under lane; each lane a name, a height, and how to draw it between two times.
//
//   time      0:00        0:30        1:00
//   moments        !    +        ↑      +
//   agent     ▂▅▇▃__▂▅▇▆▃____▂▃▅▂▁        waveforms, over-talk across both
//   customer  ____▃▆▅▂__▂▅▇▆▃▁___▂▅
//   pitch     ~~~~~~~~~~~~~~~~~~~~        semitones from each speaker's own middle
//   loudness  ~~~~~~~~~~~~~~~~~~~~        decibels likewise
//   raised         ======                 sustained rises
//   notes       [--]         [----]

const GAP = 26; // pixels between two marks under which one of them moves to the second row

function axis(c, view, colours, y, h) {
  const wide = (view.width - view.gutter) / view.length; // pixels a second
  const step = [0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900].find((s) => s * wide >= 64) ?? 1800;
  c.font = `11px ${colours.font}`;
  c.textBaseline = "middle";
  c.textAlign = "left";
  for (let t = Math.ceil(view.from / step) * step; t <= view.to; t += step) {
    const x = Math.round(view.x(t)) + 0.5;
    c.fillStyle = colours.line;
    c.fillRect(x - 0.5, y + h - 6, 1, 6);
    c.fillStyle = colours.soft;
    if (x + 34 < view.width) c.fillText(clock(t, step < 1), x + 4, y + h / 2);
  }
}

// Loudest peak of every pixel column, mirrored about the lane's middle.
function waveform(c, view, voice, colour, y, h) {
  const { peaks, step } = voice, middle = y + h / 2, a = Math.floor(view.gutter), b = Math.floor(view.width);
  c.beginPath();
  for (let x = a; x < b; x++) {
    const first = Math.max(0, Math.floor(view.time(x) / step)), last = Math.min(peaks.length - 1, Math.floor(view.time(x + 1) / step));
    let top = 0;
    for (let k = first; k <= last; k++) if (peaks[k] > top) top = peaks[k];
    const half = Math.max(0.5, (top / 255) * (h / 2 - 2));
    c.rect(x, middle - half, 1, 2 * half);
  }
  c.fillStyle = colour;
  c.fill();
}

// The line through the middle of every pixel column, broken where there is nothing; the customer's is filled
// down to the baseline, so that the two differ in form as well as in colour.
function line(c, view, voice, name, unit, reach, colour, filled, y, h) {
  const track = voice[name], middle = y + h / 2, slack = Math.max(0.3, voice.step * 2, 2 * (view.length / (view.width - view.gutter))), pieces = [];
  let before = -Infinity;
  for (let x = Math.floor(view.gutter); x < view.width; x++) {
    const first = Math.max(0, Math.floor(view.time(x) / voice.step)), last = Math.min(track.length - 1, Math.floor(view.time(x + 1) / voice.step));
    let sum = 0, many = 0;
    for (let k = first; k <= last; k++) if (track[k] !== -128) { sum += track[k]; many++; }
    if (!many) continue;
    const now = view.time(x), at = middle - clamp(((sum / many) * unit) / reach, -1, 1) * (h / 2 - 3);
    if (now - before > slack) pieces.push([]);
    pieces.at(-1).push([x, at]);
    before = now;
  }
  const trace = (piece) => piece.forEach(([x, at], i) => (i ? c.lineTo(x, at) : c.moveTo(x, at)));
  if (filled) {
    c.beginPath();
    for (const piece of pieces) { c.moveTo(piece[0][0], middle); piece.forEach(([x, at]) => c.lineTo(x, at)); c.lineTo(piece.at(-1)[0], middle); }
    c.globalAlpha = 0.28;
    c.fillStyle = colour;
    c.fill();
    c.globalAlpha = 1;
  }
  c.beginPath();
  pieces.forEach(trace);
  Object.assign(c, { lineJoin: "round", strokeStyle: colour, lineWidth: filled ? 1.2 : 1.7 });
  c.stroke();
}

function hatch(c, colour, x, y, w, h) {
  c.save();
  c.beginPath();
  c.rect(x, y, w, h);
  c.clip();
  c.globalAlpha = 0.16;
  c.fillStyle = colour;
  c.fillRect(x, y, w, h);
  c.globalAlpha = 0.6;
  c.strokeStyle = colour;
  c.lineWidth = 1;
  c.beginPath();
  for (let d = -h; d < w; d += 6) { c.moveTo(x + d, y + h); c.lineTo(x + d + h, y); }
  c.stroke();
  c.restore();
}

// Marks that would touch go to the second row of their lane.
function rows(view, things) {
  const ends = [-Infinity, -Infinity];
  return things.map((thing) => {
    const x = view.x(thing.start), row = x - ends[0] >= GAP || ends[0] <= ends[1] ? 0 : 1;
    ends[row] = x;
    return row;
  });
}

function faint(c, view, colours, words, y, h) { // what an empty lane says
  c.fillStyle = colours.soft;
  c.font = `12px ${colours.font}`;
  c.textAlign = "left";
  c.textBaseline = "middle";
  c.fillText(words, view.gutter + 10, y + h / 2);
}

const seen = (view, span) => span.end >= view.from && span.start <= view.to;

function makeLanes(call) {
  const sound = Object.keys(call.voices).length > 0;
  const voices = (who) => call.voices[who];
  const lanes = [{
    id: "time", name: "", height: 24, draw: (c, view, colours, y, h) => axis(c, view, colours, y, h),
  }, {
    id: "moments", name: "Moments", height: 46,
    draw(c, view, colours, y, h, state) {
      const shown = call.moments.filter((moment) => seen(view, moment));
      const row = rows(view, shown), r = shown.length * 16 > view.width ? 6 : 8.5; // smaller in a crowd
      state.spots = [];
      shown.forEach((moment, i) => {
        const x = view.x(moment.start), at = y + 13 + row[i] * 20, chosen = state.chosen === moment;
        const tail = Math.max(x, view.x(moment.end));
        c.globalAlpha = 0.35;
        c.fillStyle = colours[moment.kind];
        c.fillRect(x, at - 1.5, tail - x, 3);
        c.globalAlpha = 1;
        drawMark(c, colours, moment.kind, Math.max(x, view.gutter + 8), at, r, { faint: !moment.sure || state.hidden.has(moment.kind), chosen });
        state.spots.push({ moment, x: Math.max(x, view.gutter + 8), y: at, tail });
      });
    },
  }];
  if (sound) {
    for (const who of ["agent", "customer"]) lanes.push({
      id: who, name: WHO[who], height: 54,
      draw(c, view, colours, y, h) {
        if (voices(who)) waveform(c, view, voices(who), colours[who], y, h);
      },
    });
    lanes.push(tone("pitch", "Pitch", 66, 1 / 6, 12, "semitones"), tone("loudness", "Loudness", 50, 1 / 3, 15, "dB"));
  } else {
    for (const who of ["agent", "customer"]) lanes.push({
      id: who, name: WHO[who], height: 30,
      draw(c, view, colours, y, h) {
        c.fillStyle = colours[who];
        call.turns.filter((turn) => turn.speaker === who && seen(view, turn)).forEach((turn) => {
          c.fillRect(view.x(turn.start), y + h / 2 - 6, Math.max(2, view.x(turn.end) - view.x(turn.start)), 12);
        });
      },
    });
  }
  lanes.push({
    id: "raised", name: "Voice raised", height: 26,
    draw(c, view, colours, y, h) {
      if (!call.escalations.length && sound) faint(c, view, colours, "Neither voice rose and stayed up", y, h);
      call.escalations.filter((span) => seen(view, span)).forEach((span) => {
        const x = view.x(span.start), w = Math.max(4, view.x(span.end) - x);
        c.globalAlpha = 0.85;
        c.fillStyle = span.speaker === "agent" ? colours.pushed : colours.escalated;
        c.beginPath();
        c.roundRect(x, y + 6, w, h - 12, 4);
        c.fill();
        c.globalAlpha = 1;
        if (w > 60) {
          c.fillStyle = colours.onMark;
          c.font = `600 11px ${colours.font}`;
          c.textAlign = "left";
          c.textBaseline = "middle";
          c.fillText(`↑ ${WHO[span.speaker]}`, Math.max(x, view.gutter) + 6, y + h / 2 + 0.5);
        }
      });
    },
  }, {
    id: "notes", name: "Notes", height: 44,
    draw(c, view, colours, y, h, state) {
      state.noteSpots = [];
      const ends = [-Infinity, -Infinity]; // where the last note of each row ends
      state.notes.filter((note) => seen(view, note)).forEach((note) => {
        const x = view.x(note.start), w = Math.max(10, view.x(note.end) - x);
        const row = x >= ends[0] || ends[0] <= ends[1] ? 0 : 1, top = y + 4 + row * 19;
        ends[row] = Math.max(ends[row], x + w);
        c.fillStyle = colours.note;
        c.strokeStyle = colours.ink;
        c.lineWidth = state.note === note.id ? 2 : 0.75;
        c.beginPath();
        c.roundRect(x, top, w, 17, 3);
        c.fill();
        c.stroke();
        if (w > 44) {
          c.save();
          c.beginPath();
          c.rect(x, y, w - 6, h);
          c.clip();
          c.fillStyle = colours.noteInk;
          c.font = `11px ${colours.font}`;
          c.textAlign = "left";
          c.textBaseline = "middle";
          c.fillText(note.text.slice(0, 200) || note.label || "Note", Math.max(x, view.gutter) + 6, top + 9);
          c.restore();
        }
        state.noteSpots.push({ note, x, w, top });
      });
      if (!state.notes.length) faint(c, view, colours, "Drag here to write a note on a stretch of the call", y, h);
    },
  });
  return lanes;

  function tone(id, name, height, unit, reach, word) {
    const withheld = ["agent", "customer"].map((who) => voices(who)?.withheld[id]).find(Boolean);
    return {
      id, name, height, hint: withheld ?? `${word} above and below each speaker's own calm speech in this call; the customer's is filled`,
      draw(c, view, colours, y, h) {
        const middle = Math.round(y + h / 2) + 0.5, third = (6 / reach) * (h / 2 - 3);
        c.fillStyle = colours.line;
        c.fillRect(view.gutter, middle - 0.5, view.width - view.gutter, 1);
        c.globalAlpha = 0.45;
        [-third, third].forEach((d) => c.fillRect(view.gutter, Math.round(middle + d), view.width - view.gutter, 1));
        c.globalAlpha = 1;
        c.fillStyle = colours.soft;
        c.font = `10px ${colours.font}`;
        c.textAlign = "right";
        c.textBaseline = "middle";
        [["+6", -third], ["0", 0], ["−6", third]].forEach(([text, d]) => c.fillText(text, view.gutter - 6, middle + d));
        for (const who of ["customer", "agent"])
          if (voices(who)) line(c, view, voices(who), id, unit, reach, colours[`${who}Line`], who === "customer", y, h);
      },
    };
  }
}

// Over-talk lies across both voices: where, by whom, and of which kind.
function drawOvertalk(c, view, colours, call, top, height) {
  call.overtalk.filter((span) => seen(view, span)).forEach((span) => {
    const x = view.x(span.start), w = Math.max(3, view.x(span.end) - x), loud = span.name === "interruption" || span.name === "attempt";
    if (loud) hatch(c, span.speaker === "agent" ? colours.pushed : colours.escalated, x, top, w, height);
    else {
      c.globalAlpha = 0.14;
      c.fillStyle = colours.ink;
      c.fillRect(x, top, w, height);
      c.globalAlpha = 1;
    }
    if (span.name !== "backchannel" || w > 12) {
      c.fillStyle = loud ? colours.ink : colours.soft;
      c.font = `700 11px ${colours.font}`;
      c.textAlign = "center";
      c.textBaseline = "middle";
      c.fillText(OVERTALK[span.name].sign, x + w / 2, top + height / 2);
    }
  });
}
