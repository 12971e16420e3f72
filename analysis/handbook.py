"""The rule book as a page to read: ``python -m analysis.handbook > docs/techniques.md``.

Made from the book alone, so that the documentation cannot say anything else than what is listened for; a test keeps
the committed page up to date.
"""

from __future__ import annotations

from analysis.language.rulebook.loading import load_book
from analysis.language.rulebook.rules import Rule, RuleBook, Stance

HEADINGS: dict[Stance, tuple[str, str]] = {
    "partner": ("Partnering", "Wording that puts agent and customer on the same side, with the problem on the other."),
    "push": ("Pushing", "Wording that puts them on opposite sides, and what to say instead."),
    "escalation": (
        "Escalation",
        "The customer's wording of a conflict that grows. Facts of what was said, not of what is felt.",
    ),
}
EXAMPLES = 8
"""Sentences shown of each kind; the rule files hold them all."""


def handbook(book: RuleBook) -> str:
    """The page, in Markdown."""
    parts = [
        "# What SameSide listens for",
        "<!-- made by `python -m analysis.handbook`; change analysis/language/rulebook/techniques/*.toml instead -->",
        "Each technique has an id, a reason, a source, sentences that it must hear and sentences that it must leave alone. "
        "Sentences are heard through patterns and through a small model trained on made-up lines; both yield to vetoes. "
        "A team extends or silences the book with a file of the same shape (`--rules FILE`). "
        "The creed: better quiet and right than loud and wrong.",
    ]
    for stance, (heading, about) in HEADINGS.items():
        parts += [f"## {heading}", about, *(_entry(rule) for rule in book.of(stance))]
    return "\n\n".join(parts) + "\n"


def _entry(rule: Rule) -> str:
    lines = [
        f"### {rule.name} (`{rule.id}`)",
        "",
        rule.why,
        "",
        f"Source: {rule.source.who}, [{rule.source.title}]({rule.source.url}).",
    ]
    if rule.heard:
        lines += ["", "Heard in the two voices rather than read in the words."]
    for heading, texts in (("Heard in", rule.flag), ("Left alone", rule.pass_), ("Try instead", rule.instead)):
        if texts:
            lines += ["", f"{heading}:", "", *(f"- {text}" for text in texts[:EXAMPLES])]
    return "\n".join(lines)


if __name__ == "__main__":
    print(handbook(load_book()), end="")
