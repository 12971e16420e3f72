"""Calls: kept with their reports, listed, searched and compared.

In come calls and reports; out go pages of summaries in the order of work, and what many calls say together, with how sure
that is.

Others use:

``hits``             Hit, find_hits
``listing``          CallSummary, Filter, Page, apply_filter, call_names, find_call, summary, with_people
``ordering``         COUNTS, SORTS, Sort
``paging``           list_calls
``place``            Place, place_of
``redacting``        is_unmasked, look_through, mask_correction, mask_report, masking_of, original_call,
                     original_report, original_turns, put_masks, shown_call, shown_report
``response_counts``  PLACEBO
``saving``           forget_deleted, heard_in, held, lock_call, put_call, put_corrected, put_metadata, put_report,
                     recount, recount_private
``strata``           HEATS, STRATA
``verdicts``         Settled, refusals, settled_report, verdicts_on
"""
