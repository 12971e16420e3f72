"""Who is the agent: what the names that call recorders and recognisers write down say about it.

::

    Agent, Rep, "Customer Service", internal  -> agent        ch_0, Speaker A, left  -> a side, by its order
    Customer, Caller, Client, external        -> customer     IVR, System, Bot       -> nobody's voice

Names are compared word by word, without case, digits and punctuation, so "AGENT_2" is an agent.
"""

from __future__ import annotations

import re
from typing import Literal

Role = Literal["agent", "customer", "machine"]

_AGENT = frozenset(
    [
        "agent",
        "rep",
        "representative",
        "operator",
        "advisor",
        "adviser",
        "associate",
        "csr",
        "support",
        "staff",
        "employee",
        "internal",
        "consultant",
        "clerk",
        "teller",
        "supervisor",
        "manager",
        "specialist",
        "helpdesk",
        "desk",
        "receptionist",
        "officer",
        "technician",
        "seller",
        "salesperson",
    ]
)
_SUPERIOR = frozenset(["supervisor", "manager"])
_CUSTOMER = frozenset(
    [
        "customer",
        "caller",
        "client",
        "external",
        "member",
        "patient",
        "guest",
        "buyer",
        "consumer",
        "subscriber",
        "passenger",
        "visitor",
        "user",
        "enduser",
        "contact",
        "policyholder",
        "prospect",
        "tenant",
    ]
)
_MACHINE = frozenset(["system", "ivr", "bot", "chatbot", "voicebot", "announcement", "recording", "machine", "prompt"])
_SERVICE = re.compile(r"\b(customer|client|member|guest|patient) (service|services|support|care|relations|success)\b")
_SIDE = re.compile(r"^(?:ch|chan|channel|spk|spkr|speaker|side|track|participant|voice|s|sp)?[ _.#-]*(\d{1,2}|[a-d])$")


def role(name: str) -> Role | None:
    """What a written name says of its bearer, ``None`` where it says nothing."""
    letters = " ".join(re.findall(r"[^\W\d_]+", name.casefold()))
    words = set(letters.split())
    if _SERVICE.search(letters) or words & _AGENT:
        return "agent"
    if words & _CUSTOMER:
        return "customer"
    return "machine" if words & _MACHINE else None


def is_superior(name: str) -> bool:
    """Whether a name is that of somebody who joins an agent's call rather than takes it."""
    return bool(set(re.findall(r"[^\W\d_]+", name.casefold())) & _SUPERIOR)


def side(name: str) -> int | None:
    """The number of a side or a speaker that has no better name ("ch_0", "Speaker B", "right"), else ``None``."""
    folded = name.casefold().strip()
    if folded in ("left", "right"):
        return int(folded == "right")
    match = _SIDE.match(folded)
    if match is None:
        return None
    return int(match.group(1)) if match.group(1).isdigit() else ord(match.group(1)) - ord("a")
