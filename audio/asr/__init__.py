"""ASR (automatic speech recognition): the words, by faster-whisper, and only where somebody speaks.

In come each side's sound and its speech; out go words with their times and confidence, the language, and what is to be said
about both. Windows are packed with speech, hypotheses that Whisper is known to invent are refused, speech without a word is
heard once more, and every window that is done is kept, so that a transcription that was stopped goes on where it was.

Others use:

``language``    LANGUAGES, check_language
``recogniser``  Recogniser, find_recogniser, let_go_of_model
"""
