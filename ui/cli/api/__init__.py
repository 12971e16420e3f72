"""The HTTP door from the command line: the tokens by which programs come in, and what the house allows there.

In come arguments; out go tokens, shown once, and what is settled. What it opens is ``ui/api``.

Others use:

``hosts``    configure_hosts
``tokens``   configure_tokens
``webhook``  configure_webhook
"""
