"""Handover: another person on a side than before, who stays: a supervisor, a husband, a colleague who takes the call over; or another line under the same voice.

In come the sound of two sides, their speech, their voices and the words, if there are any; out go the times from which a side is
another person's, surely or perhaps, or is heard over another line, and a doubt with the evidence of each.

Others use:

``newcomers``  Changes, find_changes
"""
