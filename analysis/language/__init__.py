"""Language: which techniques the words show, how surely, and with which words; and what a line does to the course of a call.

In come a call's words, or a sentence typed by a coach; out go hits of the rule book and of the classifier that was taught with
:mod:`analysis.language.bank`, calibrated; moments where an agent pushed or partnered and a customer escalated; and how likely
a line does each dialogue act (relief, coldness, a burden named), which the outcome rests on.

Others use:

``calibration``    Calibration, Scales, log_odds_by_length
``classifier``     NEUTRAL, SHIPPED, SpeakerModel, WordingModel, features, pack
``dialogue_acts``  ACTS, Acts, SHIPPED, acts_features, acts_of, words_of
``gladness``       is_glad, touch
``reading``        Hit, hits
``tokens``         Tokens, bag, pieces, sentences, tokenize
``unread``         why_unread
``utterances``     Sentence, Utterance, utterances
``windows``        views, why_unreadable
``wording``        KIND
"""
