"""What a recorder writes down about a call, beside the call: who, when, on which queue; and none of its words.

::

    Agent: J. Doe (ext. 204)          {"recording_id": "x", "queue": {"name": "Repairs"},
    Caller: 555-0199                   "segments": [{"type": "hold", "duration": 12}]}
    Queue: Repairs
    Duration: 00:01:50                 both are data about a call, and no transcript

Such a file lies under the recording's name and looks like dialogue, or like a recogniser's JSON. It is known by its headings: one
that no speaker bears ("Queue", "Duration"), each said once, and nothing beside them. Whoever brings calls in takes agent, queue and
date from it (``library/metadata``).
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator

from audio.transcripts.role_names import role

LONGEST = 64 * 1024
"""Letters; what a recorder knows of a call is a page."""

HEADINGS: dict[str, tuple[str, ...]] = {
    "file": ("file", "filename", "filepath", "path", "recording", "recordingfile", "recordingname", "audio", "audiofile",
             "wav", "datei", "dateiname", "fichier", "archivo"),
    "agent": ("agent", "agentname", "agentfullname", "rep", "repname", "representative", "advisor", "adviser", "operator",
              "user", "username", "employee", "employeename", "csr", "handledby", "answeredby", "mitarbeiter", "bearbeiter",
              "conseiller", "agente"),
    "team": ("team", "teamname", "group", "agentgroup", "workgroup", "department", "abteilung", "gruppe", "equipe", "equipo"),
    "queue": ("queue", "queuename", "skill", "skillgroup", "skillname", "line", "service", "campaign", "campaignname",
              "callqueue", "hotline", "warteschlange", "file d'attente", "cola"),
    "date": ("date", "calldate", "datetime", "calldatetime", "timestamp", "start", "starttime", "startdate", "startdatetime",
             "startedat", "callstart", "callstarttime", "initiationtimestamp", "conversationstart", "recordedat", "recorded",
             "recordingdate", "recordingstart", "recordingstarttime", "datum", "heldon", "fecha"),
    "time": ("time", "calltime", "timeofday", "uhrzeit", "zeit", "heure", "hora"),
    "direction": ("direction", "calldirection", "calltype", "inout", "inboundoutbound", "initiationmethod", "richtung", "sens"),
    "disposition": ("disposition", "dispositioncode", "outcome", "wrapup", "wrapupcode", "result", "calloutcome",
                    "resolution", "status", "callstatus", "ergebnis", "resultat", "resultado"),
    "reference": ("reference", "ref", "customerreference", "customerref", "customerid", "customernumber", "clientid",
                  "accountnumber", "account", "accountid", "case", "caseid", "casenumber", "ticket", "ticketid", "ticketnumber",
                  "ordernumber", "orderid", "kundennummer", "aktenzeichen", "vorgang", "crmid"),
    "other": ("caller", "callerid", "callernumber", "customer", "customername", "customerphone", "from", "to", "ani", "dnis",
              "callednumber", "phone", "phonenumber", "extension", "ext", "duration", "callduration", "length", "talktime",
              "holdtime", "waittime", "end", "endtime", "enddate", "callend", "stoptime", "callid", "recordingid", "contactid",
              "sessionid", "interactionid", "uniqueid", "id", "agentid", "codec", "channels", "samplerate", "format", "site",
              "tenant", "trunk", "server", "recorder", "hold", "holds", "transfer", "transferred", "notes", "comment", "dauer",
              "anrufer", "rufnummer"),
}  # fmt: skip
"""Headings by what stands under them: small letters and digits alone."""

_FIELDS = {heading: field for field, headings in HEADINGS.items() for heading in headings}
_SPOKEN = frozenset(
    ["text", "word", "words", "transcript", "transcripts", "transcription", "utterance", "utterances", "sentence",
     "sentences", "content", "display", "lexical", "phrase", "phrases", "message", "alternatives", "alternative"]
)  # fmt: skip
"""Keys under which JSON holds what was said."""
_ENDS_SPOKEN = frozenset(["text", "words", "transcript", "transcription", "utterance", "utterances"])
"""Last words of such a key: ``OriginalText``, ``raw_transcript``."""
_KEY_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_LINE = re.compile(r"\s*([^\W\d_][^:=\t\n]{0,39}?)\s*[:=\t]\s*(.*)")
_DECORATION = re.compile(r"\s*(?:[#;].*|\[[^\]]*\]|[-=_*~\s]*)")
_NUMBER = re.compile(r"\+?[\d\s()./-]{5,}")


def field_of(heading: str) -> str | None:
    """What stands under a heading, by its name in :data:`HEADINGS`, however it is written ("Agent_Name", "agentName"); else ``None``."""
    folded = "".join(re.findall(r"[^\W_]+", heading.casefold()))
    return _FIELDS.get(folded)


def recorder_data(text: str) -> dict[str, str] | None:
    """Heading and value of each line (or key) of a recorder's own data; ``None`` where the text is something else."""
    if len(text) > LONGEST:
        return None
    if text.lstrip()[:1] in ("{", "["):
        try:
            return _of_json(json.loads(text))
        except (ValueError, RecursionError):  # or a heading in square brackets
            pass
    return _of_lines([line for line in text.splitlines() if not _DECORATION.fullmatch(line)])


def _of_lines(lines: list[str]) -> dict[str, str] | None:
    pairs = [(match[1].strip(), match[2].strip()) for line in lines if (match := _LINE.fullmatch(line))]
    counts = Counter(heading.casefold() for heading, _ in pairs)
    known = {heading: value for heading, value in pairs if field_of(heading) is not None}
    if len(pairs) < 0.8 * len(lines) or len(known) < max(2, len(pairs) / 2) or max(counts.values(), default=0) > 1:
        return None
    only_speakers = all(role(heading) for heading in known)
    if only_speakers and not any(_NUMBER.fullmatch(value) for value in known.values()):
        return None
    return dict(pairs)


def _of_json(value: object) -> dict[str, str] | None:
    root = value[0] if isinstance(value, list) and len(value) == 1 else value
    if not isinstance(root, dict) or any(_is_spoken(str(key)) for key, _ in _keys(root)):
        return None
    found: dict[str, str] = {}
    for key, inner in _keys(root):
        if isinstance(inner, dict):  # {"queue": {"name": "Repairs"}}
            inner = next(
                (inner[name] for name in inner if str(name).casefold() in ("name", "fullname", "username")), None
            )
        if isinstance(inner, str | int | float) and not isinstance(inner, bool):
            found.setdefault(str(key), str(inner).strip())
    return found if any(field_of(heading) for heading in found) else None


def _is_spoken(key: str) -> bool:
    *_, last = _KEY_WORD.findall(key) or [""]
    return key.casefold() in _SPOKEN or last.casefold() in _ENDS_SPOKEN


def _keys(value: object) -> Iterator[tuple[object, object]]:
    """All keys with their values, the outermost first."""
    level = [value]
    while level:
        dicts = [item for item in level if isinstance(item, dict)]
        yield from (pair for item in dicts for pair in item.items())
        inner = [child for item in dicts for child in item.values()]
        level = inner + [child for item in level if isinstance(item, list) for child in item]
