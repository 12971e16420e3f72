"""Deletion: calls go for good, at once or after a minute in which whoever asked for it may think better of it.

In come the ids of calls; out goes what waits to be deleted, until it is gone, and
what must not be, since it is under a legal hold.

Others use:

``deletions``  Deletions, Pending
``holds``      Holds, refusal
``originals``  Originals
"""
