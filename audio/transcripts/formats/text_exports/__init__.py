"""Text exports: transcripts as meeting tools, transcription services and spreadsheets write them as text, one module a form.

Each form has a name in words, ``is_x(text)``, which says whether a text is of this form, and ``read_x(text)``, which gives its
cues and refuses a damaged one with the line at fault; no text is of two forms. What they have in common, a line that says who speaks
and from when above what is said, is in ``headed``.

Others use:

``known``  find_text_export
``table``  cues_of_rows, has_words_and_times
"""
