// A finished evaluation as its agent reads it: the score, each answer with its comment, and what can be said to it: that it was seen, or
// that one answer is not right.

const percent = (score) => (score === null ? "no score" : `${score.toFixed(1).replace(/\.0$/, "")} %`);

function acknowledgeView(evaluation, panel) {
  if (evaluation.acknowledged)
    return el(
      "p",
      { class: "said" },
      `Acknowledged on ${evaluation.acknowledged}`,
      evaluation.acknowledgedWords ? `: “${evaluation.acknowledgedWords}”` : ".",
    );
  if (!evaluation.mayRespond) return el("p", { class: "soft" }, "Not acknowledged by the agent yet.");
  const words = el("input", { type: "text", "aria-label": "A word to it, if you like", placeholder: "A word to it, if you like" });
  return el(
    "form",
    {
      class: "row",
      onsubmit: (event) => {
        event.preventDefault();
        panel.send({ do: "acknowledge", id: evaluation.id, words: words.value });
      },
    },
    words,
    el("button", { type: "submit", class: "small strong" }, "Acknowledge"),
  );
}

// The way on to what stands next in the reviewer's queue; the last one leads nowhere.
const nextView = ({ next }) =>
  next && el("p", { class: "next" }, pageLink(next.address, { class: "strong" }, `Next: ${next.call}`), " ", el("small", {}, `${next.left} left in your queue`));

// Of a calibration: where one's own answers stand beside those of the others who have finished.
const besideOthers = ({ calibration }) =>
  el("p", {}, el("a", { href: `evaluations?tab=Calibration&calibration=${calibration}` }, "See it side by side with the others"));

function answeredView(question, evaluation, panel) {
  const told = question.answer === null ? "not answered" : typeof question.answer === "number" ? String(question.answer) : question.answer;
  return el(
    "article",
    { class: "q done", tabindex: -1, "data-question": question.id },
    el("h4", {}, question.ask),
    el("p", { class: "given" }, el("b", {}, upper(told)), question.comment ? ` ${question.comment}` : ""),
    question.moment ? chips([{ ...question.moment, headline: "", words: "" }]) : null,
    evaluation.calibration ? null : appealView(question, evaluation, panel),
  );
}

function appealView(question, evaluation, panel) {
  const { appeal } = question;
  if (appeal) return appealedView(question, evaluation, panel);
  if (question.answer === null || !evaluation.mayAppeal) return null;
  if (panel.appealing?.question !== question.id)
    return el(
      "button",
      {
        type: "button",
        class: "small",
        onpointerdown: (event) => event.preventDefault(), // the words that are selected stay so
        onclick: () => panel.appeal(question.id),
      },
      "Appeal",
    );
  const reason = el("textarea", { rows: 3, "aria-label": "Why it is not right", placeholder: "Why it is not right", value: panel.appealing.reason,
    oninput: (event) => (panel.appealing.reason = event.target.value) }); // prettier-ignore
  const { span } = panel.appealing;
  return el(
    "form",
    {
      class: "appeal",
      onsubmit: (event) => {
        event.preventDefault();
        panel.send({ do: "appeal", id: evaluation.id, question: question.id, reason: reason.value, start: span?.start ?? null, end: span?.end ?? null });
      },
    },
    reason,
    span
      ? el("button", { type: "button", class: "chip", onclick: () => hear(span) }, `▶ ${stretch(span)}`)
      : el("p", { class: "soft" }, "Select words of the transcript first, and the appeal points to them."),
    el(
      "div",
      { class: "row" },
      el("button", { type: "submit", class: "small strong" }, "Appeal"),
      el("button", { type: "button", class: "small", onclick: () => panel.appeal(null) }, "Leave it"),
    ),
  );
}

function appealedView(question, evaluation, panel) {
  const { appeal } = question;
  const state = appeal.upheld === null ? "still to be decided" : appeal.upheld ? `upheld by ${appeal.decidedBy}` : `declined by ${appeal.decidedBy}`;
  return el(
    "div",
    { class: "appeal" },
    el("p", {}, el("b", {}, `Appealed by ${appeal.by}, ${state}: `), `“${appeal.reason}”`),
    appeal.start === null ? null : el("button", { type: "button", class: "chip", onclick: () => hear(appeal) }, `▶ ${stretch(appeal)}`),
    appeal.words ? el("p", {}, el("b", {}, "Decision: "), `“${appeal.words}”`) : null,
    ...appeal.mended.map((sentence) => el("p", { class: "said" }, `The rule was mended: “${sentence}” is flagged no more.`)),
    appeal.upheld && appeal.mayDecide && !appeal.mended.length ? el("a", { href: `evaluations?appeal=${appeal.id}` }, "Mend the rule, if a flag was wrong") : null,
    appeal.upheld === null && appeal.mayDecide ? decideView(question, evaluation, panel) : null,
  );
}

function decideView(question, evaluation, panel) {
  const words = el("textarea", { rows: 2, "aria-label": "The decision in words", placeholder: "The decision in words; the agent reads them" });
  const options = presses(question).map(([answer, , shown]) => el("option", { value: answer }, shown));
  const right = options.length
    ? el("select", { "aria-label": "The right answer" }, ...options)
    : el("input", { type: "text", "aria-label": "The right answer", placeholder: "The right answer" });
  const decide = (upheld) =>
    panel.send({ do: "decide", id: evaluation.id, question: question.id, upheld, words: words.value, answer: upheld ? right.value : null });
  return el(
    "div",
    { class: "decide" },
    words,
    el(
      "div",
      { class: "row" },
      right,
      el("button", { type: "button", class: "small strong", onclick: () => decide(true) }, "Uphold"),
      el("button", { type: "button", class: "small", onclick: () => decide(false) }, "Decline"),
    ),
  );
}
