"""A real nginx with the configuration in ``docs/deploy``, on a port and in a folder of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from https_host import certificate
from patience import PATIENCE, soon
from real_browser import ROOT, free_port

TEMPLATE = ROOT / "docs" / "deploy" / "nginx" / "sameside.conf.template"
NGINX = shutil.which("nginx") or next((path for path in ("/usr/sbin/nginx",) if Path(path).exists()), "")
MAIN = """
worker_processes 1; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log notice;
events {{ worker_connections 256; }}
http {{
    default_type application/octet-stream; access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxied;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    include {folder}/sameside.conf;
}}
"""


def filled(values: Mapping[str, str]) -> str:
    """The template with these values in it, as ``envsubst`` puts them in."""
    return re.sub(r"\$\{(\w+)\}", lambda named: values[named[1]], TEMPLATE.read_text(encoding="utf-8"))


def configured(folder: Path, port: int, behind: int, base: str) -> Path:
    """The main file of a configuration in ``folder``."""
    pem = str(certificate(folder, "localhost"))
    values = {
        "SERVER_NAME": "localhost", "LISTEN": f"127.0.0.1:{port}", "DASHBOARD": f"127.0.0.1:{behind}", "BASE_PATH": base,
        "CERTIFICATE": pem, "CERTIFICATE_KEY": pem,
    }  # fmt: skip
    (folder / "sameside.conf").write_text(filled(values), encoding="utf-8")
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder), encoding="utf-8")
    return folder / "nginx.conf"


def tested(main: Path) -> str:
    """What ``nginx -t`` says of a configuration."""
    done = subprocess.run([NGINX, "-t", "-q", "-c", str(main)], capture_output=True, text=True)
    return done.stderr if done.returncode else ""


@contextmanager
def nginx(folder: Path, port: int, behind: int, base: str) -> Iterator[None]:
    """A running nginx, by https on ``port``."""
    folder.mkdir()
    if os.geteuid() == 0:
        folder.chmod(0o755)
    main = configured(folder, port, behind, base)
    process = subprocess.Popen(
        [NGINX, "-c", str(main), "-e", str(folder / "error.log"), "-g", "user root;" if os.geteuid() == 0 else ""]
    )
    try:
        soon(lambda: process.poll() is not None or (folder / "nginx.pid").exists())
        assert process.poll() is None, (folder / "error.log").read_text()
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


__all__ = ["NGINX", "configured", "filled", "free_port", "nginx", "tested"]
