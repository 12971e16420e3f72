"""What to say instead of a push: of a rule's rewrites the one nearest to what was said, or none.

A rewrite that does not fit is worse than none: who has just talked about a car does not want to read about a leak in
the kitchen. So a rewrite that *names a thing* (a word of the book's lists of things, papers, people, places ...) is taken
only where that thing was named; the others are general and always may be taken::

    said       You'll have to fill in the form again.
    general    Shall we take it one step at a time?              0 words in common
    names it   Let's fill in the form together now.              2 words, and "form" was said: taken
    said       You'll have to bring the car back.                "form" was not said: the general one

The one with most telling words in common is taken, of equals the first; words are alike that begin alike.
"""

from __future__ import annotations

from functools import lru_cache

from analysis.language.rulebook.rules import Rule
from analysis.language.rulebook.word_lists import WordLists
from analysis.language.tokens import bag, tokenize

_KINDS = frozenset(
    f"<{kind}>" for kind in ["thing", "device", "paper", "money", "person", "animal", "staffer", "place", "goods"]
)
"""The book's word lists that name a thing."""
ALIKE = 5
"""Letters of their beginnings by which two words are the same: "fill" and "filled", "voice" and "voices"."""
_EMPTY = bag(
    "the a an and or but so if as at by for from in into of off on out over to up with about than then that this these those there here it its "
    "i me my mine you your yours we us our he she they them their who what which when where why how is are was were be been am do does did done "
    "have has had will would can could should may might must shall not no yes just only very more most one NUM all any some still yet now "
    "get got go going let make made take tell told say said know see want like need help thing things way right well please sorry okay down back again"
)


def rewrite(rule: Rule, sentence: str, lists: WordLists) -> str | None:
    """What to say instead of ``sentence``, the sentence with the push; ``None`` where no rewrite of ``rule`` fits.

    lists  those of the book, by which things are known
    """
    stems = {stem for stem, _ in _topic_words(sentence)}
    best, most_shared = None, -1
    for text in rule.instead:
        topics = _topic_words(text)
        if any(stem not in stems and any(kind in _KINDS for kind in lists[word]) for stem, word in topics):
            continue
        shared = len({stem for stem, _ in topics} & stems)
        if shared > most_shared:
            best, most_shared = text, shared
    return best


@lru_cache(maxsize=1024)
def _topic_words(text: str) -> tuple[tuple[str, str], ...]:
    """The words of ``text`` that tell what it is about, each with its beginning."""
    return tuple((word[:ALIKE], word) for word in tokenize(text).words if word not in _EMPTY)
