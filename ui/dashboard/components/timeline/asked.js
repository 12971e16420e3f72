// What another part of the page asks of the timeline: to show and play a stretch, and which words are selected.
//
//   sameside:play    {start, end}    the moment there, or just the stretch, shown and played
//   sameside:picked  {}              answered in place: `span` is the selected stretch, or null, `moment` the one that is open, or null; `at` where one is in the sound
//
// And what the timeline asks of the page: to put a stretch on the agenda of a coaching session.
//
//   sameside:coach   {start, end, technique}

function hearAsked(room) {
  const play = ({ detail }) => {
    const there = room.call.moments.find((m) => Math.abs(m.start - detail.start) < 0.05 && Math.abs(m.end - detail.end) < 0.05);
    if (there) return room.choose(there);
    room.view.reveal(detail);
    room.transcript.setFollow(true);
    room.player.playSpan(detail);
  };
  const picked = ({ detail }) =>
    Object.assign(detail, { span: room.picked.span(), moment: room.sheet.state.chosen, at: room.player.time });
  document.addEventListener("sameside:play", play);
  document.addEventListener("sameside:picked", picked);
  return () => {
    document.removeEventListener("sameside:play", play);
    document.removeEventListener("sameside:picked", picked);
  };
}

// A button that puts a stretch on an agenda; nothing where one may not.
const agendaButton = (room, stretch) =>
  room.canCoach
    ? el(
        "button",
        {
          class: "small",
          type: "button",
          title: "Put it on the agenda of a coaching session",
          onclick: () => document.dispatchEvent(new CustomEvent("sameside:coach", { detail: stretch() })),
        },
        "Add to a session",
      )
    : null;
