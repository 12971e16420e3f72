"""Which language is spoken, and what is to be said about it.

It is told once a call, from its clearest speech, and stays: a window of names alone is easily taken for another
language. Wording is read in English only, so any other language is said; and so is a guess that is hardly one, for a
call heard in the wrong language comes out as fluent nonsense.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from audio.call import Doubt
from audio.errors import InputError

READ = "en"
"""The language whose wording is judged."""

CLEAR = 0.6
"""Probability from which a guess is taken without a word about it."""

_NAMES = """
af Afrikaans; am Amharic; ar Arabic; as Assamese; az Azerbaijani; ba Bashkir; be Belarusian; bg Bulgarian; bn Bengali;
bo Tibetan; br Breton; bs Bosnian; ca Catalan; cs Czech; cy Welsh; da Danish; de German; el Greek; en English;
es Spanish; et Estonian; eu Basque; fa Persian; fi Finnish; fo Faroese; fr French; gl Galician; gu Gujarati; ha Hausa;
haw Hawaiian; he Hebrew; hi Hindi; hr Croatian; ht Haitian Creole; hu Hungarian; hy Armenian; id Indonesian;
is Icelandic; it Italian; ja Japanese; jw Javanese; ka Georgian; kk Kazakh; km Khmer; kn Kannada; ko Korean; la Latin;
lb Luxembourgish; ln Lingala; lo Lao; lt Lithuanian; lv Latvian; mg Malagasy; mi Maori; mk Macedonian; ml Malayalam;
mn Mongolian; mr Marathi; ms Malay; mt Maltese; my Burmese; ne Nepali; nl Dutch; nn Norwegian Nynorsk; no Norwegian;
oc Occitan; pa Punjabi; pl Polish; ps Pashto; pt Portuguese; ro Romanian; ru Russian; sa Sanskrit; sd Sindhi;
si Sinhala; sk Slovak; sl Slovenian; sn Shona; so Somali; sq Albanian; sr Serbian; su Sundanese; sv Swedish;
sw Swahili; ta Tamil; te Telugu; tg Tajik; th Thai; tk Turkmen; tl Tagalog; tr Turkish; tt Tatar; uk Ukrainian;
ur Urdu; uz Uzbek; vi Vietnamese; yi Yiddish; yo Yoruba; yue Cantonese; zh Chinese
"""

_ENTRIES = [(code, name) for code, _, name in (entry.strip().partition(" ") for entry in _NAMES.split(";"))]

LANGUAGES: dict[str, str] = dict(sorted(_ENTRIES, key=lambda entry: entry[1]))
"""English names by code, in the order of the names."""


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest language of a call and its probability."""

    language: str
    probability: float

    @classmethod
    def of(cls, votes: Mapping[str, float]) -> Guess:
        """The likeliest language of ``votes``, which gives the probability of each by its code."""
        likeliest = max(votes, key=votes.__getitem__)
        return cls(likeliest, round(votes[likeliest], 4))

    def to_json(self) -> str:
        """The guess as one JSON object, which :meth:`from_json` reads."""
        return json.dumps({"guess": self.language, "probability": self.probability})

    @classmethod
    def from_json(cls, text: str | None) -> Guess | None:
        """The guess written by :meth:`to_json`; ``None`` for any other text and for none."""
        try:
            fields = json.loads(text or "")
            return cls(str(fields["guess"]), float(fields["probability"]))
        except (ValueError, KeyError, TypeError):
            return None  # nothing kept, or not by us


def check_language(code: str) -> None:
    """Raises :class:`SameSideError` for what is no code of a language that Whisper knows."""
    if code not in LANGUAGES:
        raise InputError(f"“{code}” is no language that Whisper knows by code; English is “en”, German “de”.")


def language_doubts(language: str, guess: Guess | None) -> tuple[Doubt, ...]:
    """What is to be said of the language that the words were heard in; ``guess`` is ``None`` where it was given."""
    name = LANGUAGES.get(language, f"“{language}”")
    doubts = []
    if guess is not None and guess.probability < CLEAR:
        why = f"The language was guessed as {name} with a probability of {guess.probability:.0%} only"
        doubts.append(Doubt("words", f"{why}: if it is another, give it with --language."))
    if language != READ:
        verb = "was guessed as" if guess is not None else "is"
        otherwise = "; if it is English, give --language en" if guess is not None else ""
        doubts.append(
            Doubt("words", f"The language {verb} {name}: its wording is not read, only English is{otherwise}.")
        )
    return tuple(doubts)
