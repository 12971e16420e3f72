"""Clips: stretches of calls that are kept to be heard again, by reference, collected in playlists; and cut as sound to be handed on.

In comes a call and a stretch of it; out come clips in the order of their playlist, and what a file of one holds: its words and its
sound, masked as the call is.

Others use:

``clip``       Clip, Heard, Playlist, words_in
``clips``      Clips
``cutting``    Cut, Cuts
``playlists``  Playlists
``sound``      CODERS, coded
"""
