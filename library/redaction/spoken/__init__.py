"""Spoken numbers: words taken apart, read as digits and letters, and gathered by what was asked for.

In come turns with their words; out go runs of digits and letters with what they may be, e-mail addresses, postal addresses. What of it is
masked is said by :mod:`library.redaction.finding`.

Others use:

``addresses``  addresses_in, answer_in, unnumbered_in
``atoms``      Atom, atoms_of, pieces
``context``    Gathering, TURNS, Window
``cues``       find_cues
``emails``     emails_in
``runs``       Run, runs_of
``shapes``     chains, shape_of
"""
