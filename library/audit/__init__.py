"""Audit: who did what with which call, when, from where and under which right; append-only, and chained so that a gap shows.

In come acts, told in the transaction in which they are done; out go events to read, and whether the chain is whole.

Others use:

``acts``       GROUPS
``anchors``    NAME, keep_anchor
``audit``      Audit, PAGE, Told
``event``      Event, Wanted
``recording``  record, right_to
``table``      csv_lines
``verifying``  Head
``wording``    sentence
"""
