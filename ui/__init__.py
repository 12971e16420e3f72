"""Showing: the command line (``cli``) and the dashboard (``dashboard``). No formula, no SQL, no pipeline.

``clip_page``      clips as one HTML file, as both write them
``texts``          what both say in words
``sample_calls``   the samples that come with SameSide, as both add them
``computer_user``  who sits at this computer, as far as it knows
"""
