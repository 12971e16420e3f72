"""Diarization: who speaks when in one channel, heard or told by somebody else, and whether that can be believed.

In come the sound of a channel and its speech, or an account of it (RTTM, a pyannote pipeline); out go the turns of two voices, clear or
not, one person said as one, or the account with what makes it doubtful.

Others use:

``check``              Diarization, ToldDiarization, check_told
``diarize``            diarize
``embedding``          LONGEST, embeddings, unit
``filter_bank``        fbank
``pyannote_pipeline``  load_diarizer
``rttm``               the module itself
"""
