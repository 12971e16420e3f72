"""Signing in at the dashboard: nobody reaches a page, a sound, a note or a socket who is not signed in, where a team's settings ask for it.

In come a browser's requests; out go the same, with somebody's name to them, or the page to sign in on. Who they are is asked of the provider
by Streamlit's own sign-in; that they still may come in is asked of the library's tables, each time.

Others use:

``belongings``    keep_owners
``doorman``       Doorman
``frame``         the module itself
``in_the_clear``  NothingInTheClear
``present``       present_at, present_here
``proxies``       BasePath, Forwarded, WithoutBasePath
``settings``      in_force, listening_is_refused, streamlit_secrets
"""
