"""What is kept about a person, in plain sentences: from what is in force in this house, so that none of it can be untrue elsewhere."""

from __future__ import annotations

from library.access.rights import BY_STANDING, DEEDS, WHO
from library.access.viewer import Viewer
from library.house import agent_voice
from library.store import Library

MEASURED = (
    "how high, how loud and how sharp your voice is, compared with your own calm speech in the same call and with nobody else’s",
    "how fast you speak, in words a minute",
)
ALWAYS = (
    "who speaks when, for how long, and where two speak at once",
    "the words that are said, and which of them are known ways of pushing a customer or of working with one",
    "what the customer’s voice and words did next: what followed, never what you caused",
)
NEVER = (
    "what you feel, how you are, or whether you mean it: no emotion is told from your voice, your words or anything else",
    "who you are by your voice: no voice-print is kept, and no voice is known again in another call",
    "anything between calls: when you work, what your screen shows, where you are",
    "a mark, a rank or a list of best and worst: agents stand by name, each beside their own past",
)
USES = (
    "It is for coaching: for you and whoever coaches you to listen to together.",
    "It is not to be used to decide on hiring, pay, promotion, discipline or dismissal, nor to hand out shifts or tasks: it was not made for that, "
    "is not tested for it, and the law asks far more of whatever is (Annex III of the European AI Act).",
    "Of fewer than 10 calls of one person no figure is made at all.",
    "A moment that is marked “possible” counts in no figure. Whoever disagrees with the machine says so on the call, and then that holds.",
)


def measured(library: Library) -> tuple[list[str], list[str]]:
    """What is measured in a call here, and what the house has switched off."""
    on = agent_voice.is_measured(library)[0]
    return [*(MEASURED if on else ()), *ALWAYS], [] if on else list(MEASURED)


def kept_for(library: Library) -> tuple[str, ...]:
    """How long calls are kept here, and what a hold does."""
    return (
        *library.retention.terms()[0].sentences(),
        "What is deleted is gone: the recording, everything heard in it, the report, the notes. Only that it was deleted is kept.",
        "A call under a legal hold stays until the hold is lifted; its page says so, and why.",
    )


def may_see(who: Viewer) -> tuple[str, ...]:
    """Who may do what with a person's calls here, out of the table of rights itself."""
    if not who.is_person:
        return (
            "You, and whoever else can open this computer’s files: there is no sign-in, so “private” means that a note is not exported.",
            "Once people sign in, each sees what is theirs, and this page says for each of them who may do what.",
        )
    rights = (
        f"To {deed}: {', '.join(WHO[way] for way in WHO if way in BY_STANDING[right])}" for right, deed in DEEDS.items()
    )
    return (
        *rights,
        "What you brought for practice is seen by you alone, and by whomever you show it to.",
        "A note that somebody writes for themselves is read by nobody else, admins included.",
        "Whoever opens, hears, exports or deletes one of your calls is written down; you find it below.",
    )
