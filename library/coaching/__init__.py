"""Coaching: sessions with an agenda of moments and what was agreed, what followed them, and the agent's own page.

In come moments of calls and what a coach and an agent say of them; out go sessions, before and after against peers, and what went well.

Others use:

``before_after``  BeforeAfter, Changes
``change``        Change, Side
``highlights``    Highlight
``own_page``      FIGURES, OwnPage, OwnPages
``session``       Agreed, CoachingLine, CoachingSession, Direction, Item, Stretch
``sessions``      Coaching
"""
