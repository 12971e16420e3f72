"""Files beside a recording for the fuzz bench: who spoke when (RTTM), a recorder's own data, lists of calls (CSV)."""

from __future__ import annotations

from pathlib import Path

from audio.listen import listen
from library.metadata.call_metadata import described
from library.metadata.file_names import parse_pattern
from library.metadata.gathering import gather, gather_beside
from library.metadata.tables import read_table
from tests.bench._fuzz_transcripts import MIXED, lies_beside, make_recordings

WHOLE = {
    "diarizer.rttm": "".join(
        f"SPEAKER mixed 1 {start:.3f} {length:.3f} <NA> <NA> SPEAKER_0{who} <NA> <NA>\n"
        for start, length, who in ((0.3, 2.1, 0), (2.6, 3.4, 1), (6.2, 1.8, 0), (8.1, 3.5, 1))
    ),
    "several.rttm": ";; by hand\nSPKR-INFO mixed 1 <NA> <NA> <NA> unknown Tom Hale <NA>\n"
    + "".join(
        f"SPEAKER {file} 1 {start} {length} <NA> <NA> {name} 0.93\n"
        for file, start, length, name in (
            ("mixed", ".5", "2", "Ama Osei"),
            ("mixed", "3", "6e0", "Tom Hale"),
            ("a call", "1", "2", "x"),
        )
    ),
    "recorder.txt": "Agent: J. Doe (ext. 204)\nCaller: 555-0199\nQueue: Repairs\nDuration: 00:01:50\nDate: 03.02.2026 10:15:01\n"
    "Direction: in\nDisposition: resolved\nTicket: C-4711\n",
    "recorder.json": '{"recording_id": "x", "queue": {"name": "Repairs"}, "agent": {"fullName": "J. Doe"}, '
    '"startTime": "2026-02-03T10:15:01Z", "direction": "INBOUND", "segments": [{"type": "hold", "duration": 12}]}',
    "metadata.csv": "Recording;Agent name;Team;Queue;Call date;Time;Direction;Outcome;Customer ref\n"
    "mixed.wav;Ama Osei;North;Repairs;03.02.2026;10:15;in;resolved;C-4711\nb.wav;Tom Hale;South;Bills;14.02.2026;9:05 PM;out;;\n",
    "american.csv": 'Exported by telephone system\n\n"File","Agent","Date"\n"C:\\calls\\mixed.wav","Osei, Ama","02/14/2026 10:15 AM"\n',
}


def make(folder: Path) -> list[Path]:
    """The files, and the recordings that they lie beside."""
    make_recordings(folder)
    for name, text in WHOLE.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in WHOLE]


def take(path: Path) -> None:
    """It lies beside a recording, which it must not keep from being heard; and it is named for it."""
    recording, content = path.with_name(MIXED), path.read_bytes()
    lies_beside(path, recording)
    described(gather(recording.name, beside=[(path.name, content)]))
    if path.suffix == ".rttm":
        listen(recording, diarization=path, beside=())
    elif path.suffix == ".csv":
        beside = path.with_name("metadata.csv")
        beside.write_bytes(content)
        described(gather_beside(recording, pattern=parse_pattern("{agent}*"))[0])
        described(gather(recording.name, tables=[read_table(path.name, content)]))
