// One question as it is answered: its choices, each a button with its key; a number or a text; the machine's draft beside, told apart
// from an answer by its dashes and by the word “Draft”, with its moments to hear.

const OWN_KEYS = { yes: "y", no: "n" };
const NA_KEY = "0";

// The answers of a question that are one press each: [answer, key, words].
function presses(question) {
  const made = question.choices.map((answer, k) => [answer, OWN_KEYS[answer] ?? String(k + 1), upper(answer)]);
  return question.na ? [...made, [question.na, NA_KEY, "N/A"]] : made;
}

const same = (one, two) => one !== null && one !== undefined && one === two;

function questionView(question, panel) {
  const prefilled = question.draft?.place === "prefilled" && question.answer === null;
  const open = question.answer === null && !prefilled;
  const points = question.points === null ? "not scored" : `${+question.points} ${question.points === 1 ? "point" : "points"}`;
  return el(
    "article",
    { class: `q${open ? " open" : ""}${prefilled ? " prefilled" : ""}`, tabindex: -1, "data-question": question.id, "aria-label": question.ask },
    el("h4", {}, question.ask, " ", el("small", {}, question.optional && question.type === "text" ? "optional" : points)),
    question.help ? el("p", { class: "soft" }, question.help) : null,
    answerView(question, panel, prefilled),
    draftView(question, panel, prefilled),
    commentView(question, panel),
  );
}

function answerView(question, panel, prefilled) {
  if (question.type === "text")
    return el("textarea", {
      rows: 3, "aria-label": question.ask, value: question.answer ?? "", placeholder: "Enter keeps it, Shift + Enter is a new line",
      onchange: (event) => panel.answer(question, event.target.value, false),
    }); // prettier-ignore
  const shown = question.answer ?? (prefilled ? question.draft.answer : null);
  const buttons = presses(question).map(([answer, key, words]) =>
    el(
      "button",
      {
        type: "button", class: `choice${same(shown, answer) && prefilled ? " drafted" : ""}`, "aria-pressed": String(same(question.answer, answer)),
        title: question.fails[answer] ? `Fails the whole ${question.fails[answer]}` : null,
        onclick: () => panel.answer(question, same(question.answer, answer) ? null : answer),
      }, // prettier-ignore
      words,
      " ",
      el("kbd", {}, key),
    ),
  );
  if (question.type !== "number") return el("div", { class: "choices", role: "group", "aria-label": question.ask }, ...buttons);
  const number = typeof shown === "number" ? String(shown) : "";
  return el(
    "div",
    { class: "choices" },
    el("input", {
      type: "text", inputmode: "decimal", "aria-label": question.ask, class: prefilled ? "drafted" : "", value: number,
      onchange: (event) => panel.answer(question, event.target.value, false),
    }), // prettier-ignore
    el("small", {}, `${question.least} to ${question.most}`),
    ...buttons,
  );
}

function draftView(question, panel, prefilled) {
  const { draft } = question;
  if (!draft) return null;
  if (draft.place === "blind")
    return el("p", { class: "draft soft" }, "The draft of this one is kept back until you have answered: that is how drafts are tried.");
  const told = draft.answer === null ? null : typeof draft.answer === "number" ? String(draft.answer) : `“${draft.answer}”`;
  const name = prefilled ? "Draft, filled in: " : "Draft: ";
  return el(
    "div",
    { class: "draft" },
    el(
      "p",
      {},
      told ? el("b", {}, name, told, " ") : draft.because.startsWith("No draft") ? null : "No draft: ",
      draft.because,
      same(question.answer, draft.answer) ? el("span", { class: "agrees" }, " ✓ as you answered") : null,
    ),
    chips(draft.evidence),
    told && question.answer === null
      ? el(
          "button",
          { type: "button", class: "small confirm", title: draft.worth, onclick: () => panel.answer(question, draft.answer) },
          prefilled ? "Confirm " : "Take it ",
          el("kbd", {}, "Enter"),
        )
      : null,
    told ? el("small", { class: "worth" }, draft.worth) : null,
  );
}

// Moments as chips; a press shows and plays the moment on the timeline.
function chips(evidence) {
  if (!evidence.length) return null;
  return el(
    "div",
    { class: "chips" },
    ...evidence.map((moment) =>
      el(
        "button",
        { type: "button", class: "chip", title: moment.words ?? "", onclick: () => hear(moment) },
        el("span", { "aria-hidden": "true" }, "▶ "),
        `${clock(moment.start)} ${moment.headline}`,
      ),
    ),
  );
}

const hear = ({ start, end }) => document.dispatchEvent(new CustomEvent("sameside:play", { detail: { start, end } }));

// The words that are selected in the transcript, as a stretch; null where none are.
function picked() {
  const detail = { span: null };
  document.dispatchEvent(new CustomEvent("sameside:picked", { detail }));
  return detail.span;
}

const JUST_HEARD = 5; // seconds

// The moment that an answer rests on: the words that are selected, or what was heard just now.
function pointedAt() {
  const detail = { span: null, at: 0 };
  document.dispatchEvent(new CustomEvent("sameside:picked", { detail }));
  return detail.span ?? { start: Math.max(0, detail.at - JUST_HEARD), end: Math.max(detail.at, 1) };
}

function commentView(question, panel) {
  if (question.type === "text" || question.answer === null) return null;
  const field = el("input", {
    type: "text", class: "comment", "aria-label": `Comment on: ${question.ask}`, placeholder: "Comment", value: question.comment,
    onchange: (event) => panel.comment(question, event.target.value),
  }); // prettier-ignore
  return el("div", { class: "remark" }, field, momentView(question, panel));
}

function momentView(question, panel) {
  if (question.moment)
    return el(
      "span",
      { class: "chips" },
      el("button", { type: "button", class: "chip", title: "Hear it", onclick: () => hear(question.moment) }, el("span", { "aria-hidden": "true" }, "▶ "), clock(question.moment.start)),
      el("button", { type: "button", class: "chip", "aria-label": "Take the moment off", onclick: () => panel.mark(question, null) }, "✕"),
    );
  const mark = { type: "button", class: "small mark", title: "Keeps the selected words, or the five seconds heard last, with this answer" };
  return el("button", { ...mark, onpointerdown: (event) => event.preventDefault(), onclick: () => panel.mark(question, pointedAt()) }, "Mark the moment");
}
