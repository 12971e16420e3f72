"""Serving the dashboard: Streamlit's own server, on this machine alone or for a team that signs in, with one route more, for sound.

::

    program ── ui/operations ── /metrics, /health/…                                     ── by a token of the team; health for anybody
    program ── doors.py ── /api                                                          ── ui/api: tokens, no cookies
    browser ── headers.py ── doors.py ── sign_in/doorman.py ─┬─ /static/…                ── static_files.py
                                        (of a team)          ├─ /_stcore/upload_file/…   ── uploads.py
                                                             ├─ /call-audio/ID           ── the recording, by ranges, from where it is kept (sound/ranges.py)
                                                             └─ anything else            ── Streamlit (app.py)

A browser asks for the bytes round the second it wants (``Range``), so an hour-long call starts at once and nothing of
it is held in memory.

The address is announced once everything is read that the first page needs, so that the first to come waits no longer
than the next.
"""

from __future__ import annotations

import errno
import importlib
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.elements import exception as streamlit_exception
from streamlit.runtime import Runtime, memory_uploaded_file_manager
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.starlette import starlette_server

from analysis.language.rulebook.rules import RuleError
from analysis.limits import LimitError
from audio.errors import InputError, SameSideError
from library import current
from library.cluster.connecting import VARIABLE as CLUSTER
from library.cluster.connecting import check_installed
from library.cluster.shared import check_shared
from library.health.checks import Health
from library.logs.setting import tell
from library.recordings.uploads import UploadsFolder
from library.worker.process import WorkerProcess
from ui.api.app import Beside, door
from ui.api.guests import Guests
from ui.dashboard import viewer
from ui.dashboard.corrections_route import CORRECTIONS, corrections_route
from ui.dashboard.doors import HOSTS, Doors, own_hosts
from ui.dashboard.headers import SecurityHeaders
from ui.dashboard.notes_route import NOTES, notes_route
from ui.dashboard.parts.clips.files import FILES, files_route
from ui.dashboard.parts.clips.route import CLIPS, clips_route
from ui.dashboard.parts.coaching.route import COACHING, coaching_route
from ui.dashboard.parts.evaluations.route import EVALUATIONS, evaluations_route
from ui.dashboard.parts.governance import told
from ui.dashboard.parts.inbox.route import NAMES, names_route
from ui.dashboard.short_links import ShortLinks
from ui.dashboard.sign_in import frame
from ui.dashboard.sign_in.belongings import keep_owners
from ui.dashboard.sign_in.doorman import Doorman
from ui.dashboard.sign_in.in_the_clear import NothingInTheClear
from ui.dashboard.sign_in.proxies import BasePath, Forwarded, WithoutBasePath
from ui.dashboard.sign_in.settings import in_force, listening_is_refused, streamlit_secrets
from ui.dashboard.sound.ranges import sent
from ui.dashboard.static_files import FrontEnd
from ui.dashboard.uploads import MB, RECORDING, UploadedFiles, Uploads
from ui.operations.app import OperationsBeside, operations
from ui.operations.metrics import Metrics
from ui.operations.serving import serving
from ui.sign_in.settings import SignInSettings

HERE = Path(__file__).parent
AUDIO = "/call-audio"
ADDRESS = "localhost"
WORK = "library.worker.tasks:work"
PAGE_IMPORTS = (
    "ui.dashboard.parts.call_actions",
    "ui.dashboard.parts.listing.filters",
    "ui.dashboard.parts.listing.saved_views",
    "ui.dashboard.parts.many.chosen",
    "ui.dashboard.parts.many.queue",
    "ui.dashboard.parts.many.undo",
    "ui.dashboard.parts.persons.names",
    "ui.dashboard.parts.reanalysis",
    "ui.dashboard.parts.technique_names",
    "ui.dashboard.parts.upload",
    "ui.dashboard.components.call_list",
    "ui.dashboard.components.chart",
    "ui.dashboard.pages",
    "ui.dashboard.components.timeline.notes",
)
"""What the pages import that takes a while."""
MISTAKE = (
    "This could not be shown: SameSide has made a mistake. Nothing that was kept is lost. Load the page again; where that does "
    "not help, report it with what stands where the dashboard was started."
)
"""What a page says of a mistake of ours, wherever it is made: in a page, behind a button, in a part that renews itself."""
NOT_KEPT = {"Cache-Control": "no-store"}
"""What is deleted here stays in no browser."""
STREAMLIT_IMPORTS = ("pandas", "PIL.ImageFile")
"""What Streamlit itself imports when it first draws a list to choose from, and a logo."""


def streamlit_settings(
    port: int, headless: bool, host: str = ADDRESS, team: SignInSettings | None = None
) -> dict[str, object]:
    """Streamlit's options for us: this machine only, where there is no team, nothing reported home, our colours."""
    return {
        "server.port": port,
        "server.address": host,
        "server.baseUrlPath": team.path if team else "",
        "server.headless": headless,
        "server.maxUploadSize": RECORDING // MB,
        "server.fileWatcherType": "none",
        "browser.serverAddress": (urlsplit(team.address).hostname if team else None)
        or ADDRESS,  # else Streamlit asks a server on the internet what address this machine has
        "browser.gatherUsageStats": False,
        "client.toolbarMode": "viewer",
        "client.showErrorDetails": "none",
        "client.showErrorLinks": False,  # no search engine is asked about a mistake of ours
        "logger.hideWelcomeMessage": True,
        "runner.magicEnabled": False,
        "runner.fastReruns": False,  # else two runs of one page overlap, and of two clicks the first may be kept last
        "theme.base": str(HERE / "theme.toml"),
    }


def sound_route(request: Request) -> Response:
    """The call's recording as a browser plays it, silent where it is masked unless ``?unmasked=1``; a sentence and 404 where there is none."""
    library, call_id = None, request.path_params["call"]
    try:
        library = viewer.library_at(request.cookies, viewer.source_of(request))
        unmasked = request.query_params.get("unmasked") == "1"
        answer = sent(library.playable(call_id, unmasked), request, NOT_KEPT)
        who = (library.viewer.person_id, viewer.author_of(library, request.cookies))
        told.ongoing.tell(library, who, "heard_unmasked" if unmasked else "listened", call_id)
    except SameSideError as trouble:
        if library is not None:
            told.denied(library, call_id)
        return PlainTextResponse(str(trouble), status_code=404, headers=NOT_KEPT)
    return answer


def preload() -> None:
    """Read what the pages are made of, some two seconds' worth of it, before somebody waits for it."""
    for name in (*STREAMLIT_IMPORTS, *PAGE_IMPORTS):
        importlib.import_module(name)
    from library.house import judging, team_rules
    from library.house.limits import limits_in_force

    library = current.library()
    with suppress(LimitError, RuleError):  # the page of the house rules says it
        team_rules.rule_book(library)
        library.judged_otherwise(judging.report_fingerprint(library, limits_in_force(library)))
    library.calls()


def is_working(
    address: str, cluster: str | None, workers: list[WorkerProcess]
) -> Callable[[st.App], AbstractAsyncContextManager[None]]:
    """While the server runs, a process of its own works through the queue of recordings, or has a ``cluster`` do so; it is added to ``workers``."""
    module = "library.worker.process" if cluster is None else "library.cluster.process"
    environment = {} if cluster is None else {CLUSTER: cluster}

    @asynccontextmanager
    async def lifespan(_app: st.App) -> AsyncIterator[None]:
        url = os.environ.get(current.VARIABLE) or None
        worker = WorkerProcess(WORK, url, environment=environment, module=module)
        workers.append(worker)
        tell(f"The dashboard is at {address} (Ctrl+C stops it).", "dashboard_served")
        try:
            yield
        finally:
            worker.stop()
            workers.remove(worker)

    return lifespan


class Dashboard(st.App):
    """The pages as an ASGI application, behind our own doors, with a worker that runs as long as it does.

    The doors and the headers are outermost, so that they are there for whatever goes wrong inside. Of a ``team``, nobody comes further
    than its doorman who is not signed in.
    """

    def __init__(
        self, port: int, uploads: Path, team: SignInSettings | None = None, cluster: str | None = None
    ) -> None:
        path = team.path if team else ""
        base = f"/{path}" if path else ""
        routes = [
            Route(f"{base}{AUDIO}/{{call}}", sound_route),
            Route(f"{base}{NOTES}/{{call}}", notes_route, methods=["GET", "POST"]),
            Route(f"{base}{CORRECTIONS}/{{call}}", corrections_route, methods=["GET", "POST"]),
            Route(f"{base}{COACHING}/{{call}}", coaching_route, methods=["GET", "POST"]),
            Route(f"{base}{CLIPS}/{{call}}", clips_route, methods=["GET", "POST"]),
            Route(f"{base}{FILES}/{{what}}/{{key}}", files_route),
            Route(f"{base}{NAMES}/{{call}}", names_route),
            Route(f"{base}{EVALUATIONS}/{{call}}", evaluations_route, methods=["GET", "POST"]),
        ]
        middleware = [
            Middleware(ShortLinks),
            Middleware(FrontEnd),
            Middleware(Uploads),
            Middleware(BasePath, base=path),
        ]
        self.workers: list[WorkerProcess] = []
        super().__init__(
            HERE / "app.py",
            routes=routes,
            lifespan=is_working(team.address if team else f"http://{ADDRESS}:{port}", cluster, self.workers),
            middleware=middleware,
            on_script_error=frame.signed_out,
        )
        self._uploads, self._team = uploads, team
        app: ASGIApp = super().__call__
        library = current.library()
        api = door(library, uploads, base)
        asked = operations(
            Health(library.database),
            Metrics(library.queue.figures, self.workers),
            None if team is None else Guests(library),
        )
        if team is None:
            hosts = own_hosts(port)
            pages = SecurityHeaders(Doors(app, hosts), hosts)
            beside = Beside(Doors(api, hosts, by_programs=True), pages)
            self._guarded = Forwarded(OperationsBeside(Doors(asked, hosts, by_programs=True), beside))
        else:
            hosts = frozenset((team.host,))
            pages = SecurityHeaders(Doors(WithoutBasePath(Doorman(app, team), path), hosts, team.origin), hosts)

            def for_programs(app: ASGIApp) -> ASGIApp:
                programs = Doors(app, hosts, team.origin, by_programs=True)
                return NothingInTheClear(programs, team.address) if team.is_secure else programs

            beside = Beside(for_programs(api), pages, base)
            self._guarded = Forwarded(OperationsBeside(for_programs(asked), beside, base, asked), team.networks())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._guarded(scope, receive, send)

    def _create_runtime(self) -> Runtime:
        """Streamlit's, with our own list of uploads in the place of the one that holds them in memory."""
        theirs = memory_uploaded_file_manager.MemoryUploadedFileManager
        memory_uploaded_file_manager.MemoryUploadedFileManager = partial(UploadedFiles, folder=self._uploads)  # type: ignore[misc, assignment]
        try:
            runtime = super()._create_runtime()
            if self._team is not None:
                keep_owners(runtime)
            return runtime
        finally:
            memory_uploaded_file_manager.MemoryUploadedFileManager = theirs  # type: ignore[misc]


def serve(
    library_url: str | None,
    port: int,
    headless: bool,
    host: str = ADDRESS,
    cluster: str | None = None,
    metrics: str | None = None,
) -> int:
    """Serve the dashboard of a library on ``host:port`` until stopped; answers the exit status.

    metrics  a port of their own for metrics and health, as ``--metrics-port`` has it
    cluster  the address of a Dask scheduler that has its calls reviewed; else what ``SAMESIDE_CLUSTER`` names, else they are reviewed here
    Raises :class:`SameSideError` where the library cannot be opened, the port is taken, others could reach the dashboard who are not
    asked who they are, or a cluster cannot use the library.
    """
    cluster = cluster or os.environ.get(CLUSTER) or None
    _free(host, port)
    streamlit_exception._GENERIC_UNCAUGHT_EXCEPTION_TEXT = MISTAKE  # type: ignore[misc]  # noqa: SLF001  theirs speaks of a cloud
    if library_url:
        os.environ[current.VARIABLE] = library_url
    library = current.library()
    if cluster is not None:
        check_installed()
        check_shared(library)
    team = in_force()
    if why := listening_is_refused(host, os.environ.get(HOSTS, ""), team):
        raise InputError(why)
    os.environ["FORWARDED_ALLOW_IPS"] = (
        ""  # the server under us believes its own machine; `sign_in/proxies.py` says whom
    )
    uploads = UploadsFolder(library.files.root)
    try:
        if team is not None:  # before anything is made that signs
            secrets_singleton.merge_programmatic_secrets(streamlit_secrets(team))
        dashboard = Dashboard(port, uploads.path, team, cluster)
        send_at_once()
        preload()
        with serving(metrics, library, dashboard.workers):
            dashboard.run(config=streamlit_settings(port, headless, host, team))
    finally:
        uploads.close()
    return 0


def send_at_once() -> None:
    """Have every answer leave as it is written, where Streamlit binds its socket as it does today.

    Its server writes an answer's head and body apart; by Nagle's algorithm the body waits until the head is acknowledged, which a browser
    puts off by up to 40 ms, for every file and every message. asyncio turns that off only for sockets made as ``IPPROTO_TCP`` by name;
    Streamlit's is not. Connections take the option from the socket that they come in by.
    """
    bind = getattr(starlette_server, "_bind_socket", None)
    if bind is None or isinstance(bind, partial):
        return

    def bound(bind: Callable[..., socket.socket], *given: object) -> socket.socket:
        made = bind(*given)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made

    starlette_server._bind_socket = partial(bound, bind)  # noqa: SLF001  there is no other door


def _free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OverflowError:
            raise InputError(f"There is no port {port}: they go from 0 to 65535.") from None
        except socket.gaierror:
            raise InputError(f"“{host}” is no address of this machine: give one, or 0.0.0.0 for all of them.") from None
        except OSError as slip:
            if slip.errno == errno.EADDRNOTAVAIL:
                raise InputError(
                    f"“{host}” is no address of this machine: give one, or 0.0.0.0 for all of them."
                ) from None
            raise InputError(
                f"Port {port} cannot be used ({slip.strerror}); is another dashboard running? `--port` takes another."
            ) from None
