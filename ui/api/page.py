"""The page at ``/api``: what the door's document says, for people. One style sheet of ours, no script, nothing from elsewhere."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from ui.api.openapi import document

STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
KEPT_SHORTLY = {"Cache-Control": "no-cache"}


def routes(base: str) -> list[Route]:
    """The page, its style and the document, of a door that is served beneath the path ``base``."""
    told = document(base)
    html = page(told, base)

    def shown(_request: Request) -> Response:
        return HTMLResponse(html, headers=KEPT_SHORTLY)

    def style(_request: Request) -> Response:
        return Response(STYLE, media_type="text/css", headers=KEPT_SHORTLY)

    def described(_request: Request) -> Response:
        return JSONResponse(told, headers=KEPT_SHORTLY)

    return [Route("/api", shown), Route("/api/page.css", style), Route("/api/openapi.json", described)]


def page(told: dict[str, Any], base: str) -> str:
    """The page as HTML."""
    operations = [
        _operation(method, path, told["paths"][path][method])
        for path in told["paths"]
        for method in told["paths"][path]
    ]
    metadata = told["components"]["schemas"]["Metadata"]["properties"]
    example = (
        f'curl -H "Authorization: Bearer $TOKEN" \\\n  -F recording=@call.wav -F \'metadata={{"agent": "Ama Osei"}}\' \\\n'
        f"  https://HOST{base}/api/calls"
    )
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>SameSide by HTTP</title>
<link rel="stylesheet" href="{escape(base)}/api/page.css">
</head>
<body>
<main>
<h1>SameSide by HTTP</h1>
<p>{escape(told["info"]["summary"])} Every request brings a token, which <code>sameside tokens add</code> makes and shows once.
The same as an OpenAPI document: <a href="{escape(base)}/api/openapi.json">openapi.json</a>.</p>
<pre tabindex="0" aria-label="An example">{escape(example)}</pre>
{"".join(operations)}
<section aria-labelledby="metadata">
<h2 id="metadata">What can be said of a call</h2>
<dl>{"".join(f"<dt><code>{escape(name)}</code></dt><dd>{escape(said['description'])}</dd>" for name, said in metadata.items())}</dl>
</section>
</main>
</body>
</html>
"""


def _operation(method: str, path: str, told: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{escape(status)}</td><td>{_lines(answer['description'])}</td></tr>"
        for status, answer in told["responses"].items()
    )
    given = "".join(
        f"<dt><code>{escape(each['name'])}</code></dt><dd>{escape(each['description'])}</dd>"
        for each in told["parameters"]
    )
    sent = told.get("requestBody", {}).get("content", {})
    for kind, what in sent.items():
        properties = what["schema"].get("properties", {})
        names = ", ".join(f"<code>{escape(name)}</code>" for name in properties)
        given += f"<dt><code>{escape(kind)}</code></dt><dd>{names}</dd>"
    name = escape(told["operationId"])
    return f"""<section aria-labelledby="{name}">
<h2 id="{name}">{escape(told["summary"])}</h2>
<p class="where"><b>{escape(method.upper())}</b> <code>{escape(path)}</code></p>
<p>{escape(told["description"])}</p>
<dl>{given}</dl>
<table><thead><tr><th scope="col">Status</th><th scope="col">When</th></tr></thead><tbody>{rows}</tbody></table>
</section>
"""


def _lines(text: str) -> str:
    """Codes and their meanings, each on a line of its own."""
    return "<br>".join(map(escape, text.split("; ")))
