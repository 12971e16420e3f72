"""Outbound: the few requests that SameSide itself sends, only by https, only to hosts that the house has named, never to a machine within.

In come an address, a body, a file to write to; out goes what was answered, bounded in size and time.

Others use:

``addresses``  Place, SETTING, checked_host, host_of, place_of
``https``      Limits, fetch, send
"""
