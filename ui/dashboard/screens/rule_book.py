"""Rule book: every technique with its why, its source and its sentences; and a box to try a sentence of one's own."""

from __future__ import annotations

from html import escape

import streamlit as st

from analysis.handbook import HEADINGS
from analysis.language.reading import hits
from analysis.language.rulebook.rules import Rule, Stance
from analysis.language.windows import why_unreadable
from audio.call import Speaker
from library.house import team_rules
from library.store import Library
from ui import texts
from ui.dashboard import viewer
from ui.dashboard.parts import reanalysis, technique_names
from ui.dashboard.parts.governance.allowed import said, settles
from ui.dashboard.parts.house import team_rules as team_form

STANCES: dict[Stance, str] = {"partner": "Partnering", "push": "Pushing", "escalation": "Escalation"}
TEAM = (
    "A team may add rules of its own, add phrases to a technique of the book, or leave one out. Each rule is tried on the sentences "
    "that it must flag and must leave alone, and is kept only when it does."
)
EXAMPLE = """[collaborative_we]
patterns = ["shoulder to shoulder"]
flag = ["We'll stand shoulder to shoulder on this."]

[overcorrect]
silent = true
"""
KIND = {"partner": "partnered", "push": "pushed", "escalation": "escalated"}


def page() -> None:
    """The whole page."""
    st.title("Rule book")
    st.html(
        '<p class="lead">What SameSide listens for, why it helps or hurts, and who says so. It would rather be quiet and '
        "right than loud and wrong: a rule that fires on ordinary talk goes.</p>"
    )
    trial()
    library = viewer.library_here()
    agreement = technique_names.agreement(library)
    rules = team_rules.rule_book(library)
    *tabs, team_tab = st.tabs([*STANCES.values(), "The team's own rules"])
    for tab, stance in zip(tabs, STANCES, strict=True):
        with tab:
            st.caption(texts.markdown(HEADINGS[stance][1]))
            for rule in rules.of(stance):
                entry(rule, agreement.get(f"{KIND[rule.stance]}/{rule.id}"))
    with team_tab:
        team(library)


def trial() -> None:
    """A sentence in, what it would be flagged as out."""
    speaker_column, sentence_column = st.columns([1, 4])
    speaker: Speaker = speaker_column.segmented_control("Said by", ["agent", "customer"], default="agent", format_func=str.capitalize) or "agent"  # fmt: skip
    sentence = sentence_column.text_input("Try a sentence", placeholder="I'm afraid that's our policy.", max_chars=2000)
    if not sentence.strip():
        return
    unread = why_unreadable(sentence)
    found_hits = hits(sentence, speaker, team_rules.rule_book(viewer.library_here()))
    names = technique_names.names()
    lines = [
        f'<p class="hit {KIND[hit.stance]}"><b>{escape(names.get(hit.technique, hit.technique))}</b> '
        f"({STANCES[hit.stance].lower()}): {escape(hit.because)}</p>"
        for hit in found_hits
    ]
    st.html("".join(lines) or f'<p class="hit">{escape(unread or "Nothing to flag in this.")}</p>')


def team(library: Library) -> None:
    """Rules on top of the book: more phrases, rules of one's own, rules silenced; checked before they are kept."""
    saved, version = team_rules.team_rules(library)
    st.html(f'<p class="lead">{TEAM}</p>')
    said(library.why_not_in_house("settle"))
    by_form, as_toml = st.tabs(["By a form", "As TOML"])
    with as_toml:
        st.caption(
            "The same rules as text, to be copied, compared and sent on; whatever is kept here stands in the form, and the other way round."
        )
        text = st.text_area(
            "Rules", saved, height=360, placeholder=EXAMPLE, max_chars=100_000, key=f"team-toml-{version}"
        )
        if st.button("Check and keep", type="primary", **settles(library, disabled=text == saved)):
            team_form.put_in_force(library, text, saved, version)
    with by_form:
        team_form.form(library, blocked=text != saved)
    if saved:
        st.caption("In force. Calls judged before are judged anew in the background.")
        reanalysis.show_progress(library)


def entry(rule: Rule, agreement: dict[str, int] | None) -> None:
    """One technique with its why, its sentences and its source, and how often coaches agree with it, if any has said."""
    with st.expander(
        f"**{texts.markdown(rule.name)}**" + ("  (told by the voices, not by words)" if rule.heard else "")
    ):
        st.html(f'<p class="lead">{escape(rule.why)}</p>')
        columns = st.columns(3)
        parts = (("Flagged", rule.flag), ("Left alone", rule.pass_), ("Try instead", rule.instead))
        for column, (heading, sentences) in zip(columns, parts, strict=True):
            if sentences:
                items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences[:6])
                column.html(f'<h3 class="small">{escape(heading)}</h3><ul class="said">{items}</ul>')
        st.caption(f"Source: {texts.markdown(rule.source.who)}, {texts.link(rule.source.title, rule.source.url)}")
        if agreement:
            st.caption(f"Coaches agreed with {agreement['agree']:,} of {agreement['of']:,} such moments.")


page()
