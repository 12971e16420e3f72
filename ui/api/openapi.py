"""What the door takes and answers, as an OpenAPI 3.1 document: ``/api/openapi.json``, and the page at ``/api`` is made of it.

Its schemas are JSON Schema, and tests hold real answers to them.
"""

from __future__ import annotations

import importlib.metadata
from typing import Any

from library.intake.state import CallState
from library.tokens.token import SCOPES
from ui.api.answers import CODES, MEANINGS
from ui.api.bodies import MB, MOST
from ui.api.known import LONGEST, SIDES

Json = dict[str, Any]
TEXT: Json = {"type": "string"}
TIME: Json = {"type": ["string", "null"], "format": "date-time"}
SAID: dict[str, str] = {
    "agent": "whose call it is, by name", "team": "the agent’s team", "date": "when the call was held, with its zone",
    "queue": "the line that it came in on", "direction": "inbound, outbound or internal", "disposition": "how the agent closed it",
    "reference": "the customer’s or the case’s number", "name": "what the call is called; its file’s name otherwise",
    "side": "the agent’s channel, left or right; in one channel the voice that speaks first or second", "language": "the language spoken, as in en",
}  # fmt: skip
STATE: dict[str, Json] = {
    "id": {**TEXT, "description": "by which this address asks for the call"},
    "call": {"type": ["string", "null"], "description": "the call’s own id in the library, once it is reviewed"},
    "name": TEXT,
    "state": {"enum": ["queued", "working", "reviewed", "failed"]},
    "stage": {**TEXT, "description": "what is being done, in words"},
    "progress": {"type": "number", "minimum": 0, "maximum": 1},
    "why": {"type": ["string", "null"], "description": "why it failed, in a sentence"},
    "added": TIME,
    "ended": TIME,
}


def document(base: str = "") -> Json:
    """The document of a door that is served beneath the path ``base``."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "SameSide",
            "version": importlib.metadata.version("sameside"),
            "summary": "Bring calls, ask how far they are, read their reports.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": base or "/"}],
        "security": [{"token": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": f"Scopes: {', '.join(SCOPES)}."}},
            "schemas": _schemas(),
        },
    }  # fmt: skip


def _paths() -> Json:
    id_: Json = {
        "name": "id",
        "in": "path",
        "required": True,
        "schema": TEXT,
        "description": "what the call was answered for, or its own id",
    }
    key: Json = {
        "name": "Idempotency-Key", "in": "header", "required": False, "schema": {**TEXT, "maxLength": 255},
        "description": "the program’s own key: what is sent again under it is brought once",
    }  # fmt: skip
    return {
        "/api/calls": {
            "post": _operation(
                "bringCall", "Bring a call", "calls:write", [key], {"200": "It was here already.", "202": "Its review waits in the queue."}, "Brought",
                ("bad_request", "not_allowed", "timeout", "too_big", "media_type", "not_usable", "key_reused", "busy"),
            ) | {"requestBody": {"required": True, "content": _taken()}},
        },
        "/api/calls/{id}": {
            "get": _operation("askForCall", "How far a call is", "calls:write or reports:read", [id_], {"200": "How far it is."}, "State", ("not_found",)),
        },
        "/api/calls/{id}/report": {
            "get": _operation(
                "readReport", "A call’s report, masked", "reports:read", [id_], {"200": "As “sameside review --json” writes it."}, "Report",
                ("not_found", "not_reviewed"),
            ),
        },
    }  # fmt: skip


def _taken() -> Json:
    """What is sent, by its type."""
    form: Json = {
        "type": "object",
        "required": ["recording"],
        "properties": {
            "recording": {"type": "string", "contentMediaType": "application/octet-stream", "description": f"the file, {MOST['recording'] // MB:,} MB at most"},
            "transcript": {"type": "string", "contentMediaType": "application/octet-stream", "description": "its words: WebVTT, SRT, JSON, text"},
            "metadata": {"$ref": "#/components/schemas/Metadata"},
        },
    }  # fmt: skip
    words: Json = {"type": "object", "required": ["name", "text"], "properties": {"name": TEXT, "text": TEXT}}
    by_address: Json = {
        "type": "object",
        "required": ["url"],
        "additionalProperties": False,
        "properties": {
            "url": {**TEXT, "format": "uri", "description": "https, of a host that the house allows"},
            "transcript": words,
            "metadata": {"$ref": "#/components/schemas/Metadata"},
        },
    }
    encoding = {"metadata": {"contentType": "application/json"}}
    return {"multipart/form-data": {"schema": form, "encoding": encoding}, "application/json": {"schema": by_address}}


def _operation(
    name: str, summary: str, scope: str, parameters: list[Json], answers: dict[str, str], schema: str, codes: tuple[str, ...]
) -> Json:  # fmt: skip
    taken = {status: _answer(text, schema) for status, text in answers.items()}
    by_status: dict[str, list[str]] = {}
    for code in (*codes, "no_token", "scope", "rate", "mistake", "unavailable"):
        by_status.setdefault(str(CODES[code]), []).append(code)
    refused = {
        status: _answer("; ".join(f"{code}: {MEANINGS[code]}" for code in some), "Error")
        for status, some in sorted(by_status.items())
    }
    return {
        "operationId": name, "summary": summary, "description": f"Scope: {scope}.", "parameters": parameters, "responses": taken | refused,
    }  # fmt: skip


def _answer(description: str, schema: str) -> Json:
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"description": description, "content": content}


def _schemas() -> Json:
    assert set(STATE) == set(CallState.__dataclass_fields__)
    report: Json = {"report": {"type": ["string", "null"], "description": "where the report is, once there is one"}}
    texts: Json = {name: {**TEXT, "maxLength": LONGEST, "description": text} for name, text in SAID.items()}
    texts["date"]["format"] = "date-time"
    texts["side"]["enum"] = list(SIDES)
    error: Json = {
        "code": {"enum": sorted(CODES)},
        "message": {**TEXT, "description": "one sentence, which may change"},
    }
    parts = ("turns", "others", "overtalk", "escalations", "moments", "placebos")
    return {
        "Metadata": {"type": "object", "additionalProperties": False, "properties": texts},
        "State": _whole(STATE | report),
        "Brought": _whole(
            {**STATE, **report, "created": {"type": "boolean", "description": "whether it was not here before"}}
        ),
        "Report": {
            "type": "object",
            "required": ["version", "call", *parts, "outcome", "figures"],
            "properties": {
                "version": {"type": "integer"},
                "call": {"type": "object", "required": ["id", "source", "duration", "layout", "doubts"]},
                **{name: {"type": "array", "items": {"type": "object"}} for name in parts},
                "outcome": {"type": "object", "required": ["kind", "because"]},
                "figures": {"type": "object"},
            },
        },
        "Error": _whole({"error": _whole(error)}),
    }


def _whole(properties: Json) -> Json:
    """An object that has all of these and nothing else."""
    return {"type": "object", "required": list(properties), "additionalProperties": False, "properties": properties}
