"""Backup: a library as it was at one moment, in a folder; a library out of that again; and what was deleted since, deleted again.

In come a library that others go on working with, and a folder; out go a backup that is whole, or the sentence why not.

Others use:

``again``       Gone, delete_again, read_gone, without_sound
``backing_up``  back_up
``checking``    check_backup
``restoring``   restore
``settling``    was_restored
``statement``   Statement, read_statement
"""
