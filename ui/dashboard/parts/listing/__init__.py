"""What the list of calls is asked: its address, its filters and order, its columns, and the views that are saved of them.

In come an address, the library and what is chosen; out go which calls are wanted, in which order, with which columns.

Others use:

``address``      the module itself
``columns``      the module itself
``filters``      the module itself
``question``     ENDINGS, Known, Question, read, start_of
``saved_views``  the module itself
"""
