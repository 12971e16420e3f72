"""Tokens: how a program comes in at the HTTP door, as whom, to do what, until when.

In comes a secret; out goes a viewer, whom the wall lets see what is theirs, and the scopes that were given.

Others use:

``token``   Bearer, MOST_PER_MINUTE, NoTokenError, PER_MINUTE, SCOPES, Scope, Token, USUAL_LIFE, hash_of
``tokens``  Tokens
"""
