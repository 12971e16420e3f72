"""Transcripts as other programs write them, one format a file; :mod:`audio.transcript` chooses among them."""
