"""Formats: transcripts as other programs write them, one module a format.

A JSON form has a ``NAME``, ``recognises(root)``, which says whether a file is of this form and never raises, and ``read(root)``, which
gives its cues and refuses a damaged one with the place at fault; ``root`` is a :class:`~audio.transcripts.formats.node.Node`. They are in
four rooms (``open_models``, ``recognisers``, ``platforms``, ``voice_agents``) and named once, in ``json_forms``. The formats of text
(``captions``, ``dialogue``) have the same two verbs for each kind that they hold, such as ``is_vtt(text)`` and ``read_vtt(text)``.
:mod:`audio.transcripts.reader` chooses among them.

Others use:

``captions``    read_vtt
``dialogue``    read_plain, split_names
``json_forms``  form_of, unknown
``node``        Node, optional, readable
``pieces``      whole_words
``times``       LETTERS_A_SECOND, Started, clock_seconds, duration_seconds, from_starts, in_time_order
"""
