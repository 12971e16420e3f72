// Puts a stretch of the call on the agenda of a coaching session, and says where it is now.

const CHOOSE = "Open a moment, or select words in the transcript, and press it again.";

class Coach {
  constructor(root, data) {
    Object.assign(this, { address: data.address, sending: false });
    this.button = el("button", { type: "button", class: "opener", onclick: () => this.press() }, "Add to a session");
    this.told = el("div", { class: "told", role: "status", hidden: true });
    root.querySelector(".coach").replaceChildren(this.button, this.told);
    this.asked = ({ detail }) => this.put(detail);
    document.addEventListener("sameside:coach", this.asked);
    drawn(root);
  }
  close() {
    document.removeEventListener("sameside:coach", this.asked);
  }
  press() {
    const asked = { span: null, moment: null };
    document.dispatchEvent(new CustomEvent("sameside:picked", { detail: asked }));
    const stretch = asked.span ?? asked.moment;
    if (stretch) this.put(stretch);
    else this.say(CHOOSE);
  }
  async put({ start, end, technique }) {
    if (this.sending) return; // pressed twice: the server would know, but it need not be asked
    this.sending = true;
    const body = JSON.stringify({ do: "put", start, end, technique: technique ?? null });
    try {
      const response = await fetch(this.address, { method: "POST", headers: { "Content-Type": "application/json" }, body });
      const { answer } = response.ok ? await response.json() : { answer: { trouble: (await response.text()).slice(0, 300) } };
      if (answer.trouble) this.say(answer.trouble);
      else this.say(answer.words, answer.session);
    } catch {
      this.say("The server does not answer; press it again in a moment.");
    } finally {
      this.sending = false;
    }
  }
  say(words, session = null) {
    this.told.hidden = false;
    this.told.replaceChildren(
      el("span", {}, words),
      session === null ? "" : el("a", { href: `coaching?session=${session}` }, "Open the session"),
      el("button", { type: "button", class: "away", "aria-label": "Close", onclick: () => (this.told.hidden = true) }, "×"),
    );
  }
}

export default function ({ data, parentElement }) {
  if (parentElement.coach?.address !== data.address) {
    parentElement.coach?.close();
    parentElement.coach = new Coach(parentElement, data);
  }
  return () => {
    parentElement.coach?.close();
    delete parentElement.coach;
  };
}
