"""Sequences: what one sentence alone cannot show, because it depends on what came before it or comes after.

In come the hits sentence by sentence and the course of the call; out go techniques that take several steps, one
module a technique, behind the table in ``techniques``:
``preemptive``, ``truth_with_plan``, ``offer_choice``, ``overcorrect``, ``feel_felt_found``, ``final_word``, ``gratitude``.

Others use:

``after_escalation``    ARC, arc_after
``course``              Course, course_of
``gratitude``           GRATEFUL
``placed_hit``          PlacedHit
``repeated_questions``  repeated_questions, topic_stems
``techniques``          correct_by_place
"""
