"""Evaluations: the route of the drawer on a call's page, and what the page of evaluations is made of.

In come the library and who reviews; out go widgets, and answers to deeds.

Others use:

``appeals``    the module itself
``form_list``  the module itself
``own``        the module itself
``queue``      the module itself
``results``    the module itself
``route``      EVALUATIONS, evaluations_route
``samples``    the module itself
``tables``     coefficient, grid
"""
