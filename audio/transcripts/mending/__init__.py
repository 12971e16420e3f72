"""Mending: what is put right in the cues of a transcript, whatever format they came in.

Times in other units become seconds, a clock of the day is set to the start of the call, lines without a time or an end get one from
their neighbours, and lines without a name the name that they can only have. All of it is counted and said (:mod:`audio.transcripts.repairs`).

Others use:

``clock_start``  HOUR, time_of_day
``clock_words``  CLOCK_IN_WORDS
``mend``         mend
``roll_up``      Caption, without_repeats
``units``        PACE
``unnamed``      CARRIED
"""
