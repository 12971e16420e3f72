"""Exchange: a call's report, turns and notes for other programs, and notes from two of them back.

In come a call, its report and notes; out go the report's JSON, Praat's TextGrid, ELAN's EAF, CSV and WebVTT, which open elsewhere.

Others use:

``exports``      FORMS, Form, MEDIA_TYPES, SUFFIXES, export, note_json, read_notes
``report_json``  number, report_json, seconds
``tiers``        corrected_words, possible
"""
