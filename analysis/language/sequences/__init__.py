"""Sequences: what one sentence alone cannot show, because it depends on what came before it or comes after.

In come the hits sentence by sentence and the course of the call; out go techniques that take several steps, and pushes that are
none because the agent is guiding somebody through them.

Others use:

``guidance``    lower_guided_pushes
``techniques``  ARC, Course, GRATEFUL, HeardTechnique, arc, asked_again, course_of, in_time, telling
"""
