"""Saved views of the list of calls: what is asked of it, kept under a name.

In come names and questions, as the list's address has them; out go the views that somebody may open.

Others use:

``saved_views``  MAX_NAME, View, Views
"""
