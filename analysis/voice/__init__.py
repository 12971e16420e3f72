"""Voice: a speaker against their own calm voice in this call.

In come a call's tracks of pitch, level and balance; out go its phrases, the baseline and spread of each voice, where one rose
above it and came back, and the agent's raised voice as a fact. Nothing here knows a word that was said, but for gladness
that excuses a voice.

Others use:

``agent_voice``   SWITCHED_OFF, without_agent_voice
``baseline``      Profile
``heat``          FLOOR, NOTHING, Scatter, Turn, keep_phrases, mean_heat, scatter, turns
``height``        STILL_UP, VoiceHeight
``persons``       person_at, voice_profiles
``raised_voice``  the module itself
``tone``          the module itself
"""
