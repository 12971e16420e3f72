// The drawer: a form is chosen, gone through question by question, and finished; finished ones are read. What is pressed is shown at once,
// sent as one deed, and drawn anew as the server then says it is, unless more was pressed meanwhile.

const HINT = "y, n or a digit answers; Enter confirms the draft; ↑ ↓ go through; E hears the draft's moment; 0 is not applicable.";
const FIELD = "input, textarea, select";

class Panel {
  constructor(root, data) {
    Object.assign(this, { root, shown: null, at: null, trouble: "", isOpen: false, appealing: null, answered: null, wanted: data.question });
    this.box = root.querySelector(".evaluate");
    this.address = data.address;
    this.outbox = new Outbox(data.address, (reply) => this.take(reply), () => this.say("The server does not answer; what you gave is kept here and sent again."));
    this.button = el("button", { type: "button", class: "opener", "aria-expanded": "false", onclick: () => this.toggle() }, data.label);
    this.label = data.label;
    this.drawer = el("section", { class: "drawer", hidden: true, tabindex: -1, "aria-label": "Evaluation of the call" });
    this.box.replaceChildren(this.button, this.drawer);
    this.heard = (event) => this.key(event);
    addEventListener("keydown", this.heard, true); // before the timeline, whose keys are others
    drawn(root);
    if (data.begin !== null && data.begin !== undefined) {
      this.toggle(true);
      this.send({ do: "start", form: data.begin });
    } else if (data.open !== null && data.open !== undefined) this.toggle(true, data.open);
  }
  close() {
    removeEventListener("keydown", this.heard, true);
    delete this.root.host.dataset.evaluating;
    this.outbox.close();
  }
  async toggle(open = !this.isOpen, id = null) {
    this.isOpen = open;
    this.drawer.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    if (open) this.root.host.dataset.evaluating = "";
    else delete this.root.host.dataset.evaluating;
    if (open && !this.shown && !this.looking) await this.look(id);
  }
  async look(id = null) {
    this.looking = true;
    const before = this.shown;
    try {
      const response = await fetch(`${this.address}${id === null ? "" : `?open=${id}`}`);
      if (!response.ok) return this.say((await response.text()).slice(0, 300));
      const seen = await response.json();
      if (id === null && this.shown !== before) return; // begun meanwhile: the list is what was before
      this.take({ ...seen, looked: true });
    } catch {
      this.say("The server does not answer; open the evaluation again in a moment.");
    } finally {
      this.looking = false;
    }
  }
  say(trouble) {
    this.trouble = trouble;
    this.draw();
  }
  send(deed) {
    this.trouble = "";
    this.outbox.put(deed);
  }
  take(reply) {
    const trouble = reply.answer?.trouble ?? "";
    this.trouble = trouble;
    if (!trouble && ["appeal", "finish"].includes(reply.deed?.do)) this.appealing = null;
    if (reply.shown && !this.outbox.busy) {
      const before = this.shown?.open?.id,
        there = new Set(this.questions.map((question) => question.id));
      this.shown = reply.shown;
      if (this.evaluation && this.evaluation.id !== before) {
        const asked = this.questions.find((question) => question.id === this.wanted) ?? this.questions.find(({ appeal }) => appeal);
        this.wanted = "";
        return this.go(asked ?? this.next(null));
      }
      if (reply.deed?.do === "confirm" && !trouble) return this.goOn();
      // a question that is asked only now, because of the answer: one goes on with that
      const asked = this.answered !== null && this.questions.some((question) => !there.has(question.id));
      if (asked && reply.deed?.question === this.answered) return this.go(this.next(this.answered));
    }
    this.draw();
  }

  // ---- where one is
  get evaluation() {
    return this.shown?.open ?? null;
  }
  get questions() {
    return (this.evaluation?.sections ?? []).flatMap((section) => section.questions);
  }
  get current() {
    return this.questions.find((question) => question.id === this.at) ?? null;
  }
  // The next question without an answer after one, or from the top; the one below where all are answered.
  next(from) {
    const all = this.questions,
      k = all.findIndex((question) => question.id === from);
    const after = all.slice(k + 1),
      before = all.slice(0, Math.max(0, k));
    return [...after, ...before].find((question) => question.answer === null && question.type !== "text") ?? after[0] ?? null;
  }
  // After the drafts were confirmed: what none was for, or, where nothing is left, the end.
  goOn() {
    const open = this.questions.find((question) => question.answer === null && question.type !== "text");
    this.go(open ?? this.next(null));
    if (!open) this.drawer.querySelector("footer button:not(:disabled)")?.focus();
  }
  go(question) {
    this.at = question?.id ?? null;
    this.draw(true);
  }

  // ---- what one does
  answer(question, answer, on = true) {
    const empty = answer === null || (typeof answer === "string" && !answer.trim());
    question.answer = empty ? null : answer;
    this.keep(question);
    this.answered = on && !empty ? question.id : null;
    if (on) this.at = empty ? question.id : (this.next(question.id)?.id ?? question.id);
    this.draw(on);
  }
  comment(question, comment) {
    question.comment = comment;
    this.keep(question);
  }
  mark(question, moment) {
    question.moment = moment;
    this.keep(question);
    this.draw();
  }
  keep({ id, answer, comment, moment }) {
    this.send({ do: "answer", id: this.evaluation.id, question: id, answer, comment, ...(moment ?? {}) });
  }
  appeal(question) {
    this.appealing = question === null ? null : { question, reason: "", span: picked() };
    this.draw();
    this.drawer.querySelector(".appeal textarea")?.focus();
  }
  key(event) {
    if (!this.isOpen || !this.evaluation?.mine || this.evaluation.finished || event.ctrlKey || event.metaKey || event.altKey) return;
    const [at] = event.composedPath();
    const nowhere = (document.activeElement ?? document.body) === document.body; // what was drawn before it could be seen took no focus
    if (!(nowhere || event.composedPath().includes(this.drawer)) || !this.current) return;
    const field = at.matches?.(FIELD) ? at : null;
    if (event.key === "Enter" && at.matches?.("button")) return;
    const act = field ? this.inField(event, field) : this.onQuestion(event);
    if (!act) {
      if (field) event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    act();
  }
  inField(event, field) {
    const single = field.matches("input");
    if (event.key === "Enter" && !event.shiftKey) {
      return () => {
        const { id } = this.current;
        field.blur();
        this.go(this.next(id) ?? this.current);
      };
    }
    if (event.key === "Escape") return () => this.drawer.querySelector(`[data-question="${this.at}"]`)?.focus();
    if (single && event.key === "ArrowDown") return () => this.step(1);
    if (single && event.key === "ArrowUp") return () => this.step(-1);
    return null;
  }
  onQuestion(event) {
    const question = this.current,
      { draft } = question,
      key = event.key.toLowerCase();
    const press = presses(question).find(([, own], k) => own === key || (question.type !== "number" && String(k + 1) === key && own !== NA_KEY));
    if (press) return () => this.answer(question, press[0]);
    if (question.type === "number" && /^\d$/.test(key)) {
      const input = this.drawer.querySelector(`[data-question="${question.id}"] input`);
      return () => {
        input.value = "";
        input.focus();
        document.execCommand?.("insertText", false, key);
      };
    }
    return {
      enter: () => (draft && draft.answer !== undefined && draft.answer !== null && question.answer === null ? this.answer(question, draft.answer) : this.step(1)),
      arrowdown: () => this.step(1),
      arrowup: () => this.step(-1),
      backspace: () => this.answer(question, null),
      e: () => draft?.evidence?.length && hear(draft.evidence[0]),
    }[key];
  }
  step(way) {
    const all = this.questions,
      k = all.findIndex((question) => question.id === this.at);
    this.go(all[clamp(k + way, 0, all.length - 1)]);
  }

  // ---- what stands there
  draw(focus = false) {
    if (!this.isOpen) return;
    const held = this.root.activeElement?.matches?.(FIELD) ? this.root.activeElement : null,
      inside = this.root.activeElement,
      kept = held && { label: held.getAttribute("aria-label"), value: held.value, start: held.selectionStart, end: held.selectionEnd };
    const scroll = this.drawer.scrollTop;
    this.drawer.replaceChildren(...this.parts().filter(Boolean));
    this.drawer.scrollTop = scroll;
    const article = this.drawer.querySelector(`[data-question="${CSS.escape(this.at ?? "")}"]`);
    article?.classList.add("current");
    if (kept && !focus) this.putBack(kept);
    else if (focus || inside) (article ?? this.drawer).focus({ preventScroll: true });
    if (focus) article?.scrollIntoView({ block: "nearest", behavior: calm() ? "auto" : "smooth" });
  }
  // A field in which somebody types is drawn anew with what they have typed.
  putBack({ label, value, start, end }) {
    const field = [...this.drawer.querySelectorAll(FIELD)].find((one) => one.getAttribute("aria-label") === label);
    if (!field) return;
    field.value = value;
    field.focus({ preventScroll: true });
    if (field.setSelectionRange && start !== null) field.setSelectionRange(start, end);
  }
  parts() {
    const top = el(
      "header",
      {},
      el("h3", {}, this.evaluation ? this.evaluation.name : this.label),
      this.evaluation ? el("button", { type: "button", class: "small", onclick: () => this.leave() }, "All of this call") : null,
      el("button", { type: "button", class: "small", "aria-label": "Close the evaluation", onclick: () => this.toggle(false) }, "✕"),
    );
    const trouble = this.trouble ? el("p", { class: "trouble", role: "alert" }, this.trouble) : null;
    if (!this.shown) return [top, trouble];
    if (!this.evaluation) return [top, trouble, ...this.choosing()];
    return this.evaluation.finished ? [top, trouble, ...this.reading()] : [top, trouble, ...this.filling()];
  }
  leave() {
    this.shown.open = null;
    this.at = null;
    this.look();
  }
  choosing() {
    const { forms, lines, mayEvaluate } = this.shown;
    const begun = lines.filter((line) => !line.finished && line.mine),
      done = lines.filter((line) => line.finished),
      others = lines.filter((line) => !line.finished && !line.mine);
    const blind = (one, does) => (one.calibration ? `calibration, ${does}` : does);
    const line = (one, does) =>
      el(
        "button",
        { type: "button", class: "line", onclick: () => this.look(one.id) },
        el("b", {}, one.form),
        el("small", {}, does),
      );
    return [
      begun.length ? el("h4", {}, "In your queue") : null,
      ...begun.map((one) => line(one, blind(one, one.due ? `due on ${one.due}` : one.started ? "begun" : "not begun"))),
      ...(mayEvaluate ? this.beginning(forms) : []),
      lines.length || mayEvaluate ? null : el("p", { class: "soft" }, "Nothing of this call was evaluated yet, or it is not finished."),
      done.length ? el("h4", {}, "Finished") : null,
      ...done.map((one) => line(one, one.calibration ? "calibration, finished by you" : `${percent(one.score)}, by ${one.reviewer}, ${one.acknowledged ? "acknowledged" : "not acknowledged yet"}`)),
      others.length ? el("p", { class: "soft" }, `Being gone through by ${others.map((one) => one.reviewer).join(", ")}.`) : null,
    ];
  }
  beginning(forms) {
    return [
      el("h4", {}, "Begin with a form"),
      ...(forms.length
        ? forms.map((form) =>
            el("button", { type: "button", class: "line", onclick: () => this.send({ do: "start", form: form.id }) }, el("b", {}, form.name), el("small", {}, `version ${form.version}`)),
          )
        : [el("p", { class: "soft" }, "No form is published yet. The page Evaluations has three to begin from.")]),
    ];
  }
  sections(view) {
    return this.evaluation.sections
      .filter((section) => section.questions.length)
      .map((section) =>
        el(
          "section",
          {},
          el("h4", { class: "section" }, section.title, " ", el("small", {}, section.weight === null ? "" : `${+section.weight} % of the form`)),
          section.help ? el("p", { class: "soft" }, section.help) : null,
          section.failedBy ? el("p", { class: "trouble" }, `Failed by: ${section.failedBy}`) : null,
          ...section.questions.map(view),
        ),
      );
  }
  filling() {
    const { evaluation } = this,
      asks = Object.fromEntries(this.questions.map((question) => [question.id, question.ask]));
    const waiting = this.questions.filter((question) => question.draft?.place === "prefilled" && question.answer === null).length;
    const missing = evaluation.missing.filter((id) => this.questions.find((question) => question.id === id)?.answer === null);
    const lacks = missing.length ? `Still to be answered: ${missing.map((id) => `“${asks[id]}”`).join(", ")}.` : "";
    return [
      this.scoreLine("so far"),
      waiting
        ? el("button", { type: "button", class: "strong all", onclick: () => this.send({ do: "confirm", id: evaluation.id }) }, `Confirm ${waiting === 1 ? "the draft" : `all ${waiting} drafts`} that ${waiting === 1 ? "is" : "are"} filled in`)
        : null,
      evaluation.calibration
        ? el("p", { class: "blind", role: "note" }, "A calibration: you answer without the machine's drafts, and nobody sees what anybody answered before they have finished.")
        : null,
      el("p", { class: "soft hint" }, HINT),
      ...this.sections((question) => this.pressable(question)),
      el(
        "footer",
        {},
        lacks ? el("p", { class: "lacks" }, lacks) : null,
        el("button", { type: "button", class: "strong", disabled: missing.length > 0, onclick: () => this.send({ do: "finish", id: evaluation.id }) }, "Finish"),
      ),
    ];
  }
  pressable(question) {
    const view = questionView(question, this);
    view.addEventListener("focusin", () => {
      this.drawer.querySelector(".current")?.classList.remove("current");
      view.classList.add("current");
      this.at = question.id;
    });
    return view;
  }
  reading() {
    const { evaluation } = this;
    return [
      this.scoreLine(`by ${evaluation.reviewer} on ${evaluation.finished}`),
      nextView(evaluation),
      evaluation.calibration ? besideOthers(evaluation) : acknowledgeView(evaluation, this),
      evaluation.mayRespond ? el("p", { class: "soft" }, evaluation.mayAppeal ? `An answer can be appealed until ${evaluation.appealUntil}.` : `Answers could be appealed until ${evaluation.appealUntil}.`) : null,
      ...this.sections((question) => answeredView(question, evaluation, this)),
    ];
  }
  scoreLine(aside) {
    const { score, failedBy } = this.evaluation;
    return el(
      "p",
      { class: "score", role: "status" },
      el("b", {}, percent(score)),
      ` ${aside}`,
      failedBy ? el("span", { class: "failed" }, `Failed by: ${failedBy}`) : null,
    );
  }
}

export default function ({ data, parentElement }) {
  if (parentElement.panel?.address !== data.address) {
    parentElement.panel?.close();
    parentElement.panel = new Panel(parentElement, data);
  }
  return () => {
    parentElement.panel?.close();
    delete parentElement.panel;
  };
}
