// A form as its reviewer will see it, with nothing in it that can be pressed.

export default function ({ data, parentElement }) {
  const box = parentElement.querySelector(".evaluate"),
    { form } = data,
    nothing = { answer: () => {}, comment: () => {} };
  const sections = form.sections.map((section) =>
    el(
      "section",
      {},
      el("h4", { class: "section" }, section.title, " ", el("small", {}, section.weight === null ? "" : `${+section.weight} % of the form`)),
      section.help ? el("p", { class: "soft" }, section.help) : null,
      ...section.questions.map((question) => {
        const view = questionView(question, nothing);
        if (question.asked) view.insertBefore(el("p", { class: "soft" }, question.asked), view.children[1]);
        if (question.drafts) view.append(el("p", { class: "draft soft" }, "SameSide drafts this one."));
        return view;
      }),
    ),
  );
  box.replaceChildren(el("div", { class: "preview", inert: true }, el("h3", {}, form.name), form.help ? el("p", { class: "soft" }, form.help) : null, ...sections));
  drawn(parentElement);
}
