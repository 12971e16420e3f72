"""Health: whether a library can be used from here just now, told in a bounded time whatever hangs.

In comes a database; out go checks of it, of the place where recordings lie, and of the queue, each with a reason that tells no secret.

Others use:

``bounded``  Bounded, Bounds
``checks``   Check, Health, NAMES, health_at
"""
