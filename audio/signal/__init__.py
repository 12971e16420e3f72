"""The signal: a recording as bounded sound on disk, and what can be measured in it without knowing who speaks.

In comes a recording (:mod:`audio.containers`); out go samples (16 kHz, one or two channels), the stretches in
which somebody speaks, and a voice's pitch, level and balance every 16 ms. ``networks`` loads the networks that came with the build, for
other rooms too; ``cores`` and ``memory`` see to the machine's processors and memory.

Others use:

``cores``           VARIABLE, cores, share_of
``decode``          RATE, Samples, Sound, SoundReader, decode
``loudness``        rms_level
``memory``          release_models
``networks``        network, voice_networks_at_hand
``onsets``          extend_to_onsets, extend_to_words
``pitch``           HOP
``temporary``       new_file, writing
``tones``           tone_doubts, tones_of, without_tones
``voice_activity``  detect_speech, has_current_weights
``voice_features``  FRAME, measure_voice
"""
