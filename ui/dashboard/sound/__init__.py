"""Sound: what is kept of a call's sound, sent to a browser by the ranges it asks for.

In come requests and what is stored, for whoever may hear it by then; out go answers.

Others use:

``ranges``  sent
"""
