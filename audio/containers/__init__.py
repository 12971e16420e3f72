"""Containers: whatever file a recorder wrote, as sound on one clock.

In comes a file; out come samples (16 kHz, one or two channels) in their order, silence where the file has none, and sentences about
what was taken, put in and left out. What is measured and what the browser plays are made from the same samples, so they have the same
clock.

Others use:

``line``       Block, RATE
``opening``    HEADERLESS, NEEDED, NO_RECORDINGS, check_file
``recording``  Damage, Recording, read_recording
"""
