"""Recordings: each kept once as a file under the name of its content, played from a form that browsers can seek in.

In come files and uploads; out go recordings that are whole, wherever they lie. What is deleted leaves no trace.

Others use:

``fetched``     Fetched
``files``       Files, digest_of, playable_key, recording_key
``moving``      Moves
``places``      Places
``playable``    make_playable
``recordings``  Recordings, name_of
``silencing``   EDGE, silenced, write_silenced
``uploads``     UploadsFolder
"""
