"""Drawings of limits: what each of them tells apart, to scale at its present value, as HTML in the page's own colours.

In comes a limit's name and a value; out goes HTML, with the same in words for whoever does not see it.

Others use:

``drawn``  drawing
"""
