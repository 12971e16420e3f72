"""The parts of the page People: who is here, the form about one of them, a table of all, names that are nobody's yet.

In comes a library as an admin sees it; out go the changes that were asked for, each told in a sentence on the page.

Others use:

``form``   add_somebody, change_somebody
``names``  names_to_give
``said``   show_said
``table``  show_persons, table_in_and_out
"""
