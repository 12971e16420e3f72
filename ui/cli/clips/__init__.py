"""Clips on the command line: a stretch of a call as one file, to be handed on.

In come a call and two times; out comes a page that plays anywhere, or the sound alone.

Others use:

``clip``  clip_command, configure_clip
"""
