"""Coaching: the route that puts moments on an agenda, the list of sessions, one session, and an agent's own page.

In come the library and who coaches; out go widgets, and answers to deeds.

Others use:

``own_page``      the module itself
``route``         COACHING, coaching_route
``session_list``  the module itself
``session_page``  the module itself
"""
