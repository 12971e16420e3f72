"""Intake: recordings that programs bring, each once however often it is sent, and how far each is.

In come a recording's file, what is known of it, its words; out go the recording's id and what has become of it.

Others use:

``content``  check_content
``intake``   Brought, Intake, KeyReusedError, RequestKey
``state``    CallState
"""
