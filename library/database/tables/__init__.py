"""Tables beside those of calls, a file for each matter: the audit, the HTTP door, clips, coaching, evaluations, operations.

In comes the schema's base; out go classes of rows, which migrations make as they stand here.

Others use:

``accountability``  AuditEvent, AuditHead, LegalHold, RetentionNotice, RetentionWatch
``api``             ApiRequest, ApiToken, ApiTokenTeam, WebhookDelivery, WebhookRow
``clips``           ClipRow, NoticeRow, PlaylistRow
``coaching``        CoachingItem, CoachingMoment, CoachingSessionRow
``daily``           DailyCalls, DailyDue, DailyResponses, DailyTechniques, NOBODY, TechniqueName
``evaluations``     AgreedAnswer, AppealRow, CalibrationRow, CalibrationSeat, CallDraw, CallDrawCall, EvaluationAnswer,
                    EvaluationRow, FormRow, FormVersionRow, MendedRule
``operations``      WorkTally
"""
