"""Many at a time: what is done with the calls that are ticked in the list, deletions that can be taken back, uploads by the dozen.

In come the library and the calls that are chosen; out go widgets.

Others use:

``choice``  the module itself
``chosen``  the module itself
``queue``   the module itself
``undo``    the module itself
``zipped``  FORM_NAMES
"""
