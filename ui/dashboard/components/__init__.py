"""Components: what Streamlit has not: the timeline, a form beside it, the list of calls, saved views, a chart, tables with links.

In come plain values as JSON; out go what a user did, as plain values.

Others use:

``call_link``             call_address, call_link
``call_list``             call_list
``call_list.columns``     COLUMNS, ORDERS, USUAL, in_order
``chart``                 the module itself
``clip_list``             clip_list
``coach``                 coach
``deeds``                 TOKEN, answered, text_in
``evaluate``              evaluate, form_preview
``evaluate.deeds``        perform_evaluation
``evaluate.shown``        can_evaluate, drawer, earned_of, preview
``heard_html``            hear_button, heard_html
``inbox_list``            inbox_list
``linked_html``           link_html, linked_html, page_address
``score_chart``           small_multiples
``timeline``              timeline
``timeline.corrections``  corrections_shown, perform_correction
``timeline.notes``        notes_and_verdicts, perform
``timeline.picture``      picture
``view_links``            ViewLink, view_links
"""
