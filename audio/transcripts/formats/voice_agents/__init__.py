"""Voice agents: what platforms write of calls that an artificial agent answers; that agent is the agent of the call.

Others use:

``elevenlabs_agents``  the module itself
``retell``             the module itself
``vapi``               the module itself
"""
