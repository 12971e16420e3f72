"""Words by what they mean here: which of the book's lists ("feeling", "trouble", "boss") a token belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class WordLists:
    """Which of the book's lists a token belongs to; entries of several words are left to the patterns."""

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self._whole: dict[str, list[str]] = {}
        self._stems: list[tuple[str, str]] = []
        for name, entries in lists.items():
            for entry in entries:
                if entry.endswith("*"):
                    self._stems.append((entry[:-1], name))
                elif " " not in entry:
                    self._whole.setdefault(entry, []).append(name)
        self._known: dict[str, tuple[str, ...]] = {}

    def __getitem__(self, word: str) -> tuple[str, ...]:
        cached = self._known.get(word)
        if cached is None:
            names = [*self._whole.get(word, ()), *(name for stem, name in self._stems if word.startswith(stem))]
            cached = tuple(f"<{name}>" for name in dict.fromkeys(names))
            if len(self._known) < 50_000:
                self._known[word] = cached
        return cached
