"""Sequences: what one sentence alone cannot show, because it depends on what came before it or comes after.

In come the hits sentence by sentence and the course of the call; out go the same hits, each let stand, noted, renamed or left out
by the check of its technique. The table in ``checks`` says which module checks which: ``preemptive``, ``truth_with_plan``,
``offer_choice``, ``overcorrect``, ``feel_felt_found``, ``final_word``, and ``gratitude`` for escalations.

Beside them: ``course``, the lines and cues that all look back on; ``repeated_questions`` and ``after_escalation``, which find what no
single hit shows.

Others use:

``after_escalation``    ARC, arc_after
``checks``              correct_by_place
``course``              Course, course_of
``gratitude``           GRATEFUL
``placed_hit``          PlacedHit
``repeated_questions``  repeated_questions, topic_stems
"""
