"""Tables: calls, moments, measures and evaluations as Parquet, a file a day, for whoever analyses them elsewhere.

In come a library, as its viewer sees it, and a folder; out go files in that folder, of which only the days are written anew that have changed.

Others use:

``exporting``  Exported, export_tables
"""
