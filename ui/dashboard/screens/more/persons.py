"""People: who may sign in, as what, for which teams and under which names; looked after by admins, and shown to nobody else."""

from __future__ import annotations

import streamlit as st

from ui.dashboard import viewer
from ui.dashboard.parts.persons import form, names, said, table
from ui.dashboard.sign_in.present import present_here


def page() -> None:
    """The whole page."""
    st.title("People")
    present = present_here()
    if present is None:
        st.html(
            "<p class='lead'>Nobody signs in here: this dashboard is for whoever sits at this machine. To let a team in, set up sign-in with "
            "<code>sameside sign-in set</code>; docs/sign-in.md says how.</p>"
        )
        return
    if "admin" not in present.roles:
        st.html("<p class='lead'>People are looked after by an admin, and you are none here.</p>")
        return
    library = viewer.library_here()
    persons = library.persons.all()
    unclaimed = library.typed_names.unclaimed()
    with st.container():  # whatever is told or listed, what is below stays what it was, and open where it was open
        said.show_said()
    with st.container():
        table.show_persons(persons)
    with st.expander("Add somebody"):
        form.add_somebody(library)
    with st.expander("Change or remove somebody"):
        form.change_somebody(library, persons)
    with st.expander("A table of people"):
        table.table_in_and_out(library, persons)
    if unclaimed:
        with st.expander(f"Names that are nobody's yet ({len(unclaimed):,})", expanded=True):
            names.names_to_give(library, unclaimed, persons)


page()
