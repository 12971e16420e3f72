"""Channels: how the two voices lie in a recording, and what of one side is really the other's.

In comes decoded sound, or the words written down for both sides; out go the layout (two sides, one channel, the same sound
twice), sound without what leaks across, and speech and words each on the side where they were said.

Others use:

``crosstalk``  own_speech, too_much_at_once
``echo``       remove_echoes
``layout``     recognise_layout
``leakage``    find_leaks, loudness_doubts, remove_leaks
``legs``       leg_doubts
``pair``       join, joined_name, pairs_of
``side``       Side, side_of
"""
