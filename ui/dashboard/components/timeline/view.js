// The stretch of time that is shown, and where it lies on the screen.
//
//   0 ........ from |=========== shown ===========| to ........ duration
//                   gutter px                    width px

const NARROWEST = 2; // seconds; closer than this a word fills the screen

class View {
  constructor(duration) {
    this.duration = Math.max(duration, 0.1);
    this.from = 0;
    this.to = this.duration;
    this.gutter = 92;
    this.width = 800;
    this.watchers = [];
  }
  get length() {
    return this.to - this.from;
  }
  get whole() {
    return this.length >= this.duration - 1e-6;
  }
  x(time) {
    return this.gutter + ((time - this.from) / this.length) * (this.width - this.gutter);
  }
  time(x) {
    return this.from + ((x - this.gutter) / (this.width - this.gutter)) * this.length;
  }
  watch(tell) {
    this.watchers.push(tell);
  }

  show(from, to) {
    const length = clamp(to - from, Math.min(NARROWEST, this.duration), this.duration);
    const start = clamp(from, 0, this.duration - length);
    if (start === this.from && start + length === this.to) return;
    this.from = start;
    this.to = start + length;
    this.watchers.forEach((tell) => tell());
  }
  zoom(factor, around = (this.from + this.to) / 2) {
    const length = clamp(this.length / factor, Math.min(NARROWEST, this.duration), this.duration);
    const share = (around - this.from) / this.length;
    this.show(around - share * length, around - share * length + length);
  }
  pan(seconds) {
    this.show(this.from + seconds, this.to + seconds);
  }
  // Show what puts each of one or two points, `{ x, time }`, at its place on the screen.
  hold([one, two = one]) {
    const apart = (two.x - one.x) / (this.width - this.gutter),
      wanted = Math.abs(apart) < 0.02 ? this.length : Math.abs((two.time - one.time) / apart),
      length = clamp(wanted, Math.min(NARROWEST, this.duration), this.duration);
    const middle = ((one.x + two.x) / 2 - this.gutter) / (this.width - this.gutter);
    const from = (one.time + two.time) / 2 - middle * length;
    this.show(from, from + length);
  }
  fit() {
    this.show(0, this.duration);
  }

  // Turn the page when `time` has run off it.
  keep(time) {
    if (this.whole || (time >= this.from && time <= this.from + this.length * 0.92)) return;
    this.show(time - this.length * 0.15, time + this.length * 0.85);
  }
  // Bring a span into sight with room round it, without changing more than is needed.
  reveal(span) {
    if (span.start >= this.from && span.end <= this.to) return;
    const length = Math.max(this.length, (span.end - span.start) * 1.5);
    const middle = (span.start + span.end) / 2;
    this.show(middle - length / 2, middle + length / 2);
  }
}
