"""Commands by which a house answers for its calls: the audit, legal holds, how long calls are kept, where recordings lie, backups of all.

In come parsed arguments; out go lines on the terminal, tables, and an exit status that a script can go by.

Others use:

``audit``       configure_audit
``backup``      configure_backup, configure_restore
``holds``       configure_holds
``opening``     opened
``recordings``  configure_recordings
``retention``   configure_retention
"""
