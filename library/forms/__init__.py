"""Evaluation forms: what is asked, what an answer gives, what the machine's drafts rest on; as TOML, and kept in versions.

In comes TOML, or a form from a page; out go forms that can be filled in and scored, in versions of which the published never change.
Three come with SameSide (``shipped/``).

Others use:

``binding``    Binding
``form``       Answer, Choice, Form, NOT_APPLICABLE, Question, Section, WHOLE
``form_text``  LARGEST, form_toml, parse_form
``forms``      FormLine, FormVersion, Forms, find_version, shipped_forms
"""
