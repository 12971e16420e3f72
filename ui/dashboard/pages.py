"""The pages and their addresses: one table, from which the frame makes its menu and every page its links."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import streamlit as st

# not a folder "pages": Streamlit takes that for its own list of pages, and a link to one of them skips the frame
SCREENS = Path(__file__).parent / "screens"
TITLES = {
    "my_calls": "My calls",
    "calls": "Calls",
    "review": "Review",
    "evaluations": "Evaluations",
    "coaching": "Coaching",
    "clips": "Clips",
    "inbox": "Inbox",
    "people": "Agents and techniques",
    "rule_book": "Rule book",
    "house_rules": "House rules",
    "persons": "People",
    "programs": "Programs",
    "retention": "Retention",
    "audit": "Audit",
    "about_me": "What is kept about me",
}
FOR_AGENTS = ("my_calls",)
"""Pages that stand in the menu of who takes calls; others come to one by a link."""
FOR_ADMINS = ("persons",)
"""Pages that stand in the menu of an admin alone; they say so to anybody else who opens one."""
OF_THE_HOUSE = ("programs", "retention", "audit")
"""The same, but for whoever is alone with a library, who is their own admin."""
NOW_AND_THEN, MORE = ("clips", "persons", "programs", "retention", "audit", "about_me"), "More"
"""Pages that would crowd the menu, and lie in a folder of their own."""
FIRST = "calls"


def menu_title(name: str, unread: int = 0) -> str:
    """What a page is called in the menu; the inbox with how much of it is unread."""
    return f"{TITLES[name]} ({unread})" if name == "inbox" and unread else TITLES[name]


def page_link(
    name: str,
    first: str = FIRST,
    is_admin: bool = False,
    is_team: bool = False,
    is_agent: bool = False,
    unread: int = 0,
) -> Any:
    """One page, for a link or a switch to it; ``unread`` items stand beside the name of the inbox."""
    address = name.replace("_", "-")
    hidden = (*FOR_ADMINS, *OF_THE_HOUSE) if is_team else FOR_ADMINS
    is_hidden = (name in hidden and not is_admin) or (name in FOR_AGENTS and not is_agent)
    shown: Literal["visible", "hidden"] = "hidden" if is_hidden else "visible"
    return st.Page(
        SCREENS / ("more" if name in NOW_AND_THEN else "") / f"{name}.py",
        title=menu_title(name, unread),
        url_path=address,
        default=name == first,
        visibility=shown,
    )


def all_pages(
    first: str = FIRST, is_admin: bool = False, is_team: bool = False, is_agent: bool = False, unread: int = 0
) -> dict[str, list[Any]]:
    """All pages in the order of the menu, what is looked at now and then under a heading of its own; ``first`` is the one that opens where
    none is asked for."""
    of_heading: dict[str, list[Any]] = {"": [], MORE: []}
    for name in TITLES:
        page = page_link(name, first, is_admin, is_team, is_agent, unread)
        of_heading[MORE if name in NOW_AND_THEN else ""].append(page)
    return of_heading
