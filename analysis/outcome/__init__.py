"""Outcome: what followed a moment, what settled, what nobody answered, and how the call ended.

In come a call and the moments found in it; out go responses of the customer's voice, placebos (the agent's talk without a technique,
to compare with), moments *settled* and *missed*, the arc's moments, and the call's outcome with its reason. What settles, what
is missed and how a call ended rest only on escalations that ``certainty`` holds past doubt.

Others use:

``arc``        the module itself
``certainty``  the module itself
``ending``     the module itself
``missed``     the module itself
``placebo``    the module itself
``response``   the module itself
``settled``    the module itself
"""
