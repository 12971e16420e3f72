"""Numbers as Whisper's base model heard them from a synthesiser's voice: what it made words of is masked, and replies are not."""

from __future__ import annotations

import pytest
from marked_dialogues import covered, dialogue

from library.redaction.finding import find_in_turns

HEARD = (
    "A the security code please | C it's | C {for two eight}",
    "A And the three digits on the back? | C {to hold it.}",
    "A And the free digits on the back. | C {Glow eight.}",
    "A The last four of your social? | C {for O-II.}",
    "A Your social security number. | C {to one nine oh nine four two two eight}",
    "A What's the expiry date? | C {of floor twenty eight.}",
    "A Which card number? | C {four nine two nine} | C {DiPOLO-O-TU-FOR.} | C And then | C {eight eight oh one four two four two}",
    "A Your phone number? | C {two one two} | A mm-hm | C {Atoid} | A yes | C {five five five oh one eight to}",
    "A the policy number please | C {h for hotel x for x-ray four four one nine oh two}",
)
LEFT = (
    "A And the security code? | C Hang on one moment.",
    "A And the security code? | C I haven't got it here.",
    "A The card number? | C What's that?",
    "A Your phone number? | C Same as before.",
    "A Your phone number? | C No, sorry. | C It's off.",
    "C What's your phone number? | A Just our switchboard.",
    "A I have your account number. Anything else? | C Cheers mate.",
)


@pytest.mark.parametrize("text", HEARD)
def test_what_was_misheard_is_masked(text: str) -> None:
    marked = dialogue(text)
    assert marked.secret <= covered(find_in_turns(marked.turns))


@pytest.mark.parametrize("text", LEFT)
def test_a_reply_is_left(text: str) -> None:
    assert find_in_turns(dialogue(text).turns) == ()
