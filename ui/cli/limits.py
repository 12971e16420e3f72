"""``sameside limits``: every threshold that a coach may argue about, as shipped, with its unit, meaning and source."""

from __future__ import annotations

import json

from analysis.limits import table


def limits(as_json: bool) -> int:
    """Print all limits, a line each with its meaning and source below, or as JSON. Returns the exit status."""
    rows = table()
    if as_json:
        print(json.dumps(rows, indent=1, ensure_ascii=False))
        return 0
    for row in rows:
        print(f"{row['name']} = {row['value']:g} {row['unit']}   ({row['low']:g} to {row['high']:g})   {row['title']}")
        print(f"    {row['help']}\n    Source: {row['source']}")
    return 0
