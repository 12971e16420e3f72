"""JSON read with its place kept, so that a damaged file is refused with the very key at fault.

::

    Node({"results": {"items": [{}]}})["results"]["items"].each()  ->  a Node that knows it is  results.items[0]

What is asked of a file of which nothing is known yet (``at``, ``some``, ``holds_list``) never refuses it.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from audio.transcripts.cue import CueError

_KINDS = {dict: "an object", list: "a list", str: "text", bool: "true or false", int: "a number", float: "a number"}


ENOUGH = 100
"""Items of a list that are looked at to tell what it is a list of; a day's words are a million."""


class Node:
    """One value of a JSON file and the path to it; every reader raises :class:`CueError` where it is not as needed."""

    __slots__ = ("path", "value")

    def __init__(self, value: object, path: str = "") -> None:
        self.value = value
        self.path = path

    @property
    def where(self) -> str:
        """The place in the file, as a message names it."""
        return f"key “{self.path}”" if self.path else "the top of the file"

    def __getitem__(self, key: str) -> Node:
        node = self.get(key)
        if node is None:
            raise CueError(self.where, f"“{key}” is missing")
        return node

    def __contains__(self, key: str) -> bool:
        return self.get(key) is not None

    def get(self, *keys: str) -> Node | None:
        """The first of ``keys`` that is there and not null."""
        if not isinstance(self.value, dict):
            raise self.wrong("an object")
        for key in keys:
            if self.value.get(key) is not None:
                return Node(self.value[key], f"{self.path}.{key}" if self.path else key)
        return None

    def first(self, *keys: str) -> Node:
        """As :meth:`get`, but one of them has to be there."""
        node = self.get(*keys)
        return self[keys[0]] if node is None else node

    def each(self, *keys: str) -> Iterator[Node]:
        """The items of this list, or of the list under the first of ``keys`` (none where no such key is)."""
        node = self.get(*keys) if keys else self
        if node is None:
            return
        if not isinstance(node.value, list):
            raise node.wrong("a list")
        for index, value in enumerate(node.value):
            yield Node(value, f"{node.path}[{index}]")

    def at(self, *path: str) -> Node | None:
        """What lies under ``path``, key by key; ``None`` where anything on the way is missing or no object. Never raises."""
        node: Node | None = self
        for key in path:
            node = node.get(key) if node is not None and node.is_object else None
        return node

    def objects(self, *path: str) -> list[Node]:
        """The objects of the list under ``path``; none where there is no such list. Never raises."""
        node = self.at(*path)
        return [item for item in node.each() if item.is_object] if node is not None and node.is_list else []

    def some(self, *path: str) -> list[Node]:
        """The objects among the first ``ENOUGH`` items of the list under ``path``: what a file is shows in them. Never raises."""
        node = self.at(*path)
        if node is None or not isinstance(node.value, list):
            return []
        return Node(node.value[:ENOUGH], node.path).objects()

    def holds_list(self, *path: str) -> bool:
        """Whether a list, even an empty one, lies under ``path``. Never raises."""
        node = self.at(*path)
        return node is not None and node.is_list

    @property
    def is_object(self) -> bool:
        """Whether the value is an object."""
        return isinstance(self.value, dict)

    @property
    def is_list(self) -> bool:
        """Whether the value is a list."""
        return isinstance(self.value, list)

    def text(self) -> str:
        """The value, which has to be text."""
        if not isinstance(self.value, str):
            raise self.wrong("text")
        return self.value

    def label(self) -> str:
        """A name, which some write as a number."""
        if isinstance(self.value, bool) or not isinstance(self.value, str | int):
            raise self.wrong("a name or a number")
        return str(self.value).strip()

    def number(self) -> float:
        """A number, which some write as text."""
        try:
            if isinstance(self.value, bool) or not isinstance(self.value, str | int | float):
                raise ValueError
            number = float(self.value)
        except (ValueError, OverflowError):
            raise self.wrong("a number") from None
        if not math.isfinite(number):
            raise self.wrong("a finite number")
        return number

    def wrong(self, needed: str) -> CueError:
        """The error that says what is here and what is needed."""
        kind = "nothing" if self.value is None else _KINDS.get(type(self.value), "something else")
        short = f" ({self.value!r:.40})" if isinstance(self.value, str | int | float) else ""
        return CueError(self.where, f"{kind}{short} where {needed} is needed")


def readable(node: Node | None) -> float | None:
    """The number of ``node``, ``None`` where there is no node or no number in it: of times, which can be mended."""
    try:
        return optional(node)
    except CueError:
        return None


def optional(node: Node | None) -> float | None:
    """The number of ``node``, ``None`` where there is no node."""
    return None if node is None else node.number()
