"""Whose a page's session is, and the files that it has made: somebody's own, whoever else has come by their addresses.

::

    page ── st.download_button ──> made by whom, with which rights ──┐
    browser ── “make it” ── of which session? ── with these still? ──┤──> /media/…
    browser ── GET /media/… ── whose? ───────────────────────────────┘

Streamlit gives a file to everybody who names it, and has it made for whoever names the button: who has seen an address, or what another's socket
sent, would have the file. Here both are answered to the sign-in by which the file was made, and only as long as they are what they were then: a
coach who has lost a team exports none of its calls from a page that stands open. What is uploaded into a session is taken of its owner alone.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse
from streamlit.runtime import Runtime, app_session, get_instance
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.scriptrunner import get_script_run_ctx

from library import current
from library.people.sign_ins import Present
from ui.dashboard.sign_in.cookie import sign_in_id
from ui.dashboard.sign_in.present import PRESENT

NO_FILE = "There is no such file, or it is not yours: make it anew on the page."
_MEDIA = re.compile(r"/media/([^/.]+)(?:\.[^/]*)?")
_UPLOAD = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+")


class OwnedFiles(MediaFileManager):
    """Streamlit's files, and who made each."""

    def __init__(self, storage: Any) -> None:
        super().__init__(storage)
        self._made_by: dict[str, set[Present | None]] = {}
        self._asked_by: dict[str, Present | None] = {}

    def add(self, *given: Any, **more: Any) -> str:
        """Keep a file; its address."""
        url = super().add(*given, **more)
        self._made(url, _maker())
        return url

    def add_deferred(self, *given: Any, **more: Any) -> str:
        """Keep how a file is made; the name by which a browser asks for it."""
        name = super().add_deferred(*given, **more)
        self._asked_by[name] = _maker()
        return name

    def execute_deferred(self, file_id: str) -> str:
        """Make a file that was asked for; its address."""
        maker = self._asked_by.get(file_id)
        url = super().execute_deferred(file_id)
        self._made(url, maker)
        return url

    def is_of(self, file_id: str, present: Present) -> bool:
        """Whether somebody has made the file, and may what they might then."""
        return any(_is_same(maker, present) for maker in self._made_by.get(file_id, ()))

    def may_make(self, file_id: str, session_id: str) -> bool:
        """Whether a session asks for a file that is its own to make, by somebody who may what they might when they were offered it."""
        entry, maker = self._deferred_callables.get(file_id), self._asked_by.get(file_id)
        if entry is None or maker is None or entry["session_id"] != session_id:
            return False
        now = current.library().sign_ins.present(maker.id)
        return now is not None and _is_same(maker, now)

    def _made(self, url: str, maker: Present | None) -> None:
        place = _MEDIA.search(url)
        if place is not None:
            self._made_by.setdefault(place[1], set()).add(maker)

    def _delete_file(self, file_id: str) -> None:
        super()._delete_file(file_id)
        self._made_by.pop(file_id, None)

    def _drop_deferred_id(self, file_id: str) -> None:
        super()._drop_deferred_id(file_id)
        self._asked_by.pop(file_id, None)


class OwnFileHandler(DeferredFileHandler):
    """Has a file made for the session that was offered it."""

    async def handle(self, request: BackendOperationRequest, session_id: str) -> BackendOperationResponse:
        """Make it, or say that it is not theirs."""
        files = self._get_media_file_mgr()
        name = request.deferred_file.file_id
        if isinstance(files, OwnedFiles) and not await asyncio.to_thread(files.may_make, name, session_id):
            return BackendOperationResponse(request_id=request.request_id, error_msg=NO_FILE)
        return await super().handle(request, session_id)


def keep_owners(runtime: Runtime) -> None:
    """Have it remembered from now on whose the files are that pages of this runtime make."""
    runtime._media_file_mgr = OwnedFiles(runtime.media_file_mgr._storage)  # noqa: SLF001
    app_session.DeferredFileHandler = OwnFileHandler  # type: ignore[attr-defined]


def is_theirs(path: str, present: Present) -> bool:
    """Whether what an address names is for this person to have, or to add to, as far as that is told by whose it is."""
    if made := _MEDIA.fullmatch(path):
        files = get_instance().media_file_mgr
        return not isinstance(files, OwnedFiles) or files.is_of(made[1], present)
    if taken := _UPLOAD.fullmatch(path):
        session = get_instance()._session_mgr.get_session_info(taken[1])  # noqa: SLF001
        return session is not None and sign_in_id(session.session._user_info) == present.id  # noqa: SLF001
    return True


def _maker() -> Present | None:
    """Who looks at the page that is being run, as the run has found them."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or PRESENT not in context.session_state:
        return None
    found: Present | None = context.session_state[PRESENT]
    return found


def _is_same(maker: Present | None, now: Present) -> bool:
    return maker is not None and maker.id == now.id and maker.viewer == now.viewer
