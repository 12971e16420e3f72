"""Logs for programs: one line an event, in which nothing of a call can stand.

In come Python's log records, SameSide's own and those of what it is built on; out go lines of JSON, or of text with the same fields, on
standard error. Without a choice nothing is changed: sentences for whoever sits there.

Others use:

``events``   about
``setting``  form_in_force, set_up, tell
"""
