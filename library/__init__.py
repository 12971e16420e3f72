"""Keeping: recordings, calls, reports, notes and what a house has settled, in one database and one folder.

``store``      :class:`library.store.Library`, the door to all of it
``pipeline``   hear, judge and keep one recording: the command line, the dashboard's worker and any other go this way
``current``    the one library of this process

The rooms: ``database``, ``access``, ``audit``, ``retention``, ``recordings``, ``calls``, ``notes``, ``corrections``, ``redaction``, ``forms``, ``evaluations``, ``calibration``, ``views``, ``people``, ``tokens``, ``intake``, ``outbound``, ``webhooks``, ``house``, ``exchange``, ``jobs``, ``worker``, ``cluster``.
"""
