// What hands do the same way everywhere: drag, turn the wheel, pinch.

// Follow a pointer from its press until it is let go, wherever it goes.
function drag(box, event, move, done = () => {}) {
  const before = box.onpointermove;
  const ours = (act) => (e) => e.pointerId === event.pointerId && act(e); // a second finger is another's
  box.setPointerCapture(event.pointerId);
  box.onpointermove = ours(move);
  box.onpointerup = box.onpointercancel = ours((end) => {
    box.onpointerup = box.onpointercancel = null;
    box.onpointermove = before;
    done(end);
  });
}

const STILL = 8; // pixels that a finger may stray and still tap

// Fingers on a screen. Each holds the time that it was put down on: so one finger pans, and two zoom.
class Fingers {
  constructor(box, view, tap) {
    Object.assign(this, { box, view, tap, down: new Map(), tapping: false });
    const off = (event, done = () => {}) => {
      if (!this.down.delete(event.pointerId)) return;
      this.grip();
      if (this.tapping && !this.down.size) done(event);
    };
    box.addEventListener("pointermove", (event) => this.move(event));
    box.addEventListener("pointerup", (event) => off(event, tap));
    box.addEventListener("pointercancel", (event) => off(event)); // the page took the finger, to scroll
  }
  x(event) {
    return event.clientX - this.box.getBoundingClientRect().left;
  }
  put(event) {
    this.tapping = !this.down.size;
    this.down.set(event.pointerId, { x: this.x(event), began: event });
    this.grip();
  }
  grip() {
    for (const finger of this.down.values()) finger.time = this.view.time(finger.x);
  }
  move(event) {
    const finger = this.down.get(event.pointerId);
    if (!finger) return;
    const { began } = finger;
    if (Math.hypot(event.clientX - began.clientX, event.clientY - began.clientY) > STILL) this.tapping = false;
    finger.x = this.x(event);
    if (!this.tapping) this.view.hold([...this.down.values()].slice(0, 2));
  }
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
