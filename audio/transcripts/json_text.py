"""JSON as it is found: a file whose tail was cut off is read as far as it is whole.

::

    {"segments": [{"start": 1.0, "text": "Good morning."}, {"start": 3.8, "te
    {"segments": [{"start": 1.0, "text": "Good morning."}]}                        and it is said

What is cut away goes back to the last item of a list that is whole; then what is open is closed. (``json-repair`` closes the broken
string too, and half a sentence would be taken for a whole one.)
"""

from __future__ import annotations

import json
import re
from typing import Any

from audio.transcripts.cue import CueError
from audio.transcripts.repairs import LEFT_OUT, mended, remark

LONGEST_NUMBER = 40
"""Digits; a longer whole number is infinite, and refused where it is needed."""

MOST_ITEMS = 5
"""Items of a list that may be malformed; more are no slip."""

_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],]|"', re.DOTALL)
_CLOSING = {"{": "}", "[": "]"}


def read_json(text: str) -> object:
    """The value in ``text``, a list of them where every line is one. Raises :class:`CueError` where it is malformed, or cut off
    before the first whole item.

    A comma too many is passed over; an item of a list that is malformed is left out and counted, up to ``MOST_ITEMS``.
    """
    for removed in range(MOST_ITEMS + 2):
        try:
            return _loads(text)
        except json.JSONDecodeError as error:
            if (lines := _json_lines(text)) is not None:
                return lines
            refused = CueError(f"line {error.lineno}", f"the JSON breaks off or is malformed ({error.msg})")
            mended_text = _mended(text, error)
        except RecursionError:
            raise CueError("the top of the file", "the JSON holds a nesting beyond all measure") from None
        if mended_text is None or mended_text.count("{") < removed:
            raise refused
        text = mended_text
    raise refused


def _json_lines(text: str) -> list[object] | None:
    """The values of JSON Lines, two objects or more, each on its own line; ``None`` where the text is something else."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not all(line.lstrip()[0] == "{" and line.rstrip()[-1] == "}" for line in lines):
        return None
    try:
        return [_loads(line) for line in lines]
    except json.JSONDecodeError:
        return None


def _mended(text: str, error: json.JSONDecodeError) -> str | None:
    """The text without what is at fault; ``None`` where no whole item would be left."""
    if _at_the_end(text, error):
        whole = whole_part(text)
        if whole is not None:
            remark("The file {file} breaks off; what of it is whole was read.")
        return whole
    without_commas = _without_last_commas(text)
    if without_commas != text:
        return without_commas
    without_item = _without_item_at(text, error.pos)
    mended(LEFT_OUT, int(without_item is not None))
    return without_item


def whole_part(text: str) -> str | None:
    """The beginning of a JSON text that was cut off, up to the last whole item of a list, closed; ``None`` where there is none."""
    stack: list[str] = []
    end, closing = 0, ""
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token in _CLOSING:
            stack.append(token)
        elif token == '"':  # a string that is never closed
            break
        elif token in ("}", "]"):
            if not stack or _CLOSING[stack.pop()] != token:
                return None
            if stack and stack[-1] == "[":
                end, closing = match.end(), "".join(_CLOSING[opened] for opened in reversed(stack))
        if len(stack) > 200:
            return None
    return text[:end] + closing if end else None


def _without_last_commas(text: str) -> str:
    """The text without commas that nothing follows but the end of their list or object."""
    kept, position, comma = [], 0, -1
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token in ("}", "]") and comma >= 0 and not text[comma + 1 : match.start()].strip():
            kept.append(text[position:comma])
            position = comma + 1
        comma = match.start() if token == "," else -1
    return "".join([*kept, text[position:]])


def _without_item_at(text: str, fault: int) -> str | None:
    """The text without the innermost item of a list, an object, that holds the place at ``fault``."""
    stack: list[tuple[str, int]] = []
    item: int | None = None
    for match in _TOKEN.finditer(text):
        if item is None and match.start() >= fault:
            depths = (depth for depth in range(len(stack) - 1, 0, -1) if stack[depth][0] == "{")
            item = next((depth for depth in depths if stack[depth - 1][0] == "["), None)
            if item is None:
                return None
        token = match.group()
        if token in _CLOSING:
            stack.append((token, match.start()))
        elif token in ("}", "]"):
            if not stack or _CLOSING[stack[-1][0]] != token:
                return None
            _, start = stack.pop()
            if item is not None and len(stack) == item:
                before, after = text[:start].rstrip(), text[match.end() :].lstrip()
                return before + after[1:] if after.startswith(",") else before.removesuffix(",") + after
    return None


def _loads(text: str) -> object:
    return json.loads(text, parse_int=_whole_number)


def _whole_number(digits: str) -> Any:
    return int(digits) if len(digits) < LONGEST_NUMBER else float(digits)


def _at_the_end(text: str, error: json.JSONDecodeError) -> bool:
    """Whether the fault is that the text ends, and not something within it."""
    rest = text[error.pos :].strip()
    unterminated = error.msg.startswith("Unterminated string")
    return not rest or unterminated or re.fullmatch(r"[\w.+-]{1,40}", rest) is not None
