"""Serving the dashboard: Streamlit's own server on this machine alone, with one route more, for sound.

::

    browser ──  /              ── Streamlit (app.py)
            └─  /call-audio/ID ── the recording, by ranges, streamed from the disk

A browser asks for the bytes round the second it wants (``Range``), so an hour-long call starts at once and nothing of
it is held in memory.

The address is announced once everything is read that the first page needs, so that the first to come waits no longer
than the next.
"""

from __future__ import annotations

import importlib
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from analysis.language.rulebook.rules import RuleError
from analysis.limits import LimitError
from audio.errors import InputError, SameSideError
from library import current
from library.worker.process import WorkerProcess
from ui.dashboard.notes_route import NOTES, notes_route
from ui.dashboard.short_links import ShortLinks
from ui.dashboard.static_files import FrontEnd

HERE = Path(__file__).parent
AUDIO = "/call-audio"
ADDRESS = "localhost"
WORK = "library.worker.tasks:work"
PAGE_IMPORTS = (
    "ui.dashboard.parts.call_actions",
    "ui.dashboard.parts.call_filters",
    "ui.dashboard.parts.reanalysis",
    "ui.dashboard.parts.technique_names",
    "ui.dashboard.parts.upload",
    "ui.dashboard.components.call_list",
    "ui.dashboard.components.chart",
    "ui.dashboard.pages",
    "ui.dashboard.components.timeline.notes",
)
"""What the pages import that takes a while."""
STREAMLIT_IMPORTS = ("pandas", "PIL.ImageFile")
"""What Streamlit itself imports when it first draws a list to choose from, and a logo."""

LARGEST_UPLOAD = 2048
"""MiB; an hour of 16-bit stereo at 48 kHz is 660."""


def streamlit_settings(port: int, headless: bool) -> dict[str, object]:
    """Streamlit's options for us: this machine only, nothing reported home, our colours."""
    return {
        "server.port": port,
        "server.address": ADDRESS,
        "server.headless": headless,
        "server.maxUploadSize": LARGEST_UPLOAD,
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": False,
        "client.toolbarMode": "viewer",
        "client.showErrorDetails": "none",
        "logger.hideWelcomeMessage": True,
        "runner.magicEnabled": False,
        "runner.fastReruns": False,  # else two runs of one page overlap, and of two clicks the first may be kept last
        "theme.base": str(HERE / "theme.toml"),
    }


def sound_route(request: Request) -> Response:
    """The call's recording as a browser plays it; a sentence and 404 where there is none."""
    try:
        path = current.library().playable(request.path_params["call"])
    except SameSideError as trouble:
        return PlainTextResponse(str(trouble), status_code=404)
    return FileResponse(path, media_type="audio/webm", headers={"Cache-Control": "private, max-age=3600"})


def preload() -> None:
    """Read what the pages are made of, some two seconds' worth of it, before somebody waits for it."""
    for name in (*STREAMLIT_IMPORTS, *PAGE_IMPORTS):
        importlib.import_module(name)
    from library.house import judging, team_rules
    from library.house.limits import limits_in_force

    library = current.library()
    with suppress(LimitError, RuleError):  # the page of the house rules says it
        team_rules.rule_book(library)
        library.stale(judging.report_fingerprint(library, limits_in_force(library)))
    library.calls()


def is_working(port: int) -> Callable[[st.App], AbstractAsyncContextManager[None]]:
    """While the server runs, a process of its own works through the queue of recordings."""

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[None]:
        worker = WorkerProcess(WORK, os.environ.get(current.VARIABLE) or None)
        print(f"The dashboard is at http://{ADDRESS}:{port} (Ctrl+C stops it).", flush=True)
        try:
            yield
        finally:
            worker.stop()

    return lifespan


def app(port: int) -> st.App:
    """The dashboard as an ASGI application, whose worker runs as long as it does."""
    routes = [Route(f"{AUDIO}/{{call}}", sound_route), Route(f"{NOTES}/{{call}}", notes_route, methods=["GET", "POST"])]
    return st.App(
        HERE / "app.py",
        routes=routes,
        lifespan=is_working(port),
        middleware=[Middleware(ShortLinks), Middleware(FrontEnd)],
    )


def serve(library_url: str | None, port: int, headless: bool) -> int:
    """Serve the dashboard of a library on ``localhost:port`` until stopped; answers the exit status.

    Raises :class:`SameSideError` where the library cannot be opened or the port is taken.
    """
    _free(port)
    if library_url:
        os.environ[current.VARIABLE] = library_url
    current.library()
    preload()
    app(port).run(config=streamlit_settings(port, headless))
    return 0


def _free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OverflowError:
            raise InputError(f"There is no port {port}: they go from 0 to 65535.") from None
        except OSError as slip:
            raise InputError(
                f"Port {port} cannot be used ({slip.strerror}); is another dashboard running? `--port` takes another."
            ) from None
