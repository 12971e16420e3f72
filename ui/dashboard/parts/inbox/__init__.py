"""The inbox on the pages: what one was told, in words; how many of it are unread; and the names that are offered while one writes.

In comes the library; out go sentences with links to the calls, a count for the menu, and names.

Others use:

``route``  NAMES, names_route
``said``   item_shown
"""
