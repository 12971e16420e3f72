"""Outcome: what followed a moment, what settled, what nobody answered, and how the call ended.

In come a call and the moments found in it; out go responses of the customer's voice, moments *settled* and *missed*, the arc's
moments, and the call's outcome with its reason. Only what is past doubt decides.

Others use:

``arc``        the module itself
``certainty``  the module itself
``ending``     the module itself
``missed``     the module itself
``placebo``    the module itself
``response``   the module itself
``settled``    the module itself
"""
