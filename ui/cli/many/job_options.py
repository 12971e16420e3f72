"""What was asked of a call's hearing, and what is known of the call, as options of a job: whoever takes it need not be here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from library.metadata.call_metadata import Metadata

FILES = ("transcript", "beside", "diarization")
"""What goes with a job as files."""


def job_options(asked: Mapping[str, Any], metadata: Metadata) -> dict[str, Any]:
    """The options: whose call it is goes under ``by``, for ``agent`` is the side."""
    known = metadata.options()
    heard_as = {name: value for name, value in asked.items() if value and name not in FILES}
    return {**heard_as, **{("by" if name == "agent" else name): value for name, value in known.items()}}
