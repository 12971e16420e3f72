"""Why a call stands where it stands in the order of work, in a sentence of what is certain.

The order *to review* puts first what a coach most needs to listen to, and only by moments of high confidence::

    not yet reviewed   >   passed over, the more often the sooner   >   did not settle   >   more pushes
                       >   unclear how it ended, or no words        >   settled   >   stayed calm   >   newer

A call without words may have held anything: it stands before those that are known to have gone well.
"""

from __future__ import annotations

from collections.abc import Mapping

UNANSWERED = {
    "supervisor_request": "asked for a supervisor",
    "threat_to_leave": "spoke of leaving or of going further",
    "profanity": "swore",
    "repeated_contact": "said that it was not the first time",
    "overtalk_complaint": "asked to be heard out",
    "anger_statement": "was plainly angry",
    "preemptive_acknowledgement": "named the wait",
    "acknowledge_feeling": "named a burden",
}
"""What a customer did whom nobody answered, by the technique of the missed moment."""
TIMES = {1: "", 2: " twice", 3: " three times"}


def review_reason(outcome: str | None, passed: Mapping[str, int], pushed: int, has_words: bool) -> str:
    """The reason, one sentence.

    outcome    how the call ended, ``None`` before the first report
    passed     how many moments were missed, by technique
    pushed     how many pushes there are
    has_words  whether any words of the call are known
    """
    if outcome is None:
        return "Not reviewed yet."
    if passed:
        deeds = [
            f"{UNANSWERED.get(technique, 'escalated')}{_times(n)}"
            for technique, n in sorted(passed.items(), key=lambda p: (-p[1], p[0]))
        ]
        return f"The customer {' and '.join(deeds)}, and nobody answered."
    pushes = f"the agent pushed{_times(pushed) or ' once'}" if pushed else ""
    if outcome == "unsettled":
        return f"Heat stood at the end, and {pushes}." if pushes else "Heat stood at the end."
    if pushes:
        return f"{pushes.capitalize()}{', and how it ended is unclear' if outcome == 'unclear' else ''}."
    if not has_words:
        return "There are no words: nobody knows what was said."
    return {"unclear": "How it ended is unclear.", "settled": "Settled, nothing pushed."}.get(
        outcome, "Nothing escalated, nothing pushed."
    )


def _times(n: int) -> str:
    return TIMES.get(n, f" {n} times")
