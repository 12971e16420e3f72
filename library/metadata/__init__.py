"""Metadata: what is known of a call beside its sound, from the name of its file, a list, or the recorder's own data.

In come names, patterns, tables and sidecars as recorders and back offices write them; out goes, for each recording, whose call it is,
when it was held, and on which queue, so that nobody types it in a call at a time. Nothing here reads the library or a screen: the
command line, the dashboard and whatever else brings calls in go through it.

Others use:

``call_metadata``  Metadata, described, direction_of
``dates``          EARLIEST, LATEST
``file_names``     FIELDS, MAX_LENGTH, Pattern, fits, normalised, parse_pattern, try_pattern
``gathering``      LIST, gather, gather_beside
``tables``         Table, read_table
"""
