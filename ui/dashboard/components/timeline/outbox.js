// Deeds on their way to the server: one at a time, in order, sent again where no answer comes. The server knows a
// deed by its turn and a note by its id, so that what is sent twice is done once.

const PATIENCE = 8000; // milliseconds before an unanswered deed is sent again

class Outbox {
  constructor(send) {
    Object.assign(this, { send, waiting: [], turn: Date.now(), timer: null });
  }
  get busy() {
    return this.waiting.length > 0;
  }
  put(deed, then) {
    this.waiting.push({ deed: { ...deed, turn: (this.turn += 1) }, then });
    if (this.waiting.length === 1) this.next();
  }
  next() {
    clearTimeout(this.timer);
    if (!this.busy) return;
    this.send(this.waiting[0].deed);
    this.timer = setTimeout(() => this.next(), PATIENCE);
  }
  answered(answer) {
    if (!answer || !this.busy || answer.turn !== this.waiting[0].deed.turn) return;
    this.waiting.shift().then?.(answer);
    this.next();
  }
}
