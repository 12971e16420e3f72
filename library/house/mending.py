"""A rule mended after an upheld appeal: which flags it may be against, what it puts into the house's own rules, and which calls that changes.

::

    appeal, upheld ──> flags(…)      the flags that the answer rests on, or that lie in the stretch that the appeal points to
                       proposal(…)   what it takes for one of them to be flagged no more, tried on the call itself:
                                       a phrase of the book   the sentence as a veto, and under what must be left alone
                                       the model              the sentence under exceptions, which nearly the same meets too
                       changes(…)    the kept calls that would then be judged otherwise, judged so and not kept
                       mend(…)       taken: the call is judged anew at once, the others behind it
                       take_back(…)  and the other way

The shipped rules and weights stay. What is written is the sentence as it is shown, with what is masked left open.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from analysis.language import wording
from analysis.language.rulebook.exceptions import near, normal
from analysis.language.rulebook.loading import found_in, load_book
from analysis.language.rulebook.rules import RuleBook
from analysis.language.tokens import sentences, tokenize
from analysis.report import Kind, Moment, Report
from audio.call import Call
from library.calls.listing import Filter
from library.evaluations.appeals import AppealLine
from library.house import judging, rule_form
from library.house.limits import limits_in_force
from library.house.team_rules import read_draft, read_rule_book, rule_book, team_rules
from library.mending.mends import Entries, MendedLine
from library.redaction.masking import masked
from library.store import Library

WORDED: tuple[Kind, ...] = ("pushed", "partnered", "escalated")
ROUNDS = 4
"""Entries that are tried for one flag: once its phrase is vetoed the model may hear it, or hear it in more words than were quoted."""
SHORTEST = 3
"""Letters of a word by which calls are looked for."""
_LABEL = re.compile(r"\[[^\[\]]{1,40}\]")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be put into the house's rules for one flag, and the rules and the book with it; ``version`` is what they are put in place of."""

    call_id: str
    moment: Moment
    entries: Entries
    rules: str
    version: int
    book: RuleBook

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences that are to be flagged no more."""
        texts = (
            text for lists in self.entries.values() for name in ("pass", "exceptions") for text in lists.get(name, ())
        )
        return tuple(dict.fromkeys(texts))


@dataclass(frozen=True, slots=True)
class Changes:
    """The calls that would be judged otherwise, of how many that hold such words at all."""

    calls: tuple[judging.Difference, ...]
    looked_at: int


def flags(library: Library, appeal: AppealLine) -> tuple[Moment, ...]:
    """The flags read in words that an appeal may be against: those in its stretch, or else those that its question's draft rests on."""
    report = library.report(appeal.call_id)
    if report is None:
        return ()
    book = rule_book(library)
    worded = [
        m
        for m in report.moments
        if m.kind in WORDED and m.words and m.technique and m.technique in book and not book[m.technique].heard
    ]
    if appeal.span is not None:
        there = tuple(m for m in worded if m.span & appeal.span)
        if there:
            return there
    form = library.evaluations.evaluation(appeal.evaluation_id).form.form
    binding = form.question(appeal.question).draft
    names = () if binding is None else binding.moments
    return tuple(m for m in worded if f"{m.kind}:*" in names or f"{m.kind}:{m.technique}" in names)


def proposal(library: Library, call_id: str, moment: Moment) -> Proposal | None:
    """What it takes for a moment to be flagged no more; ``None`` where no entry of its sentences does that."""
    kept, version = team_rules(library)
    entries: dict[str, dict[str, tuple[str, ...]]] = {}
    left: tuple[Moment, ...] = (moment,)
    rules, book = kept, rule_book(library)
    for _ in range(ROUNDS):
        before = {technique: dict(lists) for technique, lists in entries.items()}
        for one in left:
            _add(entries, one, book)
        if entries == before:
            return None
        rules = with_entries(kept, entries)
        book = read_draft(rules)
        left = _left(library, call_id, moment, book)
        if not left:
            return Proposal(call_id, moment, entries, rules, version, read_rule_book(rules))
    return None


def changes(library: Library, wanted: Proposal) -> Changes:
    """The kept calls, of those that the viewer may have judged, whose moments would be others."""
    limits = limits_in_force(library)
    names = {wanted.call_id: library.summary(wanted.call_id).name, **_candidates(library, wanted)}
    calls = [
        (call_id, name)
        for call_id, name in names.items()
        if library.may("correct", call_id) and (call_id == wanted.call_id or _touches(library.report(call_id), wanted))
    ]
    found = (judging.difference(library, call_id, name, limits, wanted.book) for call_id, name in calls)
    return Changes(tuple(one for one in found if one is not None), len(calls))


def mend(library: Library, appeal_id: int, by: str, wanted: Proposal) -> int:
    """Put it in force, have the call judged by it at once and all others behind it; the mending's id.

    Raises :class:`SameSideError` where the appeal is not upheld, or not the viewer's to decide, or the rules have changed meanwhile.
    """
    technique = wanted.moment.technique or ""
    sentence = wanted.sentences[0] if wanted.sentences else wanted.moment.words
    made = library.mends.mend(appeal_id, by, technique, sentence, wanted.entries, wanted.rules, wanted.version)
    judging.judge_again(library, wanted.call_id, limits_in_force(library))
    return made


def take_back(library: Library, line: MendedLine, by: str) -> None:
    """Take out of the house's rules what a mending put in, as far as it still stands there, and have the calls judged anew.

    Raises :class:`SameSideError` as :func:`mend` does.
    """
    kept, version = team_rules(library)
    there = {
        technique: {
            name: tuple(text for text in texts if text in getattr(_form(kept, technique), _field(name)))
            for name, texts in lists.items()
        }
        for technique, lists in line.entries.items()
    }
    rules = without_entries(kept, there)
    read_rule_book(rules)
    library.mends.take_back(line.id, by, there, rules, version)
    judging.judge_again(library, line.call_id, limits_in_force(library))


def with_entries(rules: str, entries: Entries) -> str:
    """A house's rules with these entries, at the end of their lists."""
    for technique, lists in entries.items():
        form = _form(rules, technique)
        more = {_field(name): getattr(form, _field(name)) + tuple(texts) for name, texts in lists.items()}
        rules = rule_form.with_rule(rules, technique, replace(form, **more), shipped=technique in load_book())
    return rules


def without_entries(rules: str, entries: Entries) -> str:
    """A house's rules without these entries; a rule of the book of which the house then says nothing goes."""
    for technique, lists in entries.items():
        if technique not in rule_form.rule_ids(rules):
            continue
        form = _form(rules, technique)
        less = {_field(name): _less(getattr(form, _field(name)), texts) for name, texts in lists.items()}
        form, shipped = replace(form, **less), technique in load_book()  # type: ignore[arg-type]
        rules = rule_form.with_rule(rules, technique, form, shipped=shipped)
        if shipped and rule_form.is_empty(rules, technique):
            rules = rule_form.without_rule(rules, technique)
    return rules


def veto_of(book: RuleBook, technique: str, sentence: str) -> tuple[str, ...]:
    """The sentence as vetoes of a rule, word for word: of each sentence in it in which a phrase of the rule is found."""
    parts = [sentence[start:end] for start, end in sentences(sentence)]
    found = [part for part in parts if found_in(book, technique, part)]
    written = [_written(part) for part in found] if found else [" ~ ".join(map(_written, parts))]
    return tuple(dict.fromkeys(text for text in written if text))


def _written(sentence: str) -> str:
    """A sentence as a phrase of the book: its words, a number as any number, and what is masked left open."""
    parts = [
        " ".join("#" if word == "NUM" else word for word in tokenize(part).words) for part in _LABEL.split(sentence)
    ]
    return " .. ".join(part for part in parts if part)


def _add(entries: dict[str, dict[str, tuple[str, ...]]], moment: Moment, book: RuleBook) -> None:
    """Put in what keeps one flag from being one."""
    technique, sentence = moment.technique or "", " ".join(moment.words.split())
    lists: dict[str, tuple[str, ...]] = {"exceptions": (sentence,)}
    if moment.rule != "model":
        lists = {"vetoes": veto_of(book, technique, sentence), "pass": (sentence,)}
    mine = entries.setdefault(technique, {})
    for name, texts in lists.items():
        mine[name] = tuple(dict.fromkeys((*mine.get(name, ()), *texts)))


def _left(library: Library, call_id: str, moment: Moment, book: RuleBook) -> tuple[Moment, ...]:
    """What would still be flagged in the moment's place under a book, with its words as they are shown."""

    def read(call: Call, before: Report | None) -> tuple[Moment, ...]:
        there = tuple(m for m in wording.moments(call, book) if m.kind == moment.kind and m.span & moment.span)
        return masked(call, replace(before, moments=there))[1].moments if there and before is not None else there

    return library.judge_original(call_id, read)


def _candidates(library: Library, wanted: Proposal) -> dict[str, str]:
    """The names of the calls that may hold such words, by id: with a flag of this kind, and with one of the words of which at least one
    is in whatever is near (as many may be others as :func:`near` allows, and one more is looked for)."""
    found: dict[str, str] = {}
    for sentence in wanted.sentences:
        plain = sorted(
            {w for w in tokenize(_LABEL.sub(" ", sentence)).words if w.isalpha() and w in sentence.lower().split()}
        )
        allowed = len(normal(sentence)) // 5 + 1
        rare = sorted((word for word in plain if len(word) >= SHORTEST), key=len, reverse=True)[: allowed + 1]
        searches: Iterable[str] = rare if len(rare) > allowed else ("",)
        for word in searches:
            found |= library.call_names(Filter(kind=wanted.moment.kind, words=word))
    return found


def _touches(report: Report | None, wanted: Proposal) -> bool:
    """Whether a report has a flag in words that are near a sentence, or hold it."""
    if report is None:
        return False
    said = [normal(m.words) for m in report.moments if m.kind == wanted.moment.kind and m.words]
    excepted = [normal(sentence) for sentence in wanted.sentences]
    return any(near(one, words) is not None or _holds(words, one) for words in said for one in excepted)


def _holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return any(words[k : k + len(part)] == part for k in range(len(words) - len(part) + 1))


def _form(rules: str, technique: str) -> rule_form.RuleForm:
    is_there = technique in rule_form.rule_ids(rules)
    return rule_form.form_of(rules, technique) if is_there else rule_form.RuleForm()


def _field(name: str) -> str:
    return "pass_" if name == "pass" else name


def _less(texts: Iterable[str], gone: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in texts if text not in gone)
