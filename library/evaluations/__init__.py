"""Evaluations: forms, their answers with the machine's drafts, scores, and how far people agree.

In comes a form (TOML, or a page), a call with its report, and what a reviewer answers; out come drafts with their evidence, a score, and
agreement with its interval.

Others use:
Nothing yet.
"""
