"""Calibration: several reviewers go through the same calls with the same form, blind; then their answers stand side by side.

In come calls, a form and reviewers; out come sessions with how far everybody is, and, once they may be told, answers beside each other, how
far people agree on each question, and how far each is from what is taken as right.

Others use:

``calibrations``  Calibrations
``comparing``     CallSide, Deviation, QuestionAgreement, Row, SideBySide
``session``       Calibration, Progress
"""
