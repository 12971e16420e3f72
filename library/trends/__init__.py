"""Trends: what many calls say together, of techniques, agents and time; and how sure that is.

It is added up by day and agent beforehand, so that a million calls are told of at once::

    a call is kept, changed, taken out   ->  its day and agent are *due*      (the database's triggers say so, whoever writes)
    a worker has a moment                ->  what is due is counted anew      (keeping)
    somebody asks                        ->  days that are not due, as they were counted
                                             + calls of days that are due, one by one       (reading)

So what is told is what the calls say at that moment, to the last one, whether anything was counted beforehand or not; counting beforehand only
makes it quick. (On PostgreSQL, where each question sees its own moment, a call that goes to another agent between two of them may be missed by one
look.) Two more are counted one by one: calls that somebody sees without seeing all of their agent's (they were shown or given to
them), and everything where what is asked for cannot be told from sums (a word, say).

In comes a session and a filter; out go sums, shares with their intervals, and differences from the base rate.

Others use:

``base_rate``  Difference, anyway_rates, spread_of, standardised
``keeping``    count_due, keep_days
``trends``     AgentLine, FEWEST_CALLS, Period, Point, Share, TechniqueLine, TopicLine, Trends, Z, design_effect,
               last_day, period_of, share
"""
