"""Transcripts from elsewhere: any common file in, lines with their speakers laid over the speech of a recording out.

A file is recognised by its content (:mod:`audio.transcripts.formats`), read into cues, put right where it has slips
(:mod:`audio.transcripts.mending`), checked against the recording's clock, and its words are laid where somebody speaks.

Others use:

``cue``            Cue, CueError, TimedToken, checked_span, cues_of, each_whole, open_span, split_cue, spoken_text,
                   with_interpolated_times
``line_speakers``  label_speakers, names_of, says_side, says_who
``reader``         LONGEST, Line, SUFFIXES, Transcript, read_transcript
``recorder_data``  LONGEST, field_of, recorder_data
``repairs``        LEFT_OUT, NO_TIME, Slip, WORD_LEFT_OUT, mended, remark
``role_names``     role, side
"""
