"""Recognisers: what services that turn sound into text answer, one module a service.

Others use:

``amazon_transcribe``  the module itself
``assemblyai``         the module itself
``azure``              the module itself
``deepgram``           the module itself
``elevenlabs``         the module itself
``gladia``             the module itself
``google``             the module itself
``rev_ai``             the module itself
``soniox``             the module itself
``speechmatics``       the module itself
``watson``             the module itself
"""
