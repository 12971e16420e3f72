// The five kinds of moment: a colour, a shape and a sign each, so that none rests on colour alone.
//
//   partnered  (+)  disc          pushed  [!]  square         escalated  /^\  triangle
//   settled    \v/  triangle down missed  <?>  hollow diamond

const KINDS = {
  pushed: { sign: "!", name: "Pushed", shape: "square" },
  partnered: { sign: "+", name: "Partnered", shape: "disc" },
  escalated: { sign: "↑", name: "Escalated", shape: "up" },
  settled: { sign: "↓", name: "Settled", shape: "down" },
  missed: { sign: "?", name: "Missed", shape: "diamond" },
};

const AFTERS = {
  calmer: { sign: "↘", name: "followed by calmer" },
  no_change: { sign: "→", name: "no clear change" },
  usual: { sign: "↘", name: "calmer, back to the usual" },
  livelier: { sign: "→", name: "livelier, no hotter" },
  hotter: { sign: "↗", name: "followed by hotter" },
  cannot_tell: { sign: "·", name: "cannot tell what followed" },
};

// What one may say of a moment; "adjust" is its name in the data.
const VERDICTS = {
  agree: { name: "Agree", said: "Agrees" },
  disagree: { name: "Disagree", said: "Disagrees" },
  adjust: { name: "Call it something else", said: "Would call it something else" },
};

const OVERTALK = {
  interruption: { sign: "✕", name: "Interruption" },
  attempt: { sign: "/", name: "Attempt to come in" },
  overlap: { sign: "=", name: "Overlap" },
  backchannel: { sign: "·", name: "Listening sound" },
};

const WHO = { agent: "Agent", customer: "Customer", other: "Somebody else" };

function outline(path, shape, x, y, r) {
  if (shape === "disc") path.arc(x, y, r, 0, 2 * Math.PI);
  else if (shape === "square") path.roundRect(x - r * 0.9, y - r * 0.9, r * 1.8, r * 1.8, r * 0.25);
  else {
    const points = {
      up: [
        [0, -1.15],
        [1.15, 0.85],
        [-1.15, 0.85],
      ],
      down: [
        [0, 1.15],
        [1.15, -0.85],
        [-1.15, -0.85],
      ],
      diamond: [
        [0, -1.2],
        [1.2, 0],
        [0, 1.2],
        [-1.2, 0],
      ],
    }[shape];
    points.forEach(([dx, dy], i) => (i ? path.lineTo(x + dx * r, y + dy * r) : path.moveTo(x + dx * r, y + dy * r)));
    path.closePath();
  }
}

// What a moment is called, and the colour it has: one that is only possible is never drawn in its kind's.
// A moment counts that the machine is sure of and that people have not refused.
const counts = (moment) => moment.sure && !moment.refused;
const nameOf = (moment) =>
  KINDS[moment.kind].name + (moment.refused ? " (refused)" : moment.sure ? "" : " (possible)");
const tintOf = (moment) => (counts(moment) ? moment.kind : "soft");

function drawMark(c, colours, kind, x, y, r, { faint = false, chosen = false, tint = kind } = {}) {
  const { shape, sign } = KINDS[kind];
  c.save();
  c.globalAlpha = faint ? 0.55 : 1;
  c.beginPath();
  outline(c, shape, x, y, r);
  c.fillStyle = kind === "missed" ? colours.paper : colours[tint];
  c.strokeStyle = kind === "missed" ? colours[tint] : colours.paper;
  c.lineWidth = kind === "missed" ? 1.75 : 1.5;
  c.fill();
  c.stroke();
  if (r >= 6) {
    c.fillStyle = kind === "missed" ? colours[tint] : colours.onMark;
    c.font = `700 ${Math.round(r * 1.3)}px ${colours.font}`;
    c.textAlign = "center";
    c.textBaseline = "middle";
    c.fillText(sign, x, y + (shape === "up" ? r * 0.18 : shape === "down" ? -r * 0.12 : 0.5));
  }
  if (chosen) {
    c.beginPath();
    outline(c, shape, x, y, r + 3.5);
    c.strokeStyle = colours.ink;
    c.lineWidth = 1.5;
    c.stroke();
  }
  c.restore();
}

// The same mark for a page's text.
function markBadge(kind, possible = false) {
  const size = 20,
    ns = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(ns, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", possible ? `mark ${kind} possible` : `mark ${kind}`);
  const { shape, sign } = KINDS[kind];
  const made = {
    disc: ["circle", { cx: 10, cy: 10, r: 8.2 }],
    square: ["rect", { x: 2.4, y: 2.4, width: 15.2, height: 15.2, rx: 3 }],
    up: ["polygon", { points: "10,1.4 18.8,17.4 1.2,17.4" }],
    down: ["polygon", { points: "10,18.6 18.8,2.6 1.2,2.6" }],
    diamond: ["polygon", { points: "10,1 19,10 10,19 1,10" }],
  }[shape];
  const body = document.createElementNS(ns, made[0]);
  Object.entries(made[1]).forEach(([name, value]) => body.setAttribute(name, value));
  const text = document.createElementNS(ns, "text");
  text.setAttribute("x", 10);
  text.setAttribute("y", shape === "up" ? 15.4 : shape === "down" ? 12.6 : 14.4);
  text.textContent = sign;
  svg.append(body, text);
  return svg;
}
