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

const GAP = 26; // pixels between two marks under which one of them moves to the next row
const ROW = 20; // pixels from one row of marks to the next
const MOST_ROWS = 4; // what is more at one place steps aside

// Where each mark stands, `{ row, x }`: those that would touch go to rows beneath each other, so that each is seen.
function rows(view, things) {
  const ends = [];
  return things.map((thing) => {
    const at = view.x(thing.start),
      free = ends.findIndex((end) => at - end >= GAP);
    const row = free >= 0 ? free : ends.length < MOST_ROWS ? ends.length : ends.indexOf(Math.min(...ends)),
      x = row < ends.length ? Math.max(at, ends[row] + GAP) : at;
    ends[row] = x;
    return { row, x };
  });
}

// How many rows the moments need when the whole call is shown, which is when most of them touch: at least two.
function rowsNeeded(call, view) {
  const whole = new View(view.duration);
  whole.width = view.width;
  return Math.max(2, ...rows(whole, call.moments).map(({ row }) => row + 1));
}

const seen = (view, span) => span.end >= view.from && span.start <= view.to;

function makeLanes(call, view) {
  const sound = Object.keys(call.voices).length > 0;
  const voices = (who) => call.voices[who];
  const lanes = [
    {
      id: "time",
      name: "",
      height: 24,
      draw: (c, view, colours, y, h) => axis(c, view, colours, y, h),
    },
    {
      id: "moments",
      name: "Moments",
      height: 6 + ROW * rowsNeeded(call, view),
      draw(c, view, colours, y, h, state) {
        const shown = call.moments.filter((moment) => seen(view, moment));
        const places = rows(view, shown),
          r = shown.length * 16 > view.width ? 6 : 8.5; // smaller in a crowd
        state.spots = [];
        shown.forEach((moment, i) => {
          const { row, x } = places[i],
            start = view.x(moment.start),
            at = y + 13 + row * ROW,
            chosen = state.chosen === moment;
          const tail = Math.max(x, view.x(moment.end));
          c.globalAlpha = 0.35;
          c.fillStyle = colours[tintOf(moment)];
          c.fillRect(start, at - 1.5, tail - start, 3);
          c.globalAlpha = 1;
          drawMark(c, colours, moment.kind, Math.max(x, view.gutter + 8), at, r, {
            faint: !counts(moment) || state.hidden.has(moment.kind),
            chosen,
            tint: tintOf(moment),
          });
          state.spots.push({ moment, x: Math.max(x, view.gutter + 8), y: at, tail });
        });
      },
    },
  ];
  if (sound) {
    for (const who of ["agent", "customer"])
      lanes.push({
        id: who,
        name: WHO[who],
        height: 54,
        draw(c, view, colours, y, h) {
          if (voices(who)) waveform(c, view, voices(who), colours[who], y, h);
        },
      });
    lanes.push(tone("pitch", "Pitch", 66, 1 / 6, 12, "semitones"), tone("loudness", "Loudness", 50, 1 / 3, 15, "dB"));
  } else {
    for (const who of ["agent", "customer"])
      lanes.push({
        id: who,
        name: WHO[who],
        height: 30,
        draw(c, view, colours, y, h) {
          c.fillStyle = colours[who];
          call.turns
            .filter((turn) => turn.speaker === who && seen(view, turn))
            .forEach((turn) => {
              c.fillRect(view.x(turn.start), y + h / 2 - 6, Math.max(2, view.x(turn.end) - view.x(turn.start)), 12);
            });
        },
      });
  }
  lanes.push(
    {
      id: "raised",
      name: "Voice raised",
      hint: call.baselines,
      height: 26,
      draw(c, view, colours, y, h) {
        if (!call.escalations.length) faint(c, view, colours, call.no_rise, y, h);
        call.escalations
          .filter((span) => seen(view, span))
          .forEach((span) => {
            const x = view.x(span.start),
              w = Math.max(4, view.x(span.end) - x);
            c.globalAlpha = 0.85;
            c.fillStyle = span.speaker === "agent" ? colours.agent : colours.escalated; // a rise accuses nobody
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
    },
    {
      id: "notes",
      name: "Notes",
      height: 44,
      draw(c, view, colours, y, h, state) {
        state.noteSpots = [];
        const ends = [-Infinity, -Infinity]; // where the last note of each row ends
        state.notes
          .filter((note) => seen(view, note))
          .forEach((note) => {
            const x = view.x(note.start),
              w = Math.max(10, view.x(note.end) - x);
            const row = x >= ends[0] || ends[0] <= ends[1] ? 0 : 1,
              top = y + 4 + row * 19;
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
    },
  );
  return lanes;

  function tone(id, name, height, unit, reach, word) {
    const withheld = ["agent", "customer"].map((who) => voices(who)?.withheld[id]).find(Boolean);
    return {
      id,
      name,
      height,
      hint: withheld ?? `${word} above and below each speaker's own calm speech in this call; the customer's is filled`,
      draw(c, view, colours, y, h) {
        const middle = Math.round(y + h / 2) + 0.5,
          third = (6 / reach) * (h / 2 - 3);
        c.fillStyle = colours.line;
        c.fillRect(view.gutter, middle - 0.5, view.width - view.gutter, 1);
        c.globalAlpha = 0.45;
        [-third, third].forEach((d) => c.fillRect(view.gutter, Math.round(middle + d), view.width - view.gutter, 1));
        c.globalAlpha = 1;
        c.fillStyle = colours.soft;
        c.font = `10px ${colours.font}`;
        c.textAlign = "right";
        c.textBaseline = "middle";
        [
          ["+6", -third],
          ["0", 0],
          ["−6", third],
        ].forEach(([text, d]) => c.fillText(text, view.gutter - 6, middle + d));
        for (const who of ["customer", "agent"])
          if (voices(who)) line(c, view, voices(who), id, unit, reach, colours[`${who}Line`], who === "customer", y, h);
      },
    };
  }
}
