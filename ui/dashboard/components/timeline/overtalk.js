// Over-talk lies across both voices: where, by whom, and of which kind.
function drawOvertalk(c, view, colours, call, top, height) {
  call.overtalk
    .filter((span) => seen(view, span))
    .forEach((span) => {
      const x = view.x(span.start),
        w = Math.max(3, view.x(span.end) - x),
        loud = span.name === "interruption" || span.name === "attempt";
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
