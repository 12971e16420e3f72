"""The wheel is whole: built out of the source distribution, and run outside the checkout by a Python that knows nothing of it.

::

    checkout ──> source distribution ──> unpacked ──> wheel ──> an environment of its own, and beside it what the tests' own
                                                                has of other packages, so that nothing is fetched
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from patience import PATIENCE, soon
from real_browser import IN_A_BROWSER, answers, enter, free_port, still

if TYPE_CHECKING:
    from playwright import sync_api as playwright

ROOT = Path(__file__).parents[1]
PACKAGES = ("analysis", "audio", "library", "ui")
in_a_browser, needs_chromium = IN_A_BROWSER
NETWORKS = sorted(path.name for path in (ROOT / "audio" / "weights").glob("*.onnx"))


def build(folder: Path, target: str, into: Path) -> Path:
    """What hatchling builds of the project in ``folder``, as ``pip`` and ``python -m build`` have it build."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(into)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return next(into.glob("*.tar.gz" if target == "sdist" else "*.whl"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source distribution: what is not in that is not in the wheel either."""
    folder = tmp_path_factory.mktemp("built")
    with tarfile.open(build(ROOT, "sdist", folder)) as distribution:
        distribution.extractall(folder, filter="data")
    return build(next(folder.glob("sameside-*/")), "wheel", folder)


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ``bin`` of an environment with the wheel in it; other packages are read where the tests have them."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=os.name != "nt")
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    command = ["--python", str(folder), "install", "--quiet", "--no-index", "--no-deps", str(wheel)]
    subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", *command], check=True)
    (site_packages,) = folder.rglob("site-packages")
    # a path alone: what stands in files .pth there (a checkout's own, say) is not read
    (site_packages / "others.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return scripts


@pytest.fixture(scope="module")
def anywhere(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """How a program is run that is to find neither the checkout nor anything of whoever runs the tests."""
    folder = tmp_path_factory.mktemp("anywhere")
    ours = ("PYTHONPATH", "SAMESIDE_", "HF_")
    told = {key: value for key, value in os.environ.items() if not key.startswith(ours)}
    told |= {"SAMESIDE_LIBRARY": str(folder / "library.db"), "XDG_DATA_HOME": str(folder / "data")}
    return {"cwd": folder, "env": told | {"HF_HUB_CACHE": str(folder / "hub"), "HF_HUB_OFFLINE": "1"}}


def run(anywhere: dict[str, Any], *command: object, **options: Any) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, **anywhere, **options)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_all_that_is_ours_is_in_it_and_nothing_under_a_name_too_general(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    ours = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and "bank" not in path.parts
    }
    samples = {
        f"ui/samples/{path.name}"
        for suffix in ("opus", "vtt", "truth.json")
        for path in (ROOT / "samples").glob(f"*.{suffix}")
    }
    assert len(samples) > 70 and NETWORKS
    info = {name for name in packed if name.startswith("sameside-")}
    assert packed - info == ours | samples
    assert {name.rpartition("/")[2] for name in info if "licenses" in name} >= {
        "LICENSE",
        *(path.name for path in (ROOT / "licenses").iterdir()),
    }


def test_the_checkout_is_not_what_runs(environment: Path, anywhere: dict[str, Any]) -> None:
    where = (
        "import analysis, audio, library, ui; print(*(p.__file__ for p in (analysis, audio, library, ui)), sep='\\n')"
    )
    found = run(anywhere, environment / "python", "-c", where).split()
    assert len(found) == 4 and all(Path(path).is_relative_to(environment.parent) for path in found)
    absent = "import importlib.util as u; print([n for n in ('samples', 'tests', 'build_weights') if u.find_spec(n)])"
    assert run(anywhere, environment / "python", "-c", absent) == "[]\n"


def test_the_command_says_what_it_is_and_tries_a_phrase(environment: Path, anywhere: dict[str, Any]) -> None:
    assert re.fullmatch(r"SameSide \d+\.\d+\.\d+\n", run(anywhere, environment / "sameside", "--version"))
    answer = run(anywhere, environment / "sameside", "phrase", input='{"text": "Calm down, madam."}\n')
    assert "command" in json.dumps(json.loads(answer))


@pytest.fixture(scope="module")
def samples(environment: Path, anywhere: dict[str, Any]) -> dict[str, Path]:
    """The samples that the wheel finds, by name."""
    code = "from ui.sample_calls import sample_calls; print(*(call.path for call in sample_calls()), sep='\\n')"
    paths = map(Path, run(anywhere, environment / "python", "-c", code).splitlines())
    return {path.stem: path for path in paths}


def test_the_samples_are_found(environment: Path, samples: dict[str, Path]) -> None:
    assert set(samples) == {path.stem for path in (ROOT / "samples").glob("*.opus")}
    assert all(path.is_relative_to(environment.parent) for path in samples.values())


@pytest.fixture(scope="module")
def report(environment: Path, anywhere: dict[str, Any], samples: dict[str, Path]) -> dict[str, Any]:
    """A sample, reviewed on the command line and kept."""
    run(anywhere, environment / "sameside", "review", samples["kettle_broken"], "--json", "reports")
    reviewed = Path(anywhere["cwd"], "reports", "kettle_broken.json")
    return dict(json.loads(reviewed.read_text(encoding="utf-8")))


def test_a_sample_is_heard_and_judged_by_the_networks_and_rules_in_it(
    report: dict[str, Any], environment: Path, anywhere: dict[str, Any]
) -> None:
    found = {moment["technique"] for moment in report["moments"]}
    assert {"acknowledge_feeling", "offer_choice", "repeated_contact"} <= found
    folder = run(anywhere, environment / "python", "-c", "from audio.signal import networks; print(networks.FOLDER)")
    assert sorted(path.name for path in Path(folder.strip()).glob("*.onnx")) == NETWORKS


@pytest.fixture(scope="module")
def dashboard(environment: Path, anywhere: dict[str, Any]) -> Iterator[str]:
    """The address of the dashboard of the wheel."""
    for _ in range(3):  # a port that is free now may be somebody else's a moment later
        port = free_port()
        command = [str(environment / "sameside"), "dashboard", "--port", str(port)]
        process = subprocess.Popen(command, **anywhere, stdout=subprocess.DEVNULL)
        soon(lambda process=process, port=port: process.poll() is not None or answers(port))
        if process.poll() is None:
            break
    assert process.poll() is None, "the dashboard did not start"
    yield f"http://localhost:{port}"
    process.terminate()
    process.wait(PATIENCE)


def test_the_first_page_answers_with_all_that_it_names(dashboard: str) -> None:
    page = urllib.request.urlopen(dashboard, timeout=PATIENCE).read().decode()
    assets = re.findall(r'(?:src|href)="\.?/?([^":]+\.\w+)"', page)
    assert any(path.endswith(".js") for path in assets) and any(path.endswith(".css") for path in assets)
    for path in assets:
        with urllib.request.urlopen(f"{dashboard}/{path}", timeout=PATIENCE) as answer:
            assert answer.status == 200 and answer.read()


@in_a_browser
@needs_chromium
def test_the_call_is_on_its_timeline(dashboard: str, report: dict[str, Any], page: playwright.Page) -> None:
    refused: list[str] = []
    page.on("response", lambda answer: refused.append(answer.url) if answer.status >= 400 else None)
    enter(page, dashboard, report["call"]["id"])
    assert page.locator(".card.partnered").count() >= 2
    page.goto(dashboard)
    page.get_by_role("link", name="kettle broken", exact=True).wait_for()
    still(page)
    # the front end finds out where its server is by asking beneath the page's path first
    assert [url for url in refused if "/review/_stcore/" not in url] == []
