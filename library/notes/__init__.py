"""Notes: what coaches and agents write on the timeline, with its history, an undo, replies and verdicts.

In come contents and who writes them; out go the notes that a viewer may see. Whoever saves over somebody's newer text is told.

Others use:

``note``   AUDIENCES, Agreement, Answered, Content, Note, NoteChangedError, VERDICTS, Written, moment_of
``notes``  Notes
``rows``   counts, note_of
"""
