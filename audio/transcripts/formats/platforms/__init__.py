"""Platforms: what contact centres, telephone systems and meeting recorders export, one module a platform.

Others use:

``contact_centre_insights``  the module itself
``contact_lens``             the module itself
``dialpad``                  the module itself
``fireflies``                the module itself
``genesys``                  the module itself
``gong``                     the module itself
``gridspace``                the module itself
``post_call_analytics``      the module itself
``quo``                      the module itself
``ringsense``                the module itself
``twilio``                   the module itself
``zoom``                     the module itself
"""
