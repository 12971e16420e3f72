"""Formats: transcripts as other programs write them, one module a format, each with the same two verbs.

``recognises(root)`` says whether a file is of this format, ``read(root)`` gives its cues and refuses a damaged one with the
place at fault; :mod:`audio.transcripts.reader` chooses among them.

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
