"""The parts of the page Programs: the tokens by which programs come in, and the webhook by which one is told.

In comes a library as an admin sees it; out go the changes that were asked for, each told in a sentence on the page, with a way back.

Others use:

``said``     the module itself
``tokens``   the module itself
``webhook``  the module itself
"""
