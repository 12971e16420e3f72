"""Judging: the facts of a call in, a report out. Pure and quick; nothing here knows sound, models, screens or files of calls.

``review``     :func:`analysis.review.review`, the way through all the rooms
``report``     measures, moments, figures, the outcome
``limits``     every threshold a coach may argue about, with its source
``toml_file``  limits and rules that somebody wrote, read within bounds
``edition``    a short name that changes with anything that judges
``handbook``   the rule book as a page

The rooms: ``voice``, ``turns``, ``language``, ``outcome``; the way through them is drawn in ``docs/architecture.md``.
"""
