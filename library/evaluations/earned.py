"""Whether drafts of a question have earned their place: may they prefill the form, be shown beside it, or not at all?

Every finished evaluation says once more how a draft did: what the machine would have answered, what the reviewer did answer. Reviewers
see a draft that prefills, and agree the easier for it (automation bias); so every tenth evaluation of a question is *blind*, drawn by
the call's id, and what decides is agreement on the blind ones where there are enough of them.

::

    latest 200 answers ── agreement (raw, α, AC1, n, interval) ── lower bound of AC1 over the house's limit?
                                                                     yes: prefilled      no: shown beside, not filled in
    latest 50 alone ───── upper bound under the limit: it has drifted, and falls back at once
    those of calls heard as this one, faintly, say ── lower bound not over the limit: beside, in such calls
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from library.evaluations.agreement import Agreement, agreement
from library.evaluations.drafts import Clarity
from library.forms.form import Answer

LATEST, RECENT = 200, 50
FEWEST = 30
"""Under so many answers nothing prefills: at 30 of which 29 agree, Wilson's lower bound is 83 %, and at 20 of 20 it is 84 %."""
LIMIT = 0.60
"""What the lower bound of AC1 has to pass unless the house says otherwise: “substantial” (Landis & Koch 1977), held from below."""
BLIND_OF = 10

Place = Literal["prefilled", "beside"]


@dataclass(frozen=True, slots=True)
class Tried:
    """One draft and what a reviewer answered; ``blind`` where the reviewer could not see it."""

    drafted: Answer
    answered: Answer
    clarity: Clarity = "unknown"
    blind: bool = False


@dataclass(frozen=True, slots=True)
class Earned:
    """What a question's drafts have earned, the agreement it rests on, and the sentence that says why."""

    place: Place
    agreement: Agreement
    because: str
    by_clarity: tuple[tuple[Clarity, Agreement], ...]

    def place_at(self, clarity: Clarity, limit: float = LIMIT) -> Place:
        """Where a draft may stand in a call whose words were heard so: where they were heard faintly, say, reviewers may agree with it less, and
        then it fills in nothing there, whatever it has earned elsewhere."""
        found = dict(self.by_clarity).get(clarity)
        if self.place == "beside" or found is None or found.calls < FEWEST:
            return self.place
        return "beside" if found.ac1.low is not None and found.ac1.low <= limit else "prefilled"


def earned(tried: Sequence[Tried], limit: float = LIMIT, numbers: bool = False, fewest: int = FEWEST) -> Earned:
    """What drafts have earned by those that were tried, the latest last; ``limit`` and ``fewest`` are the house's."""
    latest = tried[-LATEST:]
    blind = [one for one in latest if one.blind]
    counted = blind if len(blind) >= fewest else latest
    whole = agreement(_rows(counted), numbers)
    recent = agreement(_rows(tried[-RECENT:]), numbers)
    split: tuple[Clarity, ...] = ("clear", "faint", "unknown")
    by_clarity = tuple(
        (clarity, agreement(_rows([one for one in latest if one.clarity == clarity]), numbers))
        for clarity in split
        if any(one.clarity == clarity for one in latest)
    )
    place, because = _place(whole, recent, limit, fewest)
    return Earned(place, whole, because, by_clarity)


def _place(whole: Agreement, recent: Agreement, limit: float, fewest: int) -> tuple[Place, str]:
    if whole.calls < fewest:
        return "beside", f"Drafts prefill from {fewest} answers on; {whole.calls} were given so far."
    low, high = whole.ac1.low, recent.ac1.high
    if low is None:
        return "beside", "All answers were the same so far, so that luck cannot be told from agreement."
    if low <= limit:
        return (
            "beside",
            f"Agreement beyond luck may be as low as {low:.2f}, and the house asks for more than {limit:.2f}.",
        )
    if recent.calls >= min(fewest, RECENT) and high is not None and high < limit:
        return "beside", f"Of late agreement has fallen: at most {high:.2f} in the latest {recent.calls} answers."
    return "prefilled", f"Agreement beyond luck is at least {low:.2f} in {whole.calls} answers."


def is_blind(call_id: str, question_id: str) -> bool:
    """Whether a draft is kept from the reviewer of this call: one in ten, the same however often one looks."""
    digest = hashlib.sha256(f"{call_id}\n{question_id}".encode()).digest()
    return int.from_bytes(digest[:4], "big") % BLIND_OF == 0


def _rows(tried: Sequence[Tried]) -> list[tuple[Answer, Answer]]:
    return [(one.drafted, one.answered) for one in tried]
