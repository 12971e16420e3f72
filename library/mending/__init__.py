"""Mending: an upheld appeal against a flag puts into the house's own rules what is not to be flagged, and that can be taken back.

In come an appeal and the rules as they are to be (:mod:`library.house.mending` makes them); out go the rules in force, and what was mended.

Others use:

``mends``  Entries, MendedLine, Mends
"""
