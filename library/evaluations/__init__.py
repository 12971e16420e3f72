"""Evaluations: a form filled in for a call, with the machine's drafts beside, scored, acknowledged or appealed; and how far people agree.

In comes a form, a call with its report, and what a reviewer answers; out come drafts with their evidence, scores, draws of calls to
review, and agreement with its interval.

Others use:

``agreement``    Agreement, FEWEST_CALLS, agreement
``appeals``      AppealLine, Appeals, Party, appeal_of
``drafts``       Clarity, Draft, clarity, drafts
``draws``        Draw, Draws, Stratify
``earned``       Earned, earned, is_blind
``evaluation``   Evaluation, EvaluationLine, Given, calibrations_on, given_in, is_own, settle_seats, storable,
                 waiting_row
``evaluations``  Evaluations
``over_time``    Of, ScoresOverTime, Stretch, Trend, TrendPoint
``reviewers``    Reviewer, give, reviewer_by
``scores``       By, FEWEST, ScoreLine, Scores
``scoring``      asked, check_answers, score
``settled``      BOUNDS, LABELS, Settled, keep_settled, settled
"""
