"""Corrections: what people say was said otherwise, by whom, and where a line begins and ends.

In come corrections and what was heard; out go the facts as corrected, and which corrections no longer fit, and why. What was
heard is never changed: a correction that is taken back leaves no trace in it.

Others use:

``apply``       corrected_turns
``correction``  Change, Correction, OTHER, Opening, Reassigning, Retiming, Rewording, Who, change_of, place_of
``keeping``     Corrections
``rows``        Kept, corrected, current_call, heard_call, revision, standing, swap_corrections
"""
