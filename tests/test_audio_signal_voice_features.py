"""Pitch, level and balance of sounds whose pitch, level and balance are known."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sounds import RATE, Sound, banded, decoded, mu_law, noise, placed, pulses, talk, throat, tone

from audio.call import Voice
from audio.signal import voice_features
from audio.signal.voice_features import FRAME, alpha_ratio, measure_voice
from audio.span import Span

SPEECH = Span(1.0, 4.0)


def tracks(folder: Path, sound: Sound, speech: tuple[Span, ...] = (SPEECH,)) -> Voice:
    with decoded(folder, sound) as made:
        return measure_voice(made, 0, "agent", speech)


@pytest.mark.parametrize("hertz", [75.0, 100.0, 140.0, 200.0, 280.0, 380.0])
@pytest.mark.parametrize("line", ["studio", "telephone"])
def test_pitch_is_found_even_where_the_telephone_has_cut_it_off(tmp_path: Path, hertz: float, line: str) -> None:
    sound = placed(5, (1.0, talk(3.0, hertz)))
    if line == "telephone":
        sound = mu_law(banded(sound) + noise(5, -55))
    found = tracks(tmp_path, sound)
    voiced = found.pitch[~np.isnan(found.pitch)]
    assert len(voiced) > 60
    assert float(np.mean(np.abs(voiced / hertz - 1) < 0.06)) > 0.95  # each vowel lies within 3 % of it
    assert float(np.median(voiced)) == pytest.approx(hertz, rel=0.025)


def test_a_gliding_pitch_is_followed(tmp_path: Path) -> None:
    glide = np.linspace(110, 220, 3 * RATE)
    found = tracks(tmp_path, placed(5, (1.0, throat(pulses(glide, 3.0), (570, 840, 2410)) * 0.2)))
    at = np.arange(len(found.pitch)) * found.hop
    true = np.interp(at, [1.0, 4.0], [110, 220])
    voiced = ~np.isnan(found.pitch)
    assert voiced.sum() > 150
    assert float(np.median(np.abs(found.pitch[voiced] / true[voiced] - 1))) < 0.01


def test_the_tracks_lie_on_one_raster_and_pitch_only_in_speech(tmp_path: Path) -> None:
    found = tracks(tmp_path, placed(6, (0.5, talk(5.0, 120))), (Span(1.0, 2.0), Span(3.0, 4.5)))
    assert len(found.pitch) == len(found.loudness) == len(found.balance) == int(6 / found.hop) + 1
    voiced = np.flatnonzero(~np.isnan(found.pitch)) * found.hop
    inside = ((voiced >= 1.0) & (voiced < 2.0)) | ((voiced >= 3.0) & (voiced < 4.5))
    assert len(voiced) and inside.all()
    assert (np.isnan(found.pitch) == np.isnan(found.balance)).all()
    assert np.isfinite(found.loudness).all()


@pytest.mark.parametrize("level", [-12.0, -30.0, -50.0])
def test_loudness_is_the_level_everywhere(tmp_path: Path, level: float) -> None:
    found = tracks(tmp_path, placed(130, (61.0, tone(500, 4.0, level))), ())  # beyond the first block of a minute
    inside = found.loudness[found.frames(Span(61.1, 64.9))]
    assert inside == pytest.approx(level, abs=0.3)
    assert found.loudness[found.frames(Span(10, 60))].max() < -90


def test_a_stretch_cut_up_for_the_pitch_tracker_is_measured_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = placed(12, (1.0, talk(10.0, 150)))
    found = {}
    for frames in (40, 10**6):
        monkeypatch.setattr(voice_features, "AT_ONCE", frames)
        found[frames] = tracks(tmp_path, sound, (Span(1.0, 11.0),))
    cut, whole = found[40], found[10**6]
    assert (~np.isnan(whole.pitch)).sum() > 200
    assert (np.isnan(cut.pitch) == np.isnan(whole.pitch)).all()
    assert float(np.nanmax(np.abs(cut.pitch - whole.pitch))) < 0.01
    assert cut.balance == pytest.approx(whole.balance, abs=1e-3, nan_ok=True)


def test_blocks_meet_without_a_seam(tmp_path: Path) -> None:
    """A steady sound over the edge of a block has a steady level."""
    found = tracks(tmp_path, tone(500, 62.0, -20), ())
    assert found.loudness[found.frames(Span(0.1, 61.8))] == pytest.approx(-20, abs=0.3)


def test_a_brighter_voice_has_more_balance(tmp_path: Path) -> None:
    dull = throat(pulses(120, 2.0), (400, 800, 2300))
    bright = np.append(dull[:1], dull[1:] - 0.9 * dull[:-1]).astype(np.float32)  # some 6 dB an octave
    both = tracks(tmp_path, placed(8, (1.0, dull * 0.2), (5.0, bright * 0.2)), (Span(1, 3), Span(5, 7)))
    first, second = (np.nanmedian(both.balance[both.frames(Span(a, a + 2))]) for a in (1.0, 5.0))
    assert second - first > 4


def test_alpha_ratio_of_two_tones_is_their_difference() -> None:
    """600 Hz and 2 kHz, the upper 12 dB down."""
    sound = tone(600, 0.1, -20) + tone(2000, 0.1, -32)
    assert alpha_ratio(sound[:FRAME].reshape(1, FRAME))[0] == pytest.approx(-12, abs=0.3)


def test_gain_moves_loudness_and_nothing_else(tmp_path: Path) -> None:
    sound = placed(5, (1.0, talk(3.0, 150, level=-24)))
    plain, louder = (tracks(tmp_path, sound * gain) for gain in (1.0, 4.0))
    voiced = ~np.isnan(plain.pitch) & ~np.isnan(louder.pitch)
    assert voiced.sum() > 60
    assert float(np.median(louder.loudness[voiced] - plain.loudness[voiced])) == pytest.approx(12.04, abs=0.1)
    assert float(np.nanmax(np.abs(12 * np.log2(louder.pitch[voiced] / plain.pitch[voiced])))) < 0.5
    assert float(np.median(np.abs(louder.balance[voiced] - plain.balance[voiced]))) < 0.1


def test_noise_and_tones_have_no_voice(tmp_path: Path) -> None:
    hiss = tracks(tmp_path, noise(5, -20))
    assert float(np.mean(~np.isnan(hiss.pitch[hiss.frames(SPEECH)]))) < 0.1
