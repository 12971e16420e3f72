"""The inbox: what a person is told that others did: that they are named in a note, were given something, or that something waits for them.

In comes an act, in whose transaction somebody is told of it; out go a person's items, of calls that they may see, and how many are unread.

Others use:

``inbox``     Inbox, Item
``mentions``  tell_mentions, tell_reply
``telling``   Kind, Whom, coaches_of, of_call, tell, tell_no_more, tell_unanswered
"""
