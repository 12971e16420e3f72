"""Rule book: every technique with its why, its source and its sentences; and a box to try a sentence of one's own."""

from __future__ import annotations

from html import escape

import streamlit as st

from analysis.rules import Rule, Stance, load_book
from analysis.wording import hits, reads
from audio.call import Speaker
from ui import book, plain, shelf

STANCES: dict[Stance, str] = {"partner": "Partnering", "push": "Pushing", "escalation": "Escalation"}
KIND = {"partner": "partnered", "push": "pushed", "escalation": "escalated"}


def page() -> None:
    st.title("Rule book")
    st.html(
        '<p class="lead">What SameSide listens for, why it helps or hurts, and who says so. It would rather be quiet and '
        "right than loud and wrong: a rule that fires on ordinary talk goes.</p>"
    )
    trial()
    agreed = book.agreement(shelf.library().notes)
    rules = load_book()
    for tab, (stance, name) in zip(st.tabs(list(STANCES.values())), STANCES.items(), strict=True):
        with tab:
            for rule in rules.of(stance):
                entry(rule, name, agreed.get(rule.id))


def trial() -> None:
    """A sentence in, what it would be flagged as out."""
    who, text = st.columns([1, 4])
    speaker: Speaker = who.segmented_control("Said by", ["agent", "customer"], default="agent", format_func=str.capitalize) or "agent"  # fmt: skip
    sentence = text.text_input("Try a sentence", placeholder="I'm afraid that's our policy.", max_chars=2000)
    if not sentence.strip():
        return
    unread = reads(sentence)
    found = hits(sentence, speaker, load_book())
    names = book.names()
    lines = [
        f'<p class="hit {KIND[hit.stance]}"><b>{escape(names.get(hit.technique, hit.technique))}</b> '
        f"({STANCES[hit.stance].lower()}): {escape(hit.because)}</p>"
        for hit in found
    ]
    st.html("".join(lines) or f'<p class="hit">{escape(unread or "Nothing to flag in this.")}</p>')


def entry(rule: Rule, stance: str, agreed: dict[str, int] | None) -> None:
    with st.expander(f"**{plain.markdown(rule.name)}**" + ("  (heard, not read)" if rule.heard else "")):
        st.html(f'<p class="lead">{escape(rule.why)}</p>')
        columns = st.columns(3)
        parts = (("Flagged", rule.flag), ("Left alone", rule.pass_), ("Try instead", rule.instead))
        for column, (heading, sentences) in zip(columns, parts, strict=True):
            if sentences:
                said = "".join(f"<li>{escape(one)}</li>" for one in sentences[:6])
                column.html(f'<h3 class="small">{heading}</h3><ul class="said">{said}</ul>')
        st.caption(
            f"Source: {plain.markdown(rule.source.who)}, [{plain.markdown(rule.source.title)}]({rule.source.url})"
        )
        if agreed:
            st.caption(f"Coaches agreed with {agreed['agree']} of {agreed['of']} such moments.")


page()
