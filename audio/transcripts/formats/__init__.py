"""Transcripts as other programs write them, one format a file; :mod:`audio.transcripts.reader` chooses among them."""
