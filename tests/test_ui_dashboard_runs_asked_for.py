"""What is followed of Streamlit's socket in a browser, told by messages as Streamlit itself writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from real_browser import IN_A_BROWSER
from runs_asked_for import FOLLOWED
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

if TYPE_CHECKING:
    from playwright import sync_api as playwright

pytestmark = IN_A_BROWSER

SOCKET = """() => {
    window.WebSocket = class extends EventTarget { send() {} };
    FOLLOWED
    const socket = new window.WebSocket();
    window.sent = (bytes) => { socket.send(new Uint8Array(bytes)); return Boolean(window.asked); };
    window.came = (bytes) => {
        socket.dispatchEvent(new MessageEvent("message", { data: new Uint8Array(bytes).buffer }));
        return Boolean(window.asked);
    };
}""".replace("FOLLOWED", FOLLOWED)


def asks() -> BackMsg:
    message = BackMsg()
    message.rerun_script.query_string = "call=c1"
    message.rerun_script.widget_states.widgets.add(id="a" * 300, string_value="said " * 50)
    return message


def begins() -> ForwardMsg:
    message = ForwardMsg(hash="h" * 40)
    message.new_session.initialize.session_id = "s" * 200
    return message


def draws(length: int) -> ForwardMsg:
    message = ForwardMsg(hash="b" * 40)
    message.metadata.delta_path.extend([0, 300, 7])
    message.delta.new_element.markdown.body = "word " * length
    return message


def ends() -> ForwardMsg:
    message = ForwardMsg(hash="e" * 40)
    message.script_finished = ForwardMsg.FINISHED_SUCCESSFULLY
    return message


@pytest.mark.parametrize("drawn", [0, 1, 3, 40])
def test_a_run_is_asked_for_until_one_that_began_after_has_ended(page: playwright.Page, drawn: int) -> None:
    page.evaluate(SOCKET)

    def sent(message: BackMsg) -> bool:
        return bool(page.evaluate("bytes => sent(bytes)", list(message.SerializeToString())))

    def came(message: ForwardMsg) -> bool:
        return bool(page.evaluate("bytes => came(bytes)", list(message.SerializeToString())))

    for _ in range(2):
        assert sent(asks())
        assert came(ends()), "of a run that began before"
        assert came(begins())
        for k in range(drawn):
            assert came(draws(1 + 37 * k % 400))
        assert not came(ends())


def test_what_asks_for_no_run_leaves_it_so(page: playwright.Page) -> None:
    page.evaluate(SOCKET)
    message = BackMsg()
    message.load_git_info = True
    assert not page.evaluate("bytes => sent(bytes)", list(message.SerializeToString()))
