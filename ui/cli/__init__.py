"""The command line: ``sameside COMMAND``, one module a command, saying the same things as the dashboard.

In come arguments; out go printed moments, reports as files, and an exit status that is 0 only where everything was done.

Others use:

``redact``        NO_MODEL, silent_in, told_of_listening
``report_names``  report_names
``review``        clock, hearing_options, metadata_of, open_library, progress_bar, reviewing, tables_of, tell_review,
                  write_report
"""
