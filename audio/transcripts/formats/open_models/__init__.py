"""Open models: what recognisers that run on one's own machine write.

Others use:

``hugging_face``  the module itself
``vosk``          the module itself
``whisper``       words_of
``whisper_cpp``   the module itself
"""
