// How sound and time are drawn on a canvas; which of it stands where is lanes.js's.

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
  const { peaks, step } = voice,
    middle = y + h / 2,
    a = Math.floor(view.gutter),
    b = Math.floor(view.width);
  c.beginPath();
  for (let x = a; x < b; x++) {
    const first = Math.max(0, Math.floor(view.time(x) / step)),
      last = Math.min(peaks.length - 1, Math.floor(view.time(x + 1) / step));
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
  const track = voice[name],
    middle = y + h / 2,
    slack = Math.max(0.3, voice.step * 2, 2 * (view.length / (view.width - view.gutter))),
    pieces = [];
  let before = -Infinity;
  for (let x = Math.floor(view.gutter); x < view.width; x++) {
    const first = Math.max(0, Math.floor(view.time(x) / voice.step)),
      last = Math.min(track.length - 1, Math.floor(view.time(x + 1) / voice.step));
    let sum = 0,
      many = 0;
    for (let k = first; k <= last; k++)
      if (track[k] !== -128) {
        sum += track[k];
        many++;
      }
    if (!many) continue;
    const now = view.time(x),
      at = middle - clamp(((sum / many) * unit) / reach, -1, 1) * (h / 2 - 3);
    if (now - before > slack) pieces.push([]);
    pieces.at(-1).push([x, at]);
    before = now;
  }
  const trace = (piece) => piece.forEach(([x, at], i) => (i ? c.lineTo(x, at) : c.moveTo(x, at)));
  if (filled) {
    c.beginPath();
    for (const piece of pieces) {
      c.moveTo(piece[0][0], middle);
      piece.forEach(([x, at]) => c.lineTo(x, at));
      c.lineTo(piece.at(-1)[0], middle);
    }
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
  for (let d = -h; d < w; d += 6) {
    c.moveTo(x + d, y + h);
    c.lineTo(x + d + h, y);
  }
  c.stroke();
  c.restore();
}

function faint(c, view, colours, words, y, h) {
  // what an empty lane says
  c.fillStyle = colours.soft;
  c.font = `12px ${colours.font}`;
  c.textAlign = "left";
  c.textBaseline = "middle";
  c.fillText(words, view.gutter + 10, y + h / 2);
}
