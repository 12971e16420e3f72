"""The team's own rules by a form: one rule at a time, its own sentences tried as they are written; the same text as the TOML beside it.

::

    kept TOML ──> fields ──> draft TOML ──> tried on its sentences ──> kept
        └── undo ──────────────────────────────────────────────────────┘
"""

from __future__ import annotations

from dataclasses import replace
from html import escape

import streamlit as st

from analysis.language.rulebook.loading import found_in, load_book
from analysis.language.rulebook.rules import RuleBook, RuleError
from audio.errors import SameSideError
from library.house import rule_form, team_rules
from library.store import Library
from ui import texts
from ui.dashboard import viewer
from ui.dashboard.parts import reanalysis
from ui.dashboard.parts.governance.allowed import settles

NEW, EXTEND = "*new", "*extend"
"""What is chosen in the place of a rule's id."""
STANCES = {
    "push": "Pushing (agent)",
    "partner": "Partnering (agent)",
    "escalation": "Escalation (customer)",
}
PATTERN_HELP = (
    "A phrase a line, as it is said, without punctuation. [just] may be there or not; (our|the) is one of them; .. leaves up to three "
    "words between; appreciat* is any ending; ^ and $ are where the sentence begins and ends."
)
BEFORE = "team-rules-before"


def form(library: Library, *, blocked: bool) -> None:
    """Choose a rule, or begin one; change it, see how it fares, keep or remove it. ``blocked``: the TOML beside is being changed."""
    saved, version = team_rules.team_rules(library)
    book = load_book()
    ids = rule_form.rule_ids(saved)
    names = {rule: book[rule].name if rule in book else rule_form.form_of(saved, rule).name for rule in ids}
    names |= {NEW: "A new rule", EXTEND: "Add to a technique of the book, or leave it out"}
    choice_column, undo_column = st.columns([3, 2], vertical_alignment="bottom", gap="large")
    chosen = choice_column.selectbox(
        "Rule", [*ids, NEW, EXTEND], format_func=lambda rule: names.get(rule, rule), key=f"team-rule-{version}"
    )
    with undo_column:
        undo(library, saved, version)
    form_column, check_column = st.columns([3, 2], gap="large")
    with form_column:
        rule, filled = fields(chosen, saved, book, f"{version}-{chosen}")
    draft = rule_form.with_rule(saved, rule, filled, shipped=rule in book)
    with check_column, st.container(key="verdict"):
        ready = check(draft, rule, filled)
        keep_or_remove(library, (saved, version), draft, rule, ready=ready and not blocked)
        if blocked:
            st.caption("The TOML beside has changes that are not kept: keep them or undo them first.")
        with st.expander("The same as TOML"):
            st.code(draft, language="toml", wrap_lines=True)


def fields(chosen: str, saved: str, book: RuleBook, key: str) -> tuple[str, rule_form.RuleForm]:
    """The rule's id, and what stands in its fields."""
    if chosen == EXTEND:
        open_ones = [rule.id for rule in book if not rule.heard and rule.id not in rule_form.rule_ids(saved)]
        chosen = st.selectbox("Technique", open_ones, format_func=lambda rule: book[rule].name, key=f"technique-{key}")
        key += chosen
        before = rule_form.RuleForm()
    else:
        before = (
            rule_form.RuleForm(who=viewer.author(), title="House rule")
            if chosen == NEW
            else rule_form.form_of(saved, chosen)
        )
    if chosen in book:
        st.caption(texts.markdown(book[chosen].why))
        silent = st.toggle("Leave this technique out: it is no longer flagged", before.silent, key=f"silent-{key}")
        filled = replace(before, silent=silent, stance=book[chosen].stance)
    else:
        filled = naming(before, key)
    if not (chosen in book and book[chosen].heard):
        filled = wording(filled, key)
    taken = {*rule_form.rule_ids(saved), *(rule.id for rule in book), "words"}
    return (rule_form.new_id(filled.name, taken) if chosen == NEW else chosen), filled


def naming(before: rule_form.RuleForm, key: str) -> rule_form.RuleForm:
    """What a rule of the team's own is called, what it counts as, why, and who says so."""
    name_column, stance_column = st.columns(2)
    name = name_column.text_input(
        "Title", before.name, max_chars=80, placeholder="Blaming the depot", key=f"name-{key}"
    )
    stance = stance_column.selectbox(
        "Counts as",
        list(STANCES),
        list(STANCES).index(before.stance),
        format_func=STANCES.__getitem__,
        key=f"stance-{key}",
    )
    why = st.text_area(
        "Why it helps or hurts", before.why, height=80, max_chars=1000, key=f"why-{key}",
        placeholder="To the customer the depot is us. Say what will be done instead.",
    )  # fmt: skip
    with st.expander("Who says so"):
        who = st.text_input("Person or organisation", before.who, max_chars=80, key=f"who-{key}")
        title = st.text_input("Title of it", before.title, max_chars=200, key=f"title-{key}")
        url = st.text_input("Its address on the web, if any", before.url, max_chars=500, key=f"url-{key}")
    given = {"name": name, "why": why, "who": who, "title": title, "url": url}
    return replace(before, stance=stance, **{part: text.strip() for part, text in given.items()})  # type: ignore[arg-type]


def wording(before: rule_form.RuleForm, key: str) -> rule_form.RuleForm:
    """The phrases and sentences of a rule, an entry a line."""

    def lines(label: str, name: str, placeholder: str, told: str = "") -> tuple[str, ...]:
        text = st.text_area(
            texts.markdown(label), "\n".join(getattr(before, name)), height=100, max_chars=20_000,
            placeholder=texts.printable(placeholder), help=texts.markdown(told) if told else None, key=f"{name}-{key}",
        )  # fmt: skip
        return tuple(line.strip() for line in text.splitlines() if line.strip())

    patterns = lines("Phrases that it is heard by", "patterns", "the depot [again]", PATTERN_HELP)
    vetoes = lines(
        "But not where one of these is said", "vetoes", "the depot (opens|closes)", "Written as the phrases are."
    )
    flag = lines("Sentences that must be flagged", "flag", "It's the depot again, not us.")
    left_alone = lines("Sentences that must be left alone", "pass_", "The depot opens at nine.")
    exceptions = lines(
        "Sentences that the model is not to flag either, nor nearly the same", "exceptions", "The depot opens at nine, sir.",
        "What the model flags without a phrase. Nearly the same is: one word in five another, names, numbers and an opening “so” whatever they "
        "be, with the same persons and negations. An appeal that is upheld writes here too.",
    )  # fmt: skip
    instead = before.instead
    if before.stance == "push":
        instead = lines("What to say instead", "instead", "I'll ring the depot for you now.")
    return replace(
        before, patterns=patterns, vetoes=vetoes, flag=flag, pass_=left_alone, exceptions=exceptions, instead=instead
    )


def check(draft: str, rule: str, filled: rule_form.RuleForm) -> bool:
    """Show how the rule fares with its own sentences; whether it can be kept."""
    st.html("<h2>How it fares</h2>")
    try:
        book = team_rules.read_draft(draft)
    except RuleError as slip:
        st.info(texts.markdown(needed(filled) or str(slip).partition(": ")[2]))
        return False
    if filled.silent:
        st.caption("It is left out: nothing of it is flagged.")
        return True
    fares = [(sentence, True, found_in(book, rule, sentence)) for sentence in filled.flag]
    fares += [(sentence, False, found_in(book, rule, sentence)) for sentence in filled.pass_]
    if not fares:
        st.caption("Write a sentence that must be flagged, and it is tried here.")
        return bool(filled.patterns or filled.vetoes or filled.exceptions or filled.instead)
    st.html(f'<ul class="fares">{"".join(fared(*one) for one in fares)}</ul>')
    return all(must == bool(found) for _, must, found in fares)


def needed(filled: rule_form.RuleForm) -> str:
    """What a rule of the team's own still lacks, in a sentence; empty where nothing."""
    wanted = {
        "a title": filled.name, "why it helps or hurts": filled.why, "a phrase that it is heard by": filled.patterns,
        "a sentence that must be flagged": filled.flag, "who says so": filled.who and filled.title,
    }  # fmt: skip
    missing = [what for what, given in wanted.items() if not given]
    return f"Still needed: {', '.join(missing)}." if missing else ""


def fared(sentence: str, must: bool, found: tuple[str, ...]) -> str:
    """A sentence with how it fared, as HTML."""
    good = must == bool(found)
    if found:
        told = f"{'flagged' if must else 'flagged, and must not be'}: “{found[0]}”"
    else:
        told = "no phrase finds it" if must else "left alone"
    look = "good" if good else "bad"
    return f'<li class="{look}"><b>{"✓" if good else "✗"}</b> {escape(sentence)} <small>{escape(told)}</small></li>'


def keep_or_remove(library: Library, kept: tuple[str, int], draft: str, rule: str, *, ready: bool) -> None:
    """Put the draft in force, or take the rule out; what of the TOML cannot stay is said before."""
    saved, version = kept
    lost = rule_form.lost_comments(saved, draft)
    if lost:
        st.warning(texts.markdown(f"These comments in the TOML go with the change: {' '.join(lost)}"))
    is_there = rule in rule_form.rule_ids(saved)
    with st.container(horizontal=True):
        if st.button("Keep this rule", type="primary", **settles(library, disabled=not ready or draft == saved)):
            put_in_force(library, draft, saved, version)
        if is_there and st.button("Remove this rule", **settles(library, disabled=not ready and draft == saved)):
            put_in_force(library, rule_form.without_rule(saved, rule), saved, version)


def undo(library: Library, saved: str, version: int) -> None:
    """Take back the last change that was kept by the form, where there is one."""
    before = st.session_state.get(BEFORE)
    allowed = settles(library)
    if before is not None and before != saved and st.button("Undo the last change", icon=":material/undo:", **allowed):
        put_in_force(library, before, saved, version)


def put_in_force(library: Library, text: str, before: str, version: int) -> None:
    """Keep the team's rules, have the calls judged by them, and run the page again; or say why not."""
    try:
        team_rules.keep_team_rules(library, text, version)
        reanalysis.request(library)
    except SameSideError as slip:
        st.error(texts.markdown(str(slip)))
        return
    st.session_state[BEFORE] = before
    st.rerun()
