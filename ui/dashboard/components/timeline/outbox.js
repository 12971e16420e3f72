// Deeds on their way to the server: one at a time, in order, kept in the browser until the server has answered, and sent
// again where it does not: after a while, and at the next visit. The server knows a note by its id, so that what is sent
// twice is done once.
//
//   put ──> waiting (and the browser's storage) ──> POST ──> answer ──> gone from both
//                                                       └──> no answer: again in 1 s, 2 s, 4 s … 30 s

const FIRST_WAIT = 1000; // milliseconds until an unanswered deed is sent again, doubled each time
const LONGEST_WAIT = 30000;
const ABANDONED = 10000; // milliseconds after which what another tab left in the storage is taken over
const STORE = "sameside.notes:";

class Outbox {
  constructor(address, told, late) {
    Object.assign(this, { address, told, late, waiting: [], turn: Date.now(), wait: FIRST_WAIT });
    Object.assign(this, { open: true, sending: false });
    this.place = `${STORE}${address} ${crypto.randomUUID()}`;
    this.draft = null; // what is being written, not yet put: it goes where the tab is closed under it
    if (address) this.adopt();
  }
  get busy() {
    return this.waiting.length > 0;
  }
  put(deed, then) {
    this.draft = null;
    this.waiting.push({ deed: { ...deed, turn: (this.turn += 1) }, then });
    this.store();
    this.next();
  }
  // Keep what is being written, unless it is said to be of no worth.
  keep(draft) {
    this.draft = draft;
    this.store();
  }
  async next() {
    clearTimeout(this.timer);
    if (!this.busy || this.sending) return;
    this.sending = true;
    const first = this.waiting[0];
    let reply = null;
    try {
      reply = await this.ask({ method: "POST", keepalive: true, body: JSON.stringify(first.deed) });
    } catch {
      // no server, or none that can answer now
    }
    this.sending = false;
    if (!reply) {
      if (this.open) this.late();
      this.timer = setTimeout(() => this.next(), this.wait);
      this.wait = Math.min(2 * this.wait, LONGEST_WAIT);
      return;
    }
    this.wait = FIRST_WAIT;
    this.waiting.shift();
    const answer = reply.answer ?? { trouble: reply.trouble };
    for (const deed of [...this.waiting.map((waits) => waits.deed), this.draft])
      if (answer.version && !answer.trouble && deed?.do === "save" && deed.id === answer.id) deed.version = answer.version;
    this.store();
    if (this.open) this.told({ ...reply, answer, deed: first.deed, then: first.then });
    this.next();
  }
  // What the server says: its JSON; where it will never take the deed, the sentence why; nothing where it may later.
  async ask(request) {
    const response = await fetch(this.address, { headers: { "Content-Type": "application/json" }, ...request });
    if (response.ok) return response.json();
    if (response.status < 500) return { trouble: (await response.text()).slice(0, 300) };
    return null;
  }
  // What others wrote meanwhile; nothing where the server does not say.
  async look() {
    if (this.busy || !this.address) return;
    const reply = await this.ask({ method: "GET" }).catch(() => null);
    if (reply?.notes && this.open && !this.busy) this.told(reply);
  }
  store() {
    const deeds = this.waiting.map(({ deed }) => deed);
    if (this.draft) deeds.push(this.draft);
    try {
      if (deeds.length) localStorage.setItem(this.place, JSON.stringify({ at: Date.now(), deeds }));
      else localStorage.removeItem(this.place);
    } catch {
      // a browser that keeps nothing: what is sent at once arrives all the same
    }
  }
  // Take over what an earlier visit left unsent: a tab that lives has sent its own within seconds.
  adopt() {
    for (const place of Object.keys(localStorage).filter((key) => key.startsWith(`${STORE}${this.address} `))) {
      try {
        const { at, deeds } = JSON.parse(localStorage.getItem(place));
        const age = Date.now() - at;
        if (age < ABANDONED) {
          setTimeout(() => this.open && this.adopt(), ABANDONED - age);
          continue;
        }
        localStorage.removeItem(place);
        for (const deed of deeds) this.put(deed);
      } catch {
        localStorage.removeItem(place);
      }
    }
  }
  // The page is left, perhaps for good: what is being written goes out as it stands.
  leave() {
    if (this.draft) this.put(this.draft);
  }
  // And nobody is told of the answers any more.
  close() {
    this.leave();
    this.open = false;
  }
}
