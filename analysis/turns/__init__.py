"""Turns: who had the floor, and how both came to speak at once.

In come a call's turns; out go shares of talk, holds and pauses, and over-talk in its four kinds (interruption, backchannel, holding
the floor, same start), of which cooperative overlap accuses nobody.

Others use:

``balance``              the module itself
``cooperative_overlap``  the module itself
``over_talk``            the module itself
"""
