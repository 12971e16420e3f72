// The moments as a list a coach works through: short cards, the chosen one open with all its evidence.

class Moments {
  constructor(room) {
    this.room = room;
    this.box = el("div", { class: "panel", role: "tabpanel", "aria-label": "Moments" });
    this.cards = new Map();
    this.fill();
  }
  fill() {
    const { call, hidden } = this.room;
    const tallies = Object.keys(KINDS).map((kind) => [kind, this.counted(kind)]);
    this.chips = el(
      "div",
      { class: "chips", role: "group", "aria-label": "Show" },
      ...tallies
        .filter(([kind]) => call.moments.some((m) => m.kind === kind))
        .map(([kind, many]) =>
          el(
            "button",
            {
              class: `chip ${kind}`,
              type: "button",
              "aria-pressed": String(!hidden.has(kind)),
              title: `Show or hide: ${KINDS[kind].name.toLowerCase()}`,
              onclick: (event) => this.filter(kind, event.currentTarget),
            },
            markBadge(kind),
            `${KINDS[kind].name} `,
            el("b", { "data-kind": kind }, String(many)),
          ),
        ),
    );
    const sure = call.moments.filter((moment) => moment.sure),
      less = call.moments.filter((moment) => !moment.sure);
    this.list = el("div", { class: "cards" }, ...sure.map((moment) => this.card(moment)));
    if (less.length)
      this.list.append(
        el("h4", {}, "Possible"),
        el("p", { class: "aside" }, "Listen before you rely on these; they are not counted above."),
        ...less.map((moment) => this.card(moment)),
      );
    if (!call.moments.length)
      this.list.append(
        el(
          "p",
          { class: "empty" },
          call.turns.some((turn) => turn.words.length)
            ? "Nothing in this call crossed a limit: no push, no partnering, no raised voice. A routine call is a fine thing."
            : "Nothing in the sound of this call crossed a limit. What was said was not reviewed.",
        ),
      );
    this.box.replaceChildren(this.chips, this.list);
  }
  // The moments are others now: the chosen one is open again, and the list where it was.
  refill(chosen) {
    const { scrollTop } = this.list;
    this.cards.clear();
    this.fill();
    this.cards.forEach((card, moment) => (card.hidden = this.room.hidden.has(moment.kind)));
    if (chosen) this.open(chosen);
    this.list.scrollTop = scrollTop;
  }
  // How many moments count as of a kind: the sure ones that nobody has refused, adjusted ones as what they are.
  counted(kind) {
    const { call } = this.room;
    return call.moments.filter((m) => counts(m) && m.kind === kind).length;
  }
  // What people say of the moments is another now: counts and marks follow, what is open stays open.
  settle() {
    for (const count of this.chips.querySelectorAll("b[data-kind]"))
      count.textContent = String(this.counted(count.dataset.kind));
    this.cards.forEach((card, moment) => {
      this.mark(card, moment);
      if (card.classList.contains("open")) card.lastElementChild.replaceChildren(...this.evidence(moment));
    });
  }
  mark(card, moment) {
    const said = this.room.said(moment),
      mark = card.querySelector(".refusal");
    card.classList.toggle("refused", Boolean(said?.refused));
    mark.textContent = said?.refused ? `Refused by ${said.refuse.join(", ")}: not counted` : "";
    mark.hidden = !said?.refused;
  }
  filter(kind, chip) {
    const { hidden } = this.room;
    hidden.has(kind) ? hidden.delete(kind) : hidden.add(kind);
    chip.setAttribute("aria-pressed", String(!hidden.has(kind)));
    this.cards.forEach((card, moment) => (card.hidden = hidden.has(moment.kind)));
    this.room.sheet.anew();
  }
  card(moment) {
    const after = moment.after && AFTERS[moment.after.after];
    const head = el(
      "button",
      { class: "head", type: "button", "aria-expanded": "false", onclick: () => this.room.choose(moment, false) },
      markBadge(moment.kind, !moment.sure),
      el(
        "span",
        { class: "what" },
        el("strong", {}, moment.headline),
        el(
          "span",
          { class: "sub" },
          [
            nameOf(moment),
            moment.words ? `“${moment.words}”` : moment.headline === moment.name ? WHO[moment.speaker] : moment.name,
          ]
            .filter(Boolean)
            .join(" · "),
        ),
        after ? el("span", { class: `sub after ${moment.after.after}` }, `${after.sign} ${after.name}`) : null,
        el("span", { class: "sub refusal", hidden: true }),
      ),
      el("time", {}, clock(moment.start)),
    );
    const card = el("article", { class: moment.sure ? `card ${moment.kind}` : `card ${moment.kind} possible` }, head, this.playButton(moment), el("div", { class: "body" }));
    this.cards.set(moment, card);
    this.mark(card, moment);
    return card;
  }
  // A card's click selects; this plays.
  playButton(moment) {
    const label = `Play ${clock(moment.start)}: ${moment.headline}`,
      { player } = this.room;
    return el("button", { class: "go", type: "button", title: "Play this moment", "aria-label": label, disabled: player.silent, onclick: () => this.room.choose(moment) }, "▶");
  }
  open(moment) {
    this.cards.forEach((card, other) => {
      const on = other === moment;
      card.classList.toggle("open", on);
      card.firstElementChild.setAttribute("aria-expanded", String(on));
      card.lastElementChild.replaceChildren(...(on ? this.evidence(moment) : []));
    });
    const card = this.cards.get(moment);
    if (card) this.list.scrollTo({ top: card.offsetTop - 40, behavior: calm() ? "auto" : "smooth" });
  }
  evidence(moment) {
    const { player, loops } = this.room,
      next = { start: moment.end, end: Math.min(this.room.view.duration, moment.end + 12) };
    const fact = (title, ...words) => el("div", { class: "fact" }, el("h5", {}, title), ...words);
    const agreed = this.room.agreement[`${moment.kind}/${moment.technique}`];
    return [
      el(
        "div",
        { class: "tools" },
        el("button", { class: "small", type: "button", onclick: () => player.playSpan(next) }, "▶ What came next"),
        el("button", { class: "small", type: "button", onclick: () => loops(moment) }, "⟲ Loop"),
        agendaButton(this.room, () => moment),
        this.room.clips.button(this.room.clips.spanOf(moment), this.room.clips.of(moment)),
      ),
      fact("Because", el("p", {}, moment.because)),
      moment.instead ? fact("Try instead", el("p", { class: "instead" }, moment.instead)) : null,
      moment.after
        ? fact(
            "What the customer did next",
            el(
              "p",
              {},
              el(
                "b",
                { class: `after ${moment.after.after}` },
                `${AFTERS[moment.after.after].sign} ${upper(AFTERS[moment.after.after].name)}. `,
              ),
              moment.after.because,
            ),
          )
        : null,
      moment.rule ? el("p", { class: "rule" }, moment.rule) : null,
      this.room.notes.canWrite
        ? el(
            "div",
            { class: "verdict", role: "group", "aria-label": "Do you agree with this moment?" },
            el("span", {}, "Your view"),
            ...Object.keys(VERDICTS).map((verdict) =>
              el(
                "button",
                {
                  class: "small",
                  type: "button",
                  disabled: Boolean(this.room.refusals.verdict),
                  title: this.room.refusals.verdict,
                  "aria-pressed": String(this.room.said(moment)?.mine === verdict),
                  onclick: () => this.room.startNote(moment, { moment, verdict }),
                },
                VERDICTS[verdict].name,
              ),
            ),
          )
        : null,
      agreed ? el("p", { class: "rule" }, `Coaches agreed with ${agreed.agree} of ${agreed.of} such moments.`) : null,
    ].filter(Boolean);
  }
}
