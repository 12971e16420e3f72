"""Calibration on the page *Evaluations*: the sessions, one side by side, and the answers that were agreed on.

In come the library and who looks; out go the parts of one tab.

Others use:

``calibrations``  the module itself
"""
