"""Formats: transcripts as other programs write them, one module a format.

A JSON format has a ``NAME``, ``recognises(root)``, which says whether a file is of this format, and ``read(root)``, which gives its cues
and refuses a damaged one with the place at fault; ``root`` is a :class:`~audio.transcripts.formats.node.Node`. The formats of text
(``captions``, ``dialogue``) have the same two verbs for each kind that they hold, such as ``is_vtt(text)`` and ``read_vtt(text)``.
:mod:`audio.transcripts.reader` chooses among them.

Others use:

``amazon``        the module itself
``azure``         the module itself
``captions``      the module itself
``contact_lens``  the module itself
``deepgram``      the module itself
``dialogue``      the module itself
``genesys``       the module itself
``google``        the module itself
``gridspace``     the module itself
``node``          Node
``plain_list``    the module itself
``whisper``       the module itself
"""
