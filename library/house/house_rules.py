"""House rules: what this library's calls are judged by (limits, the team's own rules) and heard with (the house's
words, the language spoken), kept in it for everybody.

Only what differs from the shipped limits is kept, so that a limit nobody touched follows a newer SameSide.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.edition import edition
from analysis.language.rulebook.rules import RuleBook, load_book
from analysis.limits import Limits, change, table
from analysis.report import Report
from analysis.review import review
from audio.asr.language import check_language
from audio.call import Call
from audio.errors import InputError
from library.database.packing import fingerprint
from library.database.text import one_line
from library.store import Library

SETTING, RULES, VOCABULARY, LANGUAGE = "limits", "rules", "vocabulary", "language"

MOST_WORDS, LONGEST_WORD = 200, 60
"""Entries of the vocabulary, and letters of one; the recogniser takes fewer than the first allow."""


def limits(library: Library) -> Limits:
    """The limits in force. Raises :class:`analysis.limits.LimitError` where what was kept no longer makes sense."""
    return limits_and_version(library)[0]


def limits_and_version(library: Library) -> tuple[Limits, int]:
    """The limits in force, and the version of the setting, to save over."""
    values, version = library.settings.get(SETTING, {})
    return change(Limits(), **values), version


def keep_limits(library: Library, changed: Limits, version: int) -> None:
    """Put other limits in force. Raises :class:`audio.errors.SameSideError` where somebody else did meanwhile."""
    library.settings.keep(SETTING, changed_limits(changed), version)


def changed_limits(changed: Limits) -> dict[str, float]:
    """The limits that are not as shipped, by name."""
    return {row["name"]: row["value"] for row in table(changed) if row["value"] != row["default"]}


def team_rules(library: Library) -> tuple[str, int]:
    """The team's own rules as they were written (TOML), empty where there are none, and the version to save over."""
    text, version = library.settings.get(RULES, "")
    return str(text), version


def keep_team_rules(library: Library, text: str, version: int) -> None:
    """Put the team's rules in force.

    Raises :class:`analysis.language.rulebook.rules.RuleError` naming the rule and the slip, or :class:`audio.errors.SameSideError` where
    somebody else changed them meanwhile; nothing is kept then.
    """
    read_rule_book(text)
    library.settings.keep(RULES, text, version)


def rule_book(library: Library) -> RuleBook:
    """The rule book in force: the shipped one, with the team's rules on top. Raises ``RuleMistake``."""
    return read_rule_book(team_rules(library)[0])


@lru_cache(maxsize=4)
def read_rule_book(text: str) -> RuleBook:
    """The rule book with a team's rules on top."""
    if not text.strip():
        return load_book()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "team-rules.toml"
        path.write_text(text, encoding="utf-8")
        return load_book(path)


def vocabulary(library: Library) -> tuple[tuple[str, ...], int]:
    """The words that are peculiar to this house, in the order of their weight, and the version to save over."""
    words, version = library.settings.get(VOCABULARY, ())
    return tuple(words), version


def keep_vocabulary(library: Library, words: Iterable[str], version: int) -> None:
    """Put another vocabulary in force, for calls heard from now on: trimmed, each word once, however it is spelt.

    Raises :class:`SameSideError` where there are too many words, one is too long, or somebody else changed them meanwhile.
    """
    library.settings.keep(VOCABULARY, list(check_vocabulary(words)), version)


def read_vocabulary(path: Path) -> tuple[str, ...]:
    """The vocabulary in a text file, an entry a line. Raises :class:`SameSideError` where it cannot be read as one."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as slip:
        raise InputError(f"the vocabulary {path} cannot be read: {slip.strerror or slip}") from None
    except UnicodeDecodeError:
        raise InputError(
            f"the vocabulary {path} is no text in UTF-8: write it as plain text, an entry a line"
        ) from None
    return check_vocabulary(text.splitlines())


def check_vocabulary(words: Iterable[str]) -> tuple[str, ...]:
    """The entries of a vocabulary, trimmed, each once, however it is spelt. Raises :class:`SameSideError` as
    :func:`keep_vocabulary` does.
    """
    kept = unique_entries(words)
    if len(kept) > MOST_WORDS:
        raise InputError(
            f"These are {len(kept)} entries, and the vocabulary holds {MOST_WORDS}: leave out what is rarely said."
        )
    if long := next((word for word in kept if len(word) > LONGEST_WORD), None):
        raise InputError(
            f"“{long[:LONGEST_WORD]}…” is longer than the {LONGEST_WORD} letters that an entry may have: give a name, or a "
            "short phrase, on each line."
        )
    return kept


def hearing_options(library: Library) -> dict[str, Any]:
    """What the house knows beforehand of the words of a call, as options of :func:`library.pipeline.hear`: the ``vocabulary`` it
    keeps, the ``names`` of its agents, and the ``language``, ``None`` where it is to be guessed.
    """
    return {
        "vocabulary": unique_entries(vocabulary(library)[0]),
        "names": unique_entries(person.name for person in library.people.agents()),
        "language": language(library)[0],
    }


def unique_entries(words: Iterable[str]) -> tuple[str, ...]:
    """The words, each in one line, as it is spelt first and at that place; empty ones are left out."""
    found: dict[str, str] = {}
    for line in map(one_line, words):
        if line:
            found.setdefault(line.casefold(), line)
    return tuple(found.values())


def language(library: Library) -> tuple[str | None, int]:
    """The code of the language that is spoken in all calls (``None``: to be guessed in each), and its version."""
    code, version = library.settings.get(LANGUAGE)
    return code, version


def keep_language(library: Library, code: str | None, version: int) -> None:
    """Say which language is spoken, for calls heard from now on.

    Raises :class:`SameSideError` where Whisper does not know it, or somebody else changed it meanwhile.
    """
    if code is not None:
        check_language(code)
    library.settings.keep(LANGUAGE, code, version)


def judge(library: Library, call: Call, by: Limits) -> Report:
    """The report of a call under these limits and the rule book in force."""
    return review(call, by, rule_book(library))


def report_fingerprint(library: Library, by: Limits) -> str:
    """What tells a report made under these limits, these rules, by this edition of the judging, from any other."""
    return fingerprint(by, edition() + team_rules(library)[0])


def judge_again(library: Library, call_id: str, by: Limits) -> None:
    """Judge a call again by other limits or rules, without hearing it again."""
    library.keep_report(judge(library, library.call(call_id), by), report_fingerprint(library, by))


def swap(library: Library, call_id: str) -> None:
    """Change agent and customer round in a call, and judge it again."""
    library.swap(call_id)
    judge_again(library, call_id, limits(library))


@dataclass(frozen=True, slots=True)
class Difference:
    """How the moments of a call would change: how many more or fewer of each kind, none of them 0."""

    call_id: str
    name: str
    more: dict[str, int]


def difference(library: Library, call_id: str, name: str, by: Limits) -> Difference | None:
    """What other limits would change in a call; ``None`` where its moments stay as they are."""
    before = library.report(call_id)
    after = judge(library, library.call(call_id), by)
    if before is not None and before.moments == after.moments:
        return None
    counted = Counter(m.kind for m in after.moments)
    counted.subtract(Counter(m.kind for m in before.moments) if before else {})
    return Difference(call_id, name, {kind: n for kind, n in counted.items() if n})
