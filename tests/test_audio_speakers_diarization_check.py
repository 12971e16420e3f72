"""Whether a diarization is this recording's: laid on the speech that is heard, a character a second."""

from __future__ import annotations

import pytest

from audio.errors import SameSideError
from audio.span import Span
from audio.speakers.diarization.check import check_coverage

HEARD = "==== ===== == === ====== === == ====  == ===== === =="
OWN = "AAAA AAAAA BB BBB AAAAAA BBB BB AAAA  BB BBBBB AAA AA"
JOINED = "AAAAAAAAAAABBBBBBBAAAAAABBBBBBBAAAAA  BBBBBBBBBAAA AA"  # over pauses of a second
ANOTHERS = "AA BBBBBB AAAAAAA BBBB AAAA BBBBBBB AA AAAA BBB AAAAA"
PART = "AAAA AAAAA BB BBB                                    "
MOST_OF_IT = "AAAA AAAAA BB BBB AAAAAA BBB BB AAAA  BB             "


def spans(drawn: str, name: str) -> list[Span]:
    return [Span(k, k + 1) for k, letter in enumerate(drawn) if letter == name]


def account(drawn: str) -> dict[str, list[Span]]:
    return {name: spans(drawn, name) for name in sorted(set(drawn) - {" "})}


@pytest.mark.parametrize(
    ("drawn", "believed", "why"),
    [
        (OWN, True, ""),
        (JOINED, True, ""),
        (MOST_OF_IT, True, "; 10 s of 41 s of speech it gives to nobody"),
        (PART, False, "tells of 14 s of 41 s of speech and is left aside"),
        (ANOTHERS, False, "does not lie where speech is heard and is left aside"),
        ("A" * len(HEARD), True, ""),  # nothing to compare: no pause in it
    ],
)
def test_what_fits_is_believed(drawn: str, believed: bool, why: str) -> None:
    found = check_coverage(account(drawn), spans(HEARD, "="), float(len(HEARD)))
    assert found.diarization == (account(drawn) if believed else {})
    assert why in found.why and bool(why) == bool(found.why)


def test_one_that_runs_beyond_the_end_is_refused() -> None:
    with pytest.raises(SameSideError, match="runs to 0:53 and the recording to 0:40"):
        check_coverage(account(OWN), spans(HEARD[:40], "="), 40.0)
    cut = check_coverage(account(OWN), spans(HEARD[:52], "="), 52.0)  # its last second is no matter
    assert cut.diarization
