"""Behind a real nginx with the configuration of docs/deploy: https, a path of its own, a provider of identities, sockets, uploads, sound by ranges."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import real_nginx
from library_calls import a_call, a_report
from real_browser import IN_A_BROWSER, PARCEL, browser, free_port, still, window
from team_dashboard import ADA, give_name, provider, team_dashboard

from library.store import Library

if TYPE_CHECKING:
    from playwright import sync_api as playwright

__all__ = ["browser"]
pytestmark = pytest.mark.skipif(
    not real_nginx.NGINX, reason="there is no nginx here (Debian: apt-get install nginx-light)"
)
BIG = 24 << 20
"""Bytes of an upload: more than nginx takes unless told, and than it holds in memory."""


@pytest.mark.parametrize("base", ["", "/coaching", "/a/b"])
def test_nginx_takes_the_configuration(tmp_path: Path, base: str) -> None:
    assert real_nginx.tested(real_nginx.configured(tmp_path, 8443, 8501, base)) == ""


class TestInABrowser:
    pytestmark = IN_A_BROWSER

    def test_people_sign_in_bring_and_hear_calls(self, browser: playwright.Browser, tmp_path: Path) -> None:
        pytest.importorskip("oidc_provider_mock", reason="a provider to sign in with: pip install oidc-provider-mock")
        home = tmp_path / "home"
        home.mkdir()
        library = Library(str(home / "library.db"))
        recording = library.keep_recording(PARCEL)
        library.keep_call(a_call(), recording)
        library.keep_report(a_report())
        library.make_playable(recording)
        library.close()
        (tmp_path / "long call.wav").write_bytes(b"")
        with (tmp_path / "long call.wav").open("wb") as file:
            file.truncate(BIG)
        port = free_port()
        outside = f"https://localhost:{port}/coaching"
        with (
            provider() as issuer,
            team_dashboard(home, issuer, address=outside, proxies=["127.0.0.1"]) as inside,
            real_nginx.nginx(tmp_path / "nginx", port, int(inside.rsplit(":", 1)[1]), "/coaching"),
        ):
            context = window(browser, ignore_https_errors=True)
            page = context.new_page()
            sockets: list[str] = []
            slips: list[str] = []
            page.on("websocket", lambda socket: sockets.append(socket.url))
            page.on("pageerror", lambda slip: slips.append(str(slip)))
            page.goto(f"{outside}/")
            page.get_by_role("link", name="Sign in", exact=True).click()
            give_name(page, ADA.email)
            page.wait_for_selector("input[type=file]", state="attached")
            still(page)
            assert page.url == f"{outside}/"
            assert sockets and all(url.startswith(f"wss://localhost:{port}/coaching/") for url in sockets)
            with page.expect_response(re.compile("upload_file")) as answered:
                page.set_input_files("input[type=file]", str(tmp_path / "long call.wav"))
            assert answered.value.status == 204
            page.get_by_text("long call.wav").first.wait_for(state="attached")
            sound = context.request.get(f"{outside}/call-audio/c1", headers={"Range": "bytes=100-1123"})
            assert (sound.status, len(sound.body())) == (206, 1024)
            assert re.fullmatch(r"bytes 100-1123/\d+", sound.headers["content-range"])
            assert sound.headers["cache-control"] == "no-store" and "strict-transport-security" in sound.headers
            assert all(
                cookie.get("secure") for cookie in context.cookies() if cookie.get("path", "").startswith("/coaching")
            )
            stranger = window(browser, ignore_https_errors=True)
            assert stranger.request.get(f"{outside}/call-audio/c1").status in (401, 403)
            assert slips == []
            stranger.close()
            context.close()
