// What another part of the page asks of the timeline: to show and play a stretch, and which words are selected.
//
//   sameside:play    {start, end}    the moment there, or just the stretch, shown and played
//   sameside:picked  {}              answered in place: `span` is the selected stretch, or null

function hearAsked(room) {
  const play = ({ detail }) => {
    const there = room.call.moments.find((m) => Math.abs(m.start - detail.start) < 0.05 && Math.abs(m.end - detail.end) < 0.05);
    if (there) return room.choose(there);
    room.view.reveal(detail);
    room.transcript.setFollow(true);
    room.player.playSpan(detail);
  };
  const picked = ({ detail }) => (detail.span = room.picked.span());
  document.addEventListener("sameside:play", play);
  document.addEventListener("sameside:picked", picked);
  return () => {
    document.removeEventListener("sameside:play", play);
    document.removeEventListener("sameside:picked", picked);
  };
}
