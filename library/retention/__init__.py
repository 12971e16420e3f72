"""Retention: how long calls are kept, said beforehand, and carried out by whoever works through the queue.

In come the house's terms; out goes what will be deleted and when, and in the end what was.

Others use:

``retention``  Retention
``terms``      LONGEST, Terms
"""
