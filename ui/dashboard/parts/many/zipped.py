"""Many calls for other programs, in one file."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from audio.errors import SameSideError
from library.calls.verdicts import refusals
from library.exchange.exports import SUFFIXES, Form, export
from library.store import Library
from ui import texts

FORM_NAMES: dict[Form, str] = {
    "json": "Report (JSON)",
    "csv": "Table (CSV)",
    "vtt": "Captions (WebVTT)",
    "textgrid": "Praat (TextGrid)",
    "eaf": "ELAN (.eaf)",
}
MISSING = "Left out.txt"
"""The file that says which calls are not in it, and why."""


def zipped(library: Library, form: Form, call_ids: Sequence[str]) -> bytes:
    """A ZIP file with a file for each call, and the shared notes in it.

    Two calls of one name are numbered; a call that has gone meanwhile or has no report yet is left out, which the file says itself.
    """
    out, used, missing, exported = io.BytesIO(), set[str](), list[str](), list[str]()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for call_id in call_ids:
            try:
                summary, call, report = library.summary(call_id), library.call(call_id), library.report(call_id)
            except SameSideError as trouble:
                missing.append(str(trouble))
                continue
            if report is None:
                missing.append(f"{summary.name} has no report yet.")
                continue
            notes = library.notes.of(call_id, None)
            name = _free(texts.title(summary.name).replace("/", "_").replace("\\", "_"), SUFFIXES[form], used)
            by_moment = library.verdicts_on(report)
            refused, settled = refusals(by_moment), library.settled_report(report, by_moment)
            text = export(form, call, report, notes, known=summary.known(), refused=refused, settled=settled)
            archive.writestr(name, text)
            exported.append(call_id)
        if missing:
            archive.writestr(MISSING, "\n".join(missing) + "\n")
    library.audit.note("exported", exported, form=form)
    return out.getvalue()


def _free(name: str, ending: str, used: set[str]) -> str:
    """A file's name that none before it has, in capital or in small letters."""
    number, free = 1, f"{name}{ending}"
    while free.casefold() in used:
        number += 1
        free = f"{name} ({number}){ending}"
    used.add(free.casefold())
    return free
