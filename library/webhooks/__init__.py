"""Webhooks: telling a program of the house, of its own accord, that a call is reviewed or has failed.

In comes what became of a job, within its own transaction; out goes a signed request, tried again until it is taken or given up.

Others use:

``outbox``    put_event
``webhooks``  Delivery, Webhooks
"""
