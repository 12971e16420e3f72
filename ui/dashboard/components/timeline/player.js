// The voice: an <audio> element with a loop, a stop mark and a steady clock. It never talks to the server's page.

const SPEEDS = [0.75, 1, 1.25, 1.5, 1.75, 2];

class Player {
  constructor(audio, address, duration) {
    this.audio = audio;
    this.duration = duration;
    this.loop = null; // {start, end} while a moment goes round
    this.stop = null; // where a played moment ends
    this.watchers = [];
    this.trouble = null;
    this.still = 0; // the time, where there is nothing to play
    this.silent = !address;
    this.frame = null;
    if (address && audio.dataset.address !== address) {
      audio.dataset.address = address;
      audio.src = address;
    }
    audio.preservesPitch = true;
    audio.onplay = () => this.run();
    audio.onpause = audio.onseeked = audio.onratechange = audio.onloadedmetadata = () => this.tell();
    audio.ontimeupdate = () => {
      if (this.playing) this.edges();
    }; // a hidden tab draws no frames
    audio.onerror = () => {
      this.trouble =
        "The recording could not be played. It may have been moved or deleted; the words and the timeline still work.";
      this.tell();
    };
  }
  watch(tell) {
    this.watchers.push(tell);
  }
  tell() {
    this.watchers.forEach((watcher) => watcher(this.time));
  }
  get time() {
    return this.silent ? this.still : Math.min(this.audio.currentTime, this.duration);
  }
  get playing() {
    return !this.silent && !this.audio.paused && !this.audio.ended;
  }
  get speed() {
    return this.audio.playbackRate;
  }
  set speed(rate) {
    this.audio.playbackRate = this.audio.defaultPlaybackRate = rate;
  }

  seek(time) {
    const there = clamp(time, 0, this.duration);
    if (this.loop && (there < this.loop.start - 0.05 || there > this.loop.end)) this.loop = null;
    this.stop = null;
    if (this.silent) this.still = there;
    else this.audio.currentTime = there;
    this.tell();
  }
  play() {
    if (this.silent) return;
    this.audio.play().catch((slip) => {
      if (slip.name === "NotAllowedError")
        this.trouble = "The browser waits for a click before it plays sound: press the play button.";
      this.tell();
    });
  }
  pause() {
    this.audio.pause();
    this.tell(); // the playhead stands where the voice stopped at once; the browser's own word of it comes later
  }
  toggle() {
    if (this.playing) this.pause();
    else {
      this.stop = null;
      this.play();
    }
  }
  playSpan(span) {
    this.seek(span.start);
    this.stop = this.loop ? null : span.end;
    this.play();
  }
  faster(steps) {
    const at = SPEEDS.indexOf(this.speed);
    this.speed = SPEEDS[clamp((at < 0 ? 1 : at) + steps, 0, SPEEDS.length - 1)];
  }
  circle(span) {
    // on, or off where it is on already
    this.loop =
      this.loop && span && this.loop.start === span.start ? null : span && { start: span.start, end: span.end };
    this.stop = null;
    if (this.loop && (this.time < this.loop.start || this.time >= this.loop.end)) this.seek(this.loop.start);
    this.tell();
  }
  edges() {
    // where a loop goes back and a played moment ends
    if (this.loop && this.time >= this.loop.end) this.audio.currentTime = this.loop.start;
    else if (this.stop !== null && this.time >= this.stop) {
      this.stop = null;
      this.pause();
    }
  }
  run() {
    cancelAnimationFrame(this.frame);
    const step = () => {
      if (!this.playing) return;
      this.edges();
      this.tell();
      this.frame = requestAnimationFrame(step);
    };
    step();
  }
}
