"""Hearing: a recording in, the facts of a call out.

``call``       the facts, as immutable values
``span``       time, as immutable values
``errors``     the errors whose message is a sentence fit to be shown
``given_file`` a file that somebody named, read whole within bounds
``beside``     which files belong to a recording by their name
``listen``     :func:`audio.listen.listen`, the way through all the rooms

The rooms: ``containers``, ``signal``, ``channels``, ``speakers``, ``asr``, ``transcripts``; the way through them is drawn in ``docs/architecture.md``.
"""
