"""Placement: a transcript's lines laid on the recording's clock, as far as the speech that is heard tells where they lie.

In come lines with the times of their own clock, or with none, and where each side is heard to speak; out come words on the recording's
clock, and what is doubtful about that. A line is never moved where the fit is not plain.

Others use:

``alignment``  OUTSIDE, align, clock_time, into_turns, on_clock, why_outside, without_sound
``clocks``     Clocks, compare_clocks, shift_line, speech_overlap
``pieces``     find_pieces
``same_call``  compare
``untimed``    misplaced_speech
"""
