// What is on the timeline, in words: a list in the order of time for those who cannot see a drawing. Nobody sees it.

// Listening sounds are left out: they ask nothing of anybody, and there are hundreds of them.
function toldLines(call, notes) {
  const moment = (m) => `${nameOf(m)}: ${m.headline}. ${WHO[m.speaker]}`,
    note = (n) => `Note by ${n.author}: ${n.text || n.label || n.verdict || "no words yet"}`,
    rise = (r) => `Voice raised: ${WHO[r.speaker]}`,
    over = (o) => `${OVERTALK[o.name].name} by the ${o.speaker}${o.words ? `, “${o.words}”` : ""}`;
  const line = (words) => (span) => ({ start: span.start, text: `${stretch(span)}: ${words(span)}` });
  return [
    ...call.moments.map(line(moment)),
    ...notes.map(line(note)),
    ...call.escalations.map(line(rise)),
    ...call.overtalk.filter((o) => o.name !== "backchannel").map(line(over)),
  ]
    .sort((a, b) => a.start - b.start)
    .map(({ text }) => text);
}

class Told {
  constructor(room, box) {
    Object.assign(this, { room, box, lines: null });
  }
  update() {
    const lines = toldLines(this.room.call, this.room.notes.all);
    if (this.lines && lines.join("\n") === this.lines.join("\n")) return; // a reader's place in it is kept
    this.lines = lines;
    this.box.replaceChildren(
      el("h3", {}, "What is on the timeline"),
      lines.length ? el("ul", {}, ...lines.map((text) => el("li", {}, text))) : el("p", {}, "Nothing."),
    );
  }
}
