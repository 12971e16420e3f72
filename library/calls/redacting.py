"""What leaves the library: calls and reports with what is somebody's own masked, unless the original is asked for.

::

    kept      words and report as they were heard and judged ──┬── original_call: to be judged, swapped; shown to nobody
              masks of the words, found when they were kept ───┴── shown_call, shown_report, shown_turns: masked here, and only here

Whatever shows, searches, prints or exports takes one of the latter, so that none of it can forget. The judge reads the original.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from analysis.report import Report
from audio.call import Call, Turn, Word
from audio.span import Span
from library.access.permits import permit
from library.corrections.apply import corrected_turns
from library.corrections.correction import Correction, Rewording
from library.corrections.rows import current_call, heard_call, standing
from library.database.connection import put
from library.database.looking import asked_once
from library.database.packing import unpack_report, unpack_turns
from library.database.schema import CallRow, Hearing, MaskRow, ReportRow, Spoken
from library.database.text import fold_text
from library.redaction.finding import find_in_turns
from library.redaction.kept import edition, pack_masks, unpack_masks
from library.redaction.mask import Mask
from library.redaction.masking import Masking, label

CURRENT = (CallRow.id == Hearing.call_id) & (CallRow.depends == Hearing.depends)
AT_ONCE = 20
"""Calls that are looked through in one transaction."""


def is_unmasked(session: Session, call_id: str, asked: bool) -> bool:
    """Whether what was ``asked`` for in the original is given so: one question, asked wherever the original could go out.

    Alone on one's own machine whoever asks may, for everything lies open to them there. Of people who have signed in,
    :class:`library.access.permits.NotAllowedError` is raised for who may not.
    """
    if asked:
        permit(session, "hear_original", [call_id])
    return asked


def original_call(session: Session, call_id: str) -> Call | None:
    """A call's current facts as corrected, unmasked; ``None`` where there is no such call."""
    call = current_call(session, call_id)
    asked_once(
        session, (Turn, call_id), lambda: None if call is None else call.turns
    )  # so that these need not be read again
    return call


def original_turns(session: Session, call_id: str) -> tuple[Turn, ...] | None:
    """A call's current turns as corrected, unmasked; ``None`` where there is no such call."""
    return asked_once(session, (Turn, call_id), lambda: _original_turns(session, call_id))


def _original_turns(session: Session, call_id: str) -> tuple[Turn, ...] | None:
    statement = select(Hearing.facts).join(CallRow, CURRENT).where(CallRow.id == call_id, CallRow.delete_due.is_(None))
    facts = session.scalar(statement)
    if facts is None:
        return None
    return corrected_turns(unpack_turns(facts), standing(session, [call_id]).get(call_id, ()))


def original_report(session: Session, call_id: str) -> Report | None:
    """A call's report as it was judged; ``None`` where there is none."""
    packed = session.scalar(select(ReportRow.report).where(ReportRow.call_id == call_id))
    return None if packed is None else unpack_report(packed)


def shown_call(session: Session, call_id: str, unmasked: bool) -> Call | None:
    """A call's current facts as they are shown; ``None`` where there is no such call."""
    call = original_call(session, call_id)
    return call if call is None or unmasked else masking_of(session, call_id, call.turns).call(call)


def shown_report(session: Session, call_id: str, unmasked: bool) -> Report | None:
    """A call's report as it is shown; ``None`` where there is none."""
    report = original_report(session, call_id)
    return report if report is None or unmasked else mask_report(session, report)


def mask_report(session: Session, report: Report) -> Report:
    """A report with every quote of its call masked."""
    if _kept_masks(session, report.call_id) == ():
        return report
    turns = original_turns(session, report.call_id)
    return report if turns is None else masking_of(session, report.call_id, turns).report(report)


def mask_correction(session: Session, call_id: str, correction: Correction) -> Correction:
    """A correction as it is shown: what it quotes is masked where something there is, by the words as heard or as they are corrected."""
    place, change = correction.place, correction.change
    quoted = [place.words, *([change.words] if isinstance(change, Rewording) else [])]
    kind = next((mask.kind for words in quoted for mask in find_in_turns((_line(place.span, words),))), None)
    kind = kind or next((kind for span, kind in _masked_spans(session, call_id) if span & place.span), None)
    if kind is None:
        return correction
    words = (label(kind),)
    changed = Rewording(words) if isinstance(change, Rewording) and change.words else change
    return replace(correction, place=replace(place, words=words), change=changed)


def _line(span: Span, words: Sequence[str]) -> Turn:
    return Turn(span, "customer", tuple(Word(span, word) for word in words))


def _masked_spans(session: Session, call_id: str) -> Iterator[tuple[Span, str]]:
    """When something masked is said in a call, by its words as they are corrected and as they were heard, and what."""
    heard = heard_call(session, call_id)
    for turns, masks in (
        (original_turns(session, call_id) or (), _kept_masks(session, call_id)),
        (heard.turns if heard else (), None),
    ):
        for mask in find_in_turns(turns) if masks is None else masks:
            words = turns[mask.turn].words[mask.first : mask.last + 1]
            yield (Span(words[0].span.start, words[-1].span.end) if words else turns[mask.turn].span), mask.kind


def masking_of(session: Session, call_id: str, turns: Sequence[Turn]) -> Masking:
    """What is masked of a call whose current turns these are."""
    masks = _kept_masks(session, call_id)
    return Masking(turns, find_in_turns(turns) if masks is None else masks)


def put_masks(session: Session, call_id: str, turns: Sequence[Turn]) -> None:
    """Keep what is masked of a call, and its words for searching, masked, within a transaction of the caller's."""
    masks = find_in_turns(turns)
    put(session, MaskRow, {"call_id": call_id, "edition": edition(), "masks": pack_masks(masks)}, key=("call_id",))
    words = fold_text(" ".join(turn.text for turn in Masking(turns, masks).turns()))
    put(session, Spoken, {"call_id": call_id, "words": words}, key=("call_id",))


def look_through(session: Session) -> int:
    """Look through some calls that were kept before masks were, or under other rules; how many there were."""
    behind = (
        select(CallRow.id, Hearing.facts)
        .join(Hearing, CURRENT)
        .outerjoin(MaskRow, MaskRow.call_id == CallRow.id)
        .where(or_(MaskRow.call_id.is_(None), MaskRow.edition != edition()))
        .limit(AT_ONCE)
    )
    rows = session.execute(behind).all()
    corrections = standing(session, [call_id for call_id, _ in rows])
    for call_id, facts in rows:
        put_masks(session, call_id, corrected_turns(unpack_turns(facts), corrections.get(call_id, ())))
    return len(rows)


def with_nothing_masked(session: Session, call_ids: Sequence[str]) -> frozenset[str]:
    """Those of the calls that were looked through under the rules that hold, and nothing was found in."""
    nothing = (MaskRow.edition == edition(), MaskRow.masks == pack_masks(()))
    return frozenset(session.scalars(select(MaskRow.call_id).where(MaskRow.call_id.in_(call_ids), *nothing)))


def _kept_masks(session: Session, call_id: str) -> tuple[Mask, ...] | None:
    """What was found in a call under the rules that hold; ``None`` where it was not looked through under these."""
    row = asked_once(session, (MaskRow, call_id), lambda: session.get(MaskRow, call_id))
    return unpack_masks(row.masks) if row is not None and row.edition == edition() else None
