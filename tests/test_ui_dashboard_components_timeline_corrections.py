"""Corrections between the page and the library: what a browser may say, what it is answered, and what is shown."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from library_calls import a_call

from library.house import judging
from library.house.limits import limits_in_force
from library.store import Library
from ui.dashboard.components.timeline.corrections import CHANNELS, corrections_shown, perform_correction
from ui.dashboard.components.timeline.picture import picture

MY = {"span": [3.0, 3.32], "speaker": "customer", "words": ["My"]}


@pytest.fixture
def call(library: Library) -> str:
    library.keep_call(a_call())
    judging.judge_again(library, "c1", limits_in_force(library))
    return "c1"


def deed(change: object, place: object = MY, **more: object) -> dict[str, Any]:
    return {"do": "correct", "id": str(uuid.uuid4()), "place": place, "change": change, "turn": 7, **more}


def test_a_deed_is_done_judged_and_answered(library: Library, call: str) -> None:
    done = deed({"kind": "words", "words": ["Our"]})
    assert perform_correction(library, call, "Ama", done) == {"turn": 7, "id": done["id"]}
    assert library.report_fingerprint(call) == judging.report_fingerprint(library, limits_in_force(library))
    back = {"do": "take_back", "id": done["id"], "turn": 8}
    assert perform_correction(library, call, "Ben", back) == {"turn": 8, "id": done["id"]}
    (shown,) = corrections_shown(library.corrections.of(call), library.call(call), "Ama")
    assert (shown["what"], shown["mine"], shown["stands"], shown["takenBackBy"]) == (
        "“My” is “Our”",
        True,
        False,
        "Ben",
    )
    assert perform_correction(library, call, "Ben", {"do": "put_back", "id": done["id"]})["id"] == done["id"]
    assert library.call(call).corrected == 1


@pytest.mark.parametrize(
    "wrong",
    [
        deed({"kind": "words", "words": "Our"}),
        deed({"kind": "words", "words": [""]}),
        deed({"kind": "speaker", "speaker": "boss"}),
        deed({"kind": "speaker"}),
        deed({"kind": "boundary", "opens": 1}),
        deed({"kind": "times", "was": [3, 4], "now": [5, 4]}),
        deed({"kind": "times", "was": [3, 4], "now": [3, float("inf")]}),
        deed({"kind": "times", "was": [3, 4], "now": [float("nan"), 4]}),
        deed({"kind": "prose"}),
        deed("words"),
        deed({"kind": "words", "words": ["Our"]}, {**MY, "words": []}),
        deed({"kind": "words", "words": ["Our"]}, {**MY, "span": "3"}),
        deed({"kind": "words", "words": ["Our"]}, {**MY, "speaker": ["customer"]}),
        deed({"kind": "words", "words": ["Our"]}, None),
        deed({"kind": "words", "words": ["Our"]}, id="1"),
        {"do": "burn", "id": str(uuid.uuid4())},
        {},
    ],
)
def test_what_makes_no_sense_is_answered_and_nothing_is_kept(
    library: Library, call: str, wrong: dict[str, Any]
) -> None:
    assert "could not be understood" in perform_correction(library, call, "Ama", wrong)["trouble"]
    assert library.corrections.of(call) == ()


def test_what_does_not_fit_is_answered_with_the_reason(library: Library, call: str) -> None:
    answer = perform_correction(library, call, "Ama", deed({"kind": "boundary", "opens": False}))
    assert answer == {"turn": 7, "trouble": "There is no line before it to join it with."}


def test_each_kind_is_told_in_words_the_newest_first(library: Library, call: str) -> None:
    want = {"span": [4.6, 5.32], "speaker": "customer", "words": ["I", "want"]}
    for change, place in (
        ({"kind": "boundary", "opens": True}, want),
        ({"kind": "speaker", "speaker": "other"}, want),
        ({"kind": "times", "was": [3.0, 4.52], "now": [3.26, 4.52]},
         {"span": [3.0, 4.52], "speaker": "customer", "words": ["My", "parcel", "never", "came,"]}),
        ({"kind": "words", "words": []}, {"span": [5.4, 5.72], "speaker": "customer", "words": ["a"]}),
    ):  # fmt: skip
        assert "trouble" not in perform_correction(library, call, "Ama", deed(change, place))
    shown = corrections_shown(library.corrections.of(call), library.call(call), "Ben")
    assert [one["what"] for one in shown] == [
        "“a” is not said",
        "“My parcel never came,” begins at 0:03.3, not 0:03.0",
        "“I want” is somebody else’s, not the customer’s",
        "A line begins with “I want”",
    ]
    assert [one["aside"] for one in shown] == ["", "", CHANNELS, ""]
    assert not any(one["mine"] or one["unfit"] for one in shown)


def test_a_call_that_was_corrected_and_not_judged_since_is_judged_when_it_is_opened(
    library: Library, call: str
) -> None:
    before = library.report_fingerprint(call)
    place = {"span": [3.0, 3.32], "speaker": "customer", "words": ["My"]}
    perform_correction(library, call, "Ama", deed({"kind": "words", "words": ["Our"]}, place))
    with library.database.write() as session:  # as a kill between the two leaves it
        session.connection().exec_driver_sql("UPDATE report SET fingerprint = ''")
    judging.judge_corrected(library, call)
    assert library.report_fingerprint(call) == before


def test_the_picture_tells_what_was_corrected(library: Library, call: str) -> None:
    perform_correction(library, call, "Ama", deed({"kind": "words", "words": ["Our"]}))
    perform_correction(library, call, "Ama", deed({"kind": "boundary", "opens": True}, {**MY, "words": ["Our"]}))
    want = {"span": [4.6, 5.32], "speaker": "customer", "words": ["I", "want"]}
    perform_correction(library, call, "Ama", deed({"kind": "speaker", "speaker": "other"}, want))
    report = library.report(call)
    assert report is not None
    told = json.loads(picture(library.call(call), report, {}))
    assert told["turns"][1]["words"][0] == [3.0, 3.32, "Our", None, "My", 1]
    assert told["turns"][1]["words"][1] == [3.4, 3.72, "parcel"]
    assert [(one["speaker"], [word[2] for word in one["words"]]) for one in told["others"]] == [
        ("other", ["I", "want"])
    ]
