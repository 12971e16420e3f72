"""The server under the pages: what it sends leaves at once."""

from __future__ import annotations

import socket

import pytest
from streamlit.web.server.starlette import starlette_server

from ui.dashboard.server import send_at_once


@pytest.mark.parametrize("times", [1, 2])
def test_what_is_sent_waits_for_no_acknowledgement(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    monkeypatch.setattr(starlette_server, "_bind_socket", starlette_server._bind_socket)
    for _ in range(times):
        send_at_once()
    with (
        starlette_server._bind_socket("127.0.0.1", 0, 1) as listening,
        socket.create_connection(listening.getsockname()),
    ):
        listening.setblocking(True)
        taken, _ = listening.accept()
        with taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_a_later_streamlit_may_bind_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(starlette_server, "_bind_socket")
    send_at_once()
    assert not hasattr(starlette_server, "_bind_socket")
