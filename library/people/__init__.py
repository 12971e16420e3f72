"""People: agents and their teams, and whose call is whose.

In come names; out go the same names, each once.

Others use:

``agents``  People, assign_call, assign_calls
"""
