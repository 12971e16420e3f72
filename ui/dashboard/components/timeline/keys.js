// The keyboard: all of the timeline without a mouse, and a card that says how.

const KEYS = [
  ["Space or K", "play and pause"],
  ["← →", "5 seconds back and on; with shift, 1 second"],
  ["N or ↓", "next moment"],
  ["P or ↑", "previous moment"],
  ["L", "loop the moment; again to stop"],
  ["< >", "slower and faster"],
  ["+ − 0", "zoom in, out, whole call"],
  ["[ ]", "move the view back and on"],
  ["F", "transcript follows the voice"],
  ["Ctrl + F", "find in the transcript: Enter next, Shift + Enter previous; twice for the browser’s own"],
  ["E", "correct the word just said; a double click does any; Enter keeps, Tab goes on, Escape leaves"],
  ["Tab", "into the transcript: arrows walk, with shift select, E corrects, S splits, J joins, W asks who and when"],
  ["Ctrl + Z", "undo the correction; with shift, redo"],
  ["M", "write a note here, or on the selected words; @ in it names somebody"],
  ["C", "keep a clip: of the selected words, of the moment, or of what was just heard"],
  ["Ctrl + Enter", "the note is done, as by Escape; both keep it"],
  ["Home End", "start and end of the call"],
  ["?", "this card; Escape closes it"],
  ["Ctrl + wheel", "zoom, as a pinch does"],
  ["Shift + drag", "write a note on a stretch"],
];

function deed(event, room) {
  const { player, view } = room,
    key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const step = event.shiftKey ? 1 : 5,
    now = player.time;
  return {
    " ": () => player.toggle(),
    k: () => player.toggle(),
    ArrowLeft: () => player.seek(now - step),
    ArrowRight: () => player.seek(now + step),
    n: () => room.step(1),
    ArrowDown: () => room.step(1),
    p: () => room.step(-1),
    ArrowUp: () => room.step(-1),
    l: () => room.loops(),
    "<": () => player.faster(-1),
    ",": () => player.faster(-1),
    ">": () => player.faster(1),
    ".": () => player.faster(1),
    "+": () => view.zoom(1.6, now),
    "=": () => view.zoom(1.6, now),
    "-": () => view.zoom(1 / 1.6, now),
    0: () => view.fit(),
    "[": () => view.pan(-view.length / 3),
    "]": () => view.pan(view.length / 3),
    f: () => room.transcript.setFollow(!room.transcript.follow),
    m: () => room.startNote(room.picked.span() ?? { start: Math.max(0, now - 2), end: Math.min(view.duration, now + 2) }),
    c: () => room.clips.here(),
    Home: () => player.seek(0),
    End: () => player.seek(view.duration),
    "?": () => room.help(),
  }[key];
}

// Keys of the transcript: a word that has the keyboard, what is said now, and the corrections undone and done again.
function inTranscript(event, room, box) {
  const path = event.composedPath(),
    key = event.key.toLowerCase(),
    { corrections, retype } = room;
  if (!room.canCorrect || path[0].matches?.(WRITTEN) || path.some((one) => one.matches?.(OPEN))) return false;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    if (key !== "z" && key !== "y") return false;
    key === "y" || event.shiftKey ? corrections.redo() : corrections.undo();
    return true;
  }
  if (event.altKey || event.defaultPrevented || box.querySelector("dialog[open]")) return false;
  if (retype.key(event)) return true;
  if (key !== "e" || event.shiftKey || !retype.nearest()) return false;
  room.player.pause();
  retype.edit([retype.nearest()]);
  return true;
}

const WRITTEN = 'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable]';
const OPEN = '[role="dialog"], [role="listbox"], [role="menu"], [data-testid="stPopoverBody"], dialog';
const PRESSED = 'button, summary, a, input, [role="button"], [role="switch"], [role="tab"]';

// Keys count while nothing else on the page wants them: never in a field or in something that has opened over the page,
// arrows up and down only inside the room. Space presses what the Tab key led to, and not what a hand has pressed
// before: to tick a call off and go on listening is no second tick.
function listen(room, box) {
  let byHand = false;
  const pressed = () => (byHand = true);
  const heard = (event) => {
    if (event.key === "Tab") byHand = false;
    if (room.offer.key(event)) {
      event.preventDefault();
      return event.stopPropagation();
    }
    if (!event.composedPath().some((one) => one.matches?.(OPEN)) && room.notes.editor.ends(event)) {
      event.preventDefault();
      return event.stopPropagation();
    }
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "f") {
      if (box.querySelector("dialog[open]") || !room.finder.opens()) return;
      event.preventDefault();
      event.stopPropagation();
      return room.finder.open();
    }
    if (inTranscript(event, room, box)) {
      event.preventDefault();
      return event.stopPropagation();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const [at] = event.composedPath(),
      inside = event.composedPath().includes(box);
    if (at.matches?.(WRITTEN) || event.composedPath().some((one) => one.matches?.(OPEN))) return;
    if (
      !inside &&
      (event.key === "ArrowUp" || event.key === "ArrowDown" || event.key === "Home" || event.key === "End")
    )
      return;
    if (event.key === " " && at.matches?.(PRESSED) && (inside || !byHand)) return;
    if (box.querySelector("dialog[open]")) return;
    const act = deed(event, room);
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  document.addEventListener("pointerdown", pressed, true);
  document.addEventListener("keydown", heard, true);
  return () => {
    document.removeEventListener("pointerdown", pressed, true);
    document.removeEventListener("keydown", heard, true);
  };
}

function helpCard(dialog) {
  dialog.replaceChildren(
    el("h3", {}, "Keys"),
    el(
      "dl",
      {},
      ...KEYS.flatMap(([key, does]) => [
        el(
          "dt",
          {},
          ...key
            .split(" ")
            .map((part) => (/^(or|with|\+)$/.test(part) && key !== "+ − 0" ? ` ${part} ` : el("kbd", {}, part))),
        ),
        el("dd", {}, does),
      ]),
    ),
    el("button", { class: "small strong", type: "button", onclick: () => dialog.close() }, "Close"),
  );
}
