"""Governance: what pages and routes tell the audit, what is offered to whom, legal holds on a call's page, the house's terms, the switch for
agents' voices.

In come the library and who looks; out go widgets, and events.

Others use:

``about``    the module itself
``allowed``  offered, said, settles, stops
``events``   the module itself
``holds``    the module itself
``lists``    grid, lead
``terms``    the module itself
``told``     the module itself
``voices``   the module itself
"""
