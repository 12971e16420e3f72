"""Every act that is told to the audit: its name, the group one filters by, a sentence, and what is kept of it beside who and which call.

No content is kept: not a word of a call, a note or a search. A detail that is not named here is refused, so that none slips in::

    record(session, "searched", words=3, found=12)     that three words were looked for in the calls, and how many calls had them
    record(session, "searched", text="…")              refused: `searched` keeps no text

The sentence is completed by the call's name, where it is still there (``{call}``), and by details (``{reason}``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Group = Literal[
    "sign-in",
    "reading",
    "listening",
    "searching",
    "exporting",
    "printing",
    "changing",
    "deleting",
    "unmasking",
    "settings",
]
GROUPS: tuple[Group, ...] = (
    "sign-in", "reading", "listening", "searching", "exporting", "printing", "changing", "deleting", "unmasking", "settings",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of act.

    group     what one filters by
    sentence  what the page says after the person's name; ``{call}`` and the kept details stand in it
    keeps     the names of the details that may be kept: numbers, names of settings, roles or forms, reasons; never content
    """

    group: Group
    sentence: str
    keeps: tuple[str, ...] = ()


READS: frozenset[Group] = frozenset({"reading", "listening", "searching"})
"""What changes nothing and goes nowhere: where one is alone with one's calls, nobody needs to answer for it."""

ACTS: Mapping[str, Act] = MappingProxyType({
    "signed_in": Act("sign-in", "signed in", ("until",)),
    "signed_out": Act("sign-in", "signed out"),
    "refused": Act("sign-in", "was refused: {why}", ("why",)),
    "used_token": Act("sign-in", "came in by the token “{token}”: {what}", ("token", "what")),
    # read
    "opened": Act("reading", "opened {call}"),
    "denied": Act("reading", "asked for {call}, which is not theirs to see"),
    "read_notes": Act("reading", "read the notes on {call}"),
    "read_evaluations": Act("reading", "looked at evaluations of {call}"),
    "looked_at_evaluations": Act("reading", "looked at forms, evaluations and scores"),
    "listed": Act("reading", "looked at the list of calls", ("found", "by")),
    "compared": Act("reading", "looked at agents and techniques", ("by",)),
    "read_audit": Act("reading", "looked at the audit", ("by",)),
    "read_own": Act("reading", "looked at what is kept about them"),
    "listened": Act("listening", "had the sound of {call} in the browser, as opening its page does"),
    "searched": Act("searching", "searched the calls for {words} words and found {found}", ("words", "found", "by")),
    # taken away
    "exported": Act("exporting", "exported {call} ({form})", ("form",)),
    "exported_audit": Act("exporting", "exported the audit ({events} events)", ("events", "by")),
    "backed_up": Act("exporting", "made a backup of all {calls} calls", ("calls",)),
    "exported_people": Act("exporting", "exported the list of people ({people})", ("people",)),
    "printed": Act("printing", "made a report of {call} to print"),
    # calls
    "brought": Act("changing", "brought {call}", ("job",)),
    "queued_again": Act("changing", "had {call} analysed again", ("job",)),
    "queued_all": Act("changing", "had the calls judged anew", ("calls",)),
    "cancelled": Act("changing", "took a recording out of the queue", ("job",)),
    "retried": Act("changing", "put what had failed back into the queue", ("job",)),
    "cleared": Act("changing", "cleared finished jobs off the queue's list"),
    "fetching": Act("settings", "had a model fetched"),
    "kept": Act("changing", "kept what was heard in {call}"),
    "judged": Act("changing", "kept a report of {call}"),
    "corrected": Act("changing", "corrected what was heard in {call} ({what})", ("what",)),
    "took_back_correction": Act("changing", "took back a correction of {call} ({what})", ("what",)),
    "put_back_correction": Act("changing", "put back a correction of {call} ({what})", ("what",)),
    "swapped": Act("changing", "changed agent and customer round in {call}"),
    "confirmed_sides": Act("changing", "confirmed who is the agent in {call}"),
    "described": Act("changing", "changed what is known of {call}: {what}", ("what",)),
    "assigned": Act("changing", "said whose {call} is", ("agent", "team")),
    "reviewed": Act("changing", "ticked {call} as reviewed"),
    "unreviewed": Act("changing", "took back that {call} is reviewed"),
    "shared": Act("changing", "shared {call} with {person}", ("person",)),
    "kept_for_practice": Act("changing", "keeps {call} for practice until {until}", ("until",)),
    "unshared": Act("changing", "took {call} back from {person}", ("person",)),
    "given_out": Act("changing", "gave {call} to {person} to review", ("person",)),
    # views
    "kept_view": Act("changing", "kept a view of the list of calls"),
    "changed_view": Act("changing", "changed a view of the list of calls"),
    "deleted_view": Act("deleting", "deleted a view of the list of calls"),
    "restored_view": Act("changing", "brought a view of the list of calls back"),
    # clips
    "kept_clip": Act("changing", "kept a clip of {call}"),
    "changed_clip": Act("changing", "changed a clip of {call}"),
    "removed_clip": Act("deleting", "removed a clip of {call}"),
    "restored_clip": Act("changing", "brought a clip of {call} back"),
    "cut_clip": Act("exporting", "made a file of a stretch of {call} ({form})", ("form",)),
    "cut_original": Act("unmasking", "made a file of a stretch of {call}, unmasked ({form})", ("form",)),
    "looked_at_clips": Act("reading", "looked at clips"),
    "read_clips": Act("reading", "looked at clips of {call}"),
    "kept_playlist": Act("changing", "made a playlist"),
    "changed_playlist": Act("changing", "changed a playlist"),
    "removed_playlist": Act("deleting", "removed a playlist"),
    "restored_playlist": Act("changing", "brought a playlist back"),
    "looked_at_inbox": Act("changing", "looked at {items} items of their inbox", ("items",)),
    # forms and evaluations
    "drafted_form": Act("settings", "wrote a draft of the form “{form}”", ("form", "version")),
    "published_form": Act("settings", "published version {version} of the form “{form}”", ("form", "version")),
    "retired_form": Act("settings", "has the form “{form}” offered no more", ("form",)),
    "offered_form": Act("settings", "has the form “{form}” offered again", ("form",)),
    "dropped_draft": Act("settings", "threw away the draft of the form “{form}”", ("form",)),
    "drew": Act("changing", "drew {calls} of {among} calls for review", ("calls", "among", "seed")),
    "gave_evaluation": Act("changing", "gave {call} to {person} to evaluate with “{form}”", ("person", "form")),
    "began_evaluation": Act("changing", "began to evaluate {call} with “{form}”", ("form",)),
    "answered": Act("changing", "answered a question about {call}", ("evaluation",)),
    "finished_evaluation": Act("changing", "finished an evaluation of {call}", ("evaluation",)),
    "acknowledged": Act("changing", "acknowledged an evaluation of {call}", ("evaluation",)),
    "appealed": Act("changing", "appealed against an evaluation of {call}", ("evaluation",)),
    "began_calibration": Act("changing", "has {people} reviewers calibrate on {call} with “{form}”", ("people", "form")),
    "opened_calibration": Act("changing", "opened calibration {calibration}", ("calibration",)),
    "agreed_answers": Act("changing", "wrote down what calibration {calibration} agreed on {call}", ("calibration",)),
    "dropped_calibration": Act("deleting", "threw calibration {calibration} away", ("calibration",)),
    "decided_appeal": Act("changing", "decided an appeal on {call}: {how}", ("evaluation", "how")),
    # coaching
    "drafted_session": Act("changing", "drafted a coaching session with {agent}", ("agent", "coaching")),
    "put_on_agenda": Act("changing", "put a moment of {call} on the agenda of a coaching session", ("coaching",)),
    "changed_session": Act("changing", "changed a coaching session: {what}", ("coaching", "what")),
    "held_session": Act("changing", "held a coaching session with {agent}", ("agent", "coaching")),
    "acknowledged_session": Act("changing", "acknowledged a coaching session", ("coaching",)),
    "deleted_session": Act("deleting", "deleted a coaching session: {why}", ("coaching", "why")),
    "read_sessions": Act("reading", "looked at coaching sessions", ("coaching",)),
    "read_own_page": Act("reading", "looked at an agent's own page", ("agent",)),
    "mended_rule": Act("settings", "mended the rule “{technique}” after an appeal on {call}", ("technique", "appeal", "version")),
    "took_back_mending": Act("settings", "took back what an appeal on {call} had mended in “{technique}”", ("technique", "appeal", "version")),
    # notes
    "wrote_note": Act("changing", "wrote a note on {call}", ("note",)),
    "changed_note": Act("changing", "changed a note on {call}", ("note",)),
    "deleted_note": Act("deleting", "deleted a note on {call}", ("note",)),
    "restored_note": Act("changing", "brought a note on {call} back", ("note",)),
    "imported_notes": Act("changing", "brought {notes} notes of another program to {call}", ("notes",)),
    # gone
    "asked_to_delete": Act("deleting", "deleted {call}, which a minute takes back"),
    "took_back_deletion": Act("deleting", "took the deletion of {call} back"),
    "deleted": Act("deleting", "{call} is gone for good: {why}", ("why", "term")),
    "announced": Act("deleting", "said that {calls} calls go on {day}, when their term is over", ("calls", "day")),
    "destroyed_original": Act("deleting", "had the original of {call} destroyed: {why}", ("why",)),
    "held": Act("deleting", "put {call} under a legal hold: {reason}", ("reason",)),
    "lifted_hold": Act("deleting", "lifted the legal hold of {call}: {reason}", ("reason",)),
    # the original behind a redaction
    "unmasked": Act("unmasking", "saw {call} unmasked", ("what",)),
    "heard_unmasked": Act("unmasking", "heard {call} unsilenced", ("what",)),
    # people and settings
    "added_agent": Act("settings", "made an agent known", ("agent", "team")),
    "renamed_agent": Act("settings", "renamed an agent", ("agent", "to")),
    "removed_agent": Act("settings", "removed an agent", ("agent",)),
    "made_token": Act("settings", "made the token “{token}” ({scopes}), until {until}", ("token", "scopes", "person", "until")),
    "set_webhook": Act("settings", "has webhooks sent to {host}", ("host",)),
    "forgot_webhook": Act("settings", "has webhooks sent nowhere"),
    "sent_webhook": Act("exporting", "sent the webhook {webhook}, which was {how} ({answer})", ("webhook", "how", "answer", "tries")),
    "tested_webhook": Act("settings", "sent a test to the house’s webhook, which was {how} ({answer})", ("how", "answer")),
    "restored_token": Act("settings", "let the token “{token}” in again", ("token",)),
    "revoked_token": Act("settings", "revoked the token “{token}”", ("token",)),
    "added_person": Act("settings", "added {person}", ("person", "roles")),
    "changed_person": Act("settings", "changed {person}: {what}", ("person", "what", "roles")),
    "removed_person": Act("settings", "removed {person}", ("person",)),
    "assigned_name": Act("settings", "said that a typed name is {person}", ("person",)),
    "restored": Act("settings", "restored this library out of the backup of {made}", ("made", "tokens", "sign_ins", "webhooks")),
    "moved_recordings": Act("settings", "has the recordings moved to {to}", ("to",)),
    "set": Act("settings", "changed the setting “{setting}”", ("setting", "version")),
})  # fmt: skip

NOTES = tuple(name for name in ACTS if name.endswith(("_note", "_notes")))
"""Acts that tell that somebody wrote something on a call."""
