// What hands do the same way everywhere: drag, turn the wheel, pinch.

// Follow a pointer from its press until it is let go, wherever it goes.
function drag(box, event, move, done = () => {}) {
  const before = box.onpointermove;
  box.setPointerCapture(event.pointerId);
  box.onpointermove = move;
  box.onpointerup = box.onpointercancel = (end) => {
    box.onpointerup = box.onpointercancel = null;
    box.onpointermove = before;
    done(end);
  };
}

// With ctrl or ⌘ (and so by pinching) zoom; sideways, or with shift, pan; else the page scrolls as ever.
function wheel(view, event, around) {
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    view.zoom(Math.exp(-clamp(event.deltaY, -60, 60) * 0.012), around);
  } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    event.preventDefault();
    view.pan(((event.deltaX || event.deltaY) / (view.width - view.gutter)) * view.length);
  }
}

// As many pixels as the screen has, whatever a CSS pixel is.
function fitCanvas(canvas, width, height) {
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.height = `${height}px`;
  canvas.getContext("2d").setTransform(ratio, 0, 0, ratio, 0, 0);
}
