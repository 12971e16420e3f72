"""Numbers as they are spoken: ``python -m tests.bench.redaction [--part seen|kept|strangers] [--ordinary FILE …] [--calls FOLDER …] [--show]``.

``tests/bench/spoken_numbers/`` holds dialogues of our own, a shape a line (``kind <tab> dialogue``, as ``tests/marked_dialogues.py`` reads it): how
people of many kinds read out their numbers, and ordinary talk that is full of numbers (kind *none*). Those of *seen* were looked at while the rules
were written; those of *kept* were written when the rules stood, and at the first run 54 of 56 were masked and 19 of 20 left alone. Those of
*strangers* were written by somebody who had not seen the rules, as a recogniser writes them, without capitals or stops: at the first run 51 of 60 were masked
and 199 of 200 lines left alone; then the rules were mended by what was missed, and of 42 others 37 were masked; these are there too, and what they missed was mended. Each is said again with other digits
(``--variations``). Those of *hard* are for ``--sound --model``: what a recogniser mishears (“two” and “to”, pieces with a “mm-hm” between, repeats). Printed by kind:

    masked      shapes of which every word that tells something is masked
    words       of the words that were to be masked, how many are; of those that are masked, how many were to be
    ordinary    shapes of ordinary talk in which anything is masked

``--ordinary`` counts the lines of a file (``speaker <tab> text``) in which something is masked, ``--show`` prints them: a real number there is rightly
masked, so they are to be looked at. ``--sound`` speaks the shapes by the synthesisers that are here, on two telephone channels, and says of how many
nothing is left to be heard (``--off 0.3``: with words whose times are wrong by so much); with ``--model`` the words and their times are what that model hears. ``--calls`` does the same with folders of whole calls. The time is the processor's, for a call of an hour.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from audio.asr.recogniser import find_recogniser
from audio.call import Turn, Word
from audio.listen import listen
from audio.signal.decode import decode
from audio.span import Span
from library.recordings.silencing import write_silenced
from library.redaction.finding import find_in_turns
from library.redaction.sound import silent_spans
from tests.bench._spoken_shapes import speak, synthesisers
from tests.marked_dialogues import SMALL, Marked, covered, dialogue

SHAPES = Path(__file__).with_name("spoken_numbers")
PARTS = ("seen", "kept", "strangers", "hard")
SINGLE = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LOUD, AUDIBLE = 0.02, 0.1
"""Sample values that are heard, and seconds of them that tell something: half a digit."""
VARIED = ("card_number", "phone_number", "account_number", "security_code")
"""Kinds of which any digits do: a date, a postcode, an address must stay one."""


def shapes(part: str) -> Iterator[tuple[str, str]]:
    """Kind and dialogue of each shape."""
    for line in (SHAPES / f"{part}.tsv").read_text(encoding="utf-8").splitlines():
        kind, _, text = line.partition("\t")
        yield kind, text


def varied(text: str, chance: random.Random) -> str:
    """The dialogue with other digits for those in braces; the same digit is the same again, so that it is read back."""
    digits = [str(k) for k in range(10)]
    others = digits[:1] + chance.sample(digits[1:], 9)  # a nought stays: numbers begin with it
    words = {SINGLE[int(a)]: SINGLE[int(b)] for a, b in zip(digits, others, strict=True)}

    def other(match: re.Match[str]) -> str:
        said = re.sub(r"\b[a-z]+\b", lambda word: words.get(word.group(), word.group()), match.group())
        return re.sub(r"\d", lambda digit: others[int(digit.group())], said)

    return re.sub(r"\{[^}]*\}", other, text)


def told(marked: Marked) -> tuple[set[tuple[int, int]], set[tuple[int, int]]]:
    """Words that are masked, and words that should be, without those that tell nothing."""
    found = covered(find_in_turns(marked.turns))
    return (
        {place for place in found if marked.plain(place) not in SMALL},
        {place for place in marked.secret if marked.plain(place) not in SMALL},
    )


def measure(part: str, variations: int, show: bool) -> None:
    """Print how the shapes of a part fare."""
    chance = random.Random(1)
    shapes_of, whole, words = Counter[str](), Counter[str](), defaultdict[str, Counter[str]](Counter)
    for kind, text in shapes(part):
        texts = [text, *(varied(text, chance) for _ in range(variations if kind in VARIED else 0))]
        for k, said in enumerate(texts):
            marked = dialogue(said)
            found, secret = told(marked)
            shapes_of[kind] += 1
            whole[kind] += (not found) if kind == "none" else secret <= found
            words[kind] += Counter(right=len(found & secret), found=len(found), secret=len(secret))
            if show and k == 0 and found != secret:
                print(
                    f"  {kind}: not masked {_texts(marked, secret - found)}, masked too {_texts(marked, found - secret)}: {text}"
                )
    for kind in (*(kind for kind in shapes_of if kind != "none"), "none"):
        count = words[kind]
        rest = "left alone" if kind == "none" else "masked"
        print(
            f"{kind:16} {whole[kind]:4} of {shapes_of[kind]:4} {rest}   words: {_share(count['right'], count['secret'])} found, {_share(count['right'], count['found'])} right"
        )
    masked = sum(n for kind, n in whole.items() if kind != "none")
    total = sum(n for kind, n in shapes_of.items() if kind != "none")
    every = sum(words.values(), Counter[str]())
    print(
        f"{part}: {masked} of {total} shapes masked ({masked / total:.1%}); words: recall {_share(every['right'], every['secret'])}, precision {_share(every['right'], every['found'])}"
    )


def _texts(marked: Marked, places: set[tuple[int, int]]) -> list[str]:
    return [marked.plain(place) for place in sorted(places)]


def _share(part: int, whole: int) -> str:
    return f"{part / whole:6.1%}" if whole else "   –  "


def ordinary(path: Path, show: bool) -> None:
    """Print of how many lines of a file something is masked."""
    lines = masked = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        speaker, _, text = line.partition("\t")
        if not text.split():
            continue
        lines += 1
        turns = dialogue(
            f"{'A' if speaker == 'agent' else 'C'} {text.replace('{', '(').replace('}', ')').replace(' | ', ' ')}"
        ).turns
        if masks := find_in_turns(turns):
            masked += 1
            if show:
                print(
                    "  ",
                    [(m.kind, " ".join(w.text for w in turns[m.turn].words[m.first : m.last + 1])) for m in masks],
                    text[:150],
                )
    print(f"{path.name}: something masked in {masked} of {lines:,} lines")


def whole_calls(folder: Path) -> Iterator[tuple[str, tuple[Turn, ...]]]:
    """Calls of NAME.words.json (:mod:`tests.bench._heard_calls`), and of NAME.txt in lines of “Agent: …”."""
    for path in sorted(folder.rglob("*.words.json")):
        lines = json.loads(path.read_text(encoding="utf-8"))["turns"]
        yield (
            path.stem,
            tuple(
                Turn(
                    Span(line["start"], line["end"]),
                    line["speaker"],
                    tuple(Word(Span(a, max(a, b)), w) for w, a, b in line["words"]),
                )
                for line in lines
            ),
        )
    for path in sorted(folder.glob("*.txt")):
        said = [line.partition(":") for line in path.read_text(encoding="utf-8").splitlines() if ":" in line]
        yield (
            path.stem,
            dialogue(" | ".join(f"{name[0]} {text.strip() or '…'}" for name, _, text in said if name[0] in "AC")).turns,
        )


def calls(folder: Path, show: bool) -> None:
    """Print what is masked in whole calls."""
    number = masked = 0
    for name, turns in whole_calls(folder):
        number += 1
        for mask in find_in_turns(turns):
            masked += 1
            if show:
                words = turns[mask.turn].words
                print(
                    f"   {name}: {' '.join(w.text for w in words[max(0, mask.first - 5) : mask.first])} [{mask.kind}: {' '.join(w.text for w in words[mask.first : mask.last + 1])}]"
                )
    print(f"{folder.name}: {masked} masked in {number} calls")


def moved(turn: Turn, seconds: float) -> Turn:
    """A turn whose words have times that are wrong by so much."""
    spans = [Span(max(0.0, word.span.start + seconds), max(0.0, word.span.end + seconds)) for word in turn.words]
    words = tuple(replace(word, span=span) for word, span in zip(turn.words, spans, strict=True))
    return replace(turn, words=words)


def sound(part: str, synthesiser: str, model: str | None, most: int, show: bool, off: float) -> None:
    """Speak the shapes of a part, mask them, silence them, and print of how many nothing of the secret sounds, on either side.

    Without a ``model`` the words are those that were spoken, at times that are wrong by ``off`` seconds; with one, what it heard of them, at the
    times that it gave.
    """
    ear = find_recogniser(model) if model else None
    silent = number = 0
    for kind, text in [shape for shape in shapes(part) if shape[0] != "none"][:most]:
        spoken = speak(dialogue(text), synthesiser)
        with tempfile.TemporaryDirectory() as folder:
            path = spoken.write(Path(folder) / "call.wav")
            turns = (
                tuple(moved(turn, off) for turn in spoken.turns)
                if ear is None
                else listen(path, recogniser=ear, agent="left").turns
            )
            spans = silent_spans(turns, find_in_turns(turns))
            write_silenced(path, Path(folder) / "redacted.flac", spans)
            left = audible(Path(folder) / "redacted.flac", spoken.secrets)
        number += 1
        silent += left < AUDIBLE
        if left >= AUDIBLE or show:
            print(f"  {left:.2f} s of {kind} sound: {text} (heard: {' | '.join(turn.text for turn in turns)})")
    print(
        f"{part}, {synthesiser}{', heard by ' + Path(model).name if model else ''}: {silent} of {number} silent on both sides"
    )


def audible(path: Path, secrets: Sequence[Span]) -> float:
    """Seconds of the secrets in which anything sounds on either side."""
    with decode(path) as sound_left:
        loud = [
            (
                np.abs(sound_left.within(secret, channel))
                .reshape(-1)[: int(secret.duration * 100) * 160]
                .reshape(-1, 160)
                > LOUD
            ).any(axis=1)
            for secret in secrets
            for channel in range(sound_left.channels)
            if secret.duration >= 0.01
        ]
    return float(sum(frames.sum() for frames in loud)) / 100


def speed() -> None:
    """Print how long a call of an hour takes."""
    lines = [text for part in ("seen",) for kind, text in shapes(part) if kind == "none"]
    turns: list[Turn] = []
    while sum(len(turn.words) for turn in turns) < 9_000:
        turns += dialogue(" | ".join(line for text in lines for line in text.split(" | "))).turns
    find_in_turns(turns)
    begun = time.process_time()
    find_in_turns(turns)
    seconds = time.process_time() - begun
    words = sum(len(turn.words) for turn in turns)
    print(
        f"{words:,} words, full of numbers: {1000 * seconds:.0f} ms; of a call of 8 minutes (1,200 words): {1.2e6 * seconds / words:.0f} ms"
    )


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--part", choices=PARTS)
    parser.add_argument("--variations", type=int, default=10)
    parser.add_argument("--ordinary", type=Path, nargs="*", default=[])
    parser.add_argument("--calls", type=Path, nargs="*", default=[])
    parser.add_argument("--sound", action="store_true", help="speak them too, by flite and espeak-ng")
    parser.add_argument("--model", help="a Whisper model that hears what is spoken")
    parser.add_argument(
        "--off", type=float, default=0.0, help="seconds by which the words' times are wrong, where no model hears them"
    )
    parser.add_argument("--most", type=int, default=1000, help="shapes that are spoken")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args(arguments)
    for part in (args.part,) if args.part else PARTS:
        measure(part, args.variations, args.show)
    for path in args.ordinary:
        ordinary(path, args.show)
    for folder in args.calls:
        calls(folder, args.show)
    for synthesiser in synthesisers() if args.sound else ():
        for part in (args.part,) if args.part else PARTS:
            sound(part, synthesiser, args.model, args.most, args.show, args.off)
    speed()


if __name__ == "__main__":
    main()
