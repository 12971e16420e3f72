"""TOML that somebody wrote, read within bounds: limits, and a team's rules.

Python's own reader raises other things than its own error for a number of 5,000 digits or a nesting of thousands, and takes a minute
for one key of 50,000 parts (``a.a.a…``), since it looks each of its beginnings up anew.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from audio.given_file import read_given

LARGEST = 1_000_000
"""Bytes; the whole rule book that is shipped has fewer."""
MOST_PARTS = 30
"""Parts of a key; ours have two at most."""

_PART = r"""(?:[\w-]{1,200}|"[^"\n]{0,200}"|'[^'\n]{0,200}')[ \t]*"""
_LONG_KEY = re.compile(rf"(?<![\w-]){_PART}(?:\.[ \t]*{_PART}){{{MOST_PARTS}}}")


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file.

    Raises ``OSError`` where it cannot be opened or is too big, ``UnicodeDecodeError`` where it is no text in UTF-8, and another
    ``ValueError`` that says in a clause what is wrong with it.
    """
    text = read_given(path, LARGEST).decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    if (key := _LONG_KEY.search(text)) is not None:
        raise ValueError(f"a key of more than {MOST_PARTS} parts, “{key.group()[:40]}…”")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise ValueError("a nesting beyond all measure") from None
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:  # “Exceeds the limit (4300 digits)”, and how a programmer would raise it
        raise ValueError("a number beyond all measure") from None
