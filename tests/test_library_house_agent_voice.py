"""The switch for agents' voices: at once in what is shown, for good once the calls are judged anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from test_analysis_voice_agent_voice import RAISED

from analysis.limits import Limits
from analysis.voice.agent_voice import SWITCHED_OFF
from audio.errors import SameSideError
from library.exchange.exports import FORMS, export
from library.house import agent_voice, judging
from library.store import Library
from ui.dashboard.components.timeline.picture import picture
from ui.dashboard.printed_report import printed

CALL = replace(RAISED, id="c1")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    opened = Library(str(tmp_path / "library.db"))
    opened.keep_call(CALL)
    judging.judge_again(opened, "c1", Limits())
    yield opened
    opened.close()


def test_it_is_measured_until_somebody_switches_it_off(library: Library) -> None:
    assert agent_voice.is_measured(library) == (True, 0)
    agent_voice.keep_measured(library, False, 0)
    assert agent_voice.is_measured(library) == (False, 1)
    with pytest.raises(SameSideError, match="changed by somebody else"):
        agent_voice.keep_measured(library, True, 0)


def test_switched_off_it_is_out_of_sight_at_once_and_gone_when_judged_anew(library: Library) -> None:
    before = library.report("c1")
    assert before is not None
    pushed = library.summary("c1").pushed
    assert "raised_voice" in {m.technique for m in before.moments}
    fingerprint = judging.report_fingerprint(library, Limits())
    assert library.stale(fingerprint) == ()
    agent_voice.keep_measured(library, False, 0)
    shown = library.report("c1")
    assert shown is not None
    assert "raised_voice" not in {m.technique for m in shown.moments}
    now = judging.report_fingerprint(library, Limits())
    assert now != fingerprint
    assert library.stale(now) == ("c1",)
    judging.judge_again(library, "c1", Limits())
    assert library.stale(now) == ()
    assert library.summary("c1").pushed < pushed
    agent_voice.keep_measured(library, True, 1)
    assert judging.report_fingerprint(library, Limits()) == fingerprint
    judging.judge_again(library, "c1", Limits())
    assert library.report("c1") == before


def test_no_page_print_or_export_holds_it_and_each_says_why(library: Library) -> None:
    agent_voice.keep_measured(library, False, 0)
    report = library.report("c1")
    assert report is not None
    drawn = json.loads(picture(CALL, report, {}))
    assert drawn["voices"]["agent"]["withheld"] == {"pitch": SWITCHED_OFF, "loudness": SWITCHED_OFF}
    assert set(drawn["voices"]["agent"]["pitch"]) == set(drawn["voices"]["agent"]["loudness"])
    assert drawn["voices"]["customer"]["withheld"] == {}
    assert drawn["voices"]["customer"]["pitch"] != drawn["voices"]["agent"]["pitch"]
    assert "agent" not in {rise["speaker"] for rise in drawn["escalations"]}
    assert "the house has switched this off" in drawn["no_rise"]
    assert SWITCHED_OFF in drawn["baselines"]
    texts = [export(form, CALL, report, ()) for form in FORMS]
    texts.append(printed(library.summary("c1"), CALL, report, ()))
    for text in texts:
        assert "raised_voice" not in text
        assert "Agent's voice" not in text
    assert SWITCHED_OFF in texts[list(FORMS).index("json")]
