"""The parts of the page People: who is here, the form about one of them, a table of all, names that are nobody's yet.

In comes a library as an admin sees it; out go the changes that were asked for, each told in a sentence on the page.

Others use:

``form``   the module itself
``names``  the module itself
``said``   the module itself
``table``  the module itself
"""
