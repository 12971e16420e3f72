"""The HTTP door: programs bring calls, ask how far they are and read reports, each by a token.

In come requests and the library; out goes JSON, and a page that says how. It knows no Streamlit and could be served alone: ``app`` is an ASGI
application. The dashboard serves it under ``/api`` beside its pages.

Others use:

``answers``  NOT_KEPT, RefusedError, refusal, refused_by
``app``      Beside, door
``guests``   Guests, secret_of
"""
