"""The database: one schema on SQLite and on PostgreSQL, its migrations, and how it is opened.

In comes a URL; out go sessions that read and sessions that write, settings by name, and calls packed into rows and back. Every
fault of the database is a sentence (:class:`audio.errors.LibraryError`).

Others use:

``connection``  Database, VARIABLE, VIEWER, in_batches, put, rows_changed, sentence_of
``full_text``   Found, LONGEST, count_found, found_numbers, words_of
``looking``     asked_once
``packing``     fingerprint, pack_call, pack_report, unpack_call, unpack_report, unpack_turns, unpack_words
``private``     FILE, make_file, make_folder, write_file
``schema``      Agent, Answer, ArrivalRow, Assignment, Base, CallRow, CallShare, CorrectionRow, HEAD, Hearing,
                JobFile, JobRow, Leaving, MaskRow, NO_WORDS, NoteRow, NoteVersion, OF_A_TOPIC, OF_THE_HOUSE, Person, PersonRole,
                PersonTeam, Recording, ReportRow, SavedView, Setting, SignIn, Spoken, TOPIC, Tally, Team, TypedName,
                day_of
``settings``    AGENT_VOICE, LIMITS, RULES, Settings, put_setting
``text``        fold_text, one_line, search_terms, storable_text
``walls``       STILL, WALKED, Wall, condition_here, unwalled
"""
