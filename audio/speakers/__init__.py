"""Speakers: who spoke when, and which of the two is the agent.

In come sound and its layout, and whatever is told beforehand (a diarization, a transcript's names, the agent's side); out go
the speech and the voice of agent and of customer, with a doubt wherever something had to be assumed.

Others use:

``agent``              by_order, by_transcript, channel_names, decide_agent, likely_agent, swap_sides, swap_words
``one_channel``        one_channel, speech_of_one_channel
``third_person``       without_third_person
``transcript_beside``  choose, read_beside
``two_channels``       HeardSides, Progress, two_sides
"""
