"""Operations by HTTP: who may read what, that figures are right and tell of nobody, and that documents, rules and code name the same metrics."""

from __future__ import annotations

import ast
import io
import json
import os
import re
import shutil
import signal
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from library_calls import a_call, a_report
from patience import PATIENCE, soon
from prometheus_client.parser import text_string_to_metric_families
from real_browser import ROOT
from starlette.requests import Request
from starlette.testclient import TestClient

from audio.errors import InputError, LibraryError, UnreachableError
from library.database.schema import JobRow
from library.health.bounded import Bounds
from library.health.checks import Health
from library.jobs.figures import STANDINGS, STUCK_AFTER, Figures
from library.jobs.job import Reviewed
from library.jobs.tallies import KINDS, STAGES, WORK
from library.store import Library
from library.tokens.token import Scope
from library.worker.process import WorkerProcess
from ui.api.answers import UNAVAILABLE, RefusedError
from ui.api.guests import Guest, Guests
from ui.dashboard.server import Dashboard
from ui.operations.app import operations
from ui.operations.families import FAMILIES
from ui.operations.metrics import Metrics
from ui.operations.readers import REMEMBERED, Readers
from ui.operations.serving import parsed_port, serving
from ui.sign_in.settings import SignInSettings, settings_path, write_settings

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
RULES = ROOT / "docs" / "operations"
TEAM = SignInSettings("https://coach.example/sameside", "https://login.example", "sameside", "a secret", "c" * 40)
MARKED = "Zebediah"


def values(page: str) -> dict[tuple[str, tuple[str, ...]], float]:
    return {
        (sample.name, tuple(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
    }


def asks(library: Library, *workers: object) -> TestClient:
    return TestClient(operations(Health(library.database), Metrics(library.queue.figures, workers), None))  # type: ignore[arg-type]


def filled(library: Library) -> None:
    """One call done, one failed, one waiting, all of them marked."""
    for k in range(3):
        library.enqueue(io.BytesIO(bytes([k])), name=f"{MARKED} {k}.wav", options={"by": MARKED})
    done, failed = library.queue.claim(f"{MARKED}-1"), library.queue.claim(f"{MARKED}-2")
    assert done and failed
    call = a_call(f"{MARKED}c1", duration=30.0)
    library.queue.finish(done, Reviewed(call, a_report(call.id), agent=MARKED), {"words": 20.0, "voices": 3.0})
    library.queue.fail(failed, f"{MARKED} cannot be read.", "model", {"reading": 1.0})


def test_metrics_tell_what_was_done_and_nothing_of_whom(library: Library) -> None:
    filled(library)
    page = asks(library).get("/metrics").text
    found = values(page)
    assert found["sameside_library_up", ()] == 1.0
    assert found["sameside_library_jobs", ("waiting", "review")] == 1.0
    assert found["sameside_library_jobs", ("failed", "review")] == 1.0
    assert found["sameside_library_jobs_ended_total", ("done", "review")] == 1.0
    assert found["sameside_library_failures_total", ("model",)] == 1.0
    assert found["sameside_library_stage_seconds_total", ("words",)] == 20.0
    assert found["sameside_library_audio_seconds_total", ()] == 30.0
    assert MARKED.lower() not in page.lower()


def test_every_series_is_there_from_the_beginning_and_there_are_few(library: Library) -> None:
    before = values(asks(library).get("/metrics").text)
    filled(library)
    after = values(asks(library).get("/metrics").text)
    assert set(after) - set(before) == {("sameside_library_last_ended_seconds", ())}
    assert {labels[0] for name, labels in before if name == "sameside_library_failures_total"} == set(KINDS)
    ours = [name for name, _ in after if name.startswith("sameside_")]
    assert len(ours) == len(WORK) * (len(STANDINGS) + 2) + len(KINDS) + len(STAGES) + 10


def test_a_library_that_does_not_answer_is_told_with_what_the_process_knows(library: Library) -> None:
    def away() -> Figures:
        raise LibraryError("The library is away.")

    page = TestClient(operations(Health(library.database), Metrics(away), None)).get("/metrics")
    found = values(page.text)
    assert (page.status_code, found["sameside_library_up", ()]) == (200, 0.0)
    assert ("sameside_library_queue_stuck", ()) not in found
    assert ("process_cpu_seconds_total", ()) in found


def test_prometheus_own_form_is_given_to_who_asks_for_it(library: Library) -> None:
    answer = asks(library).get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


def test_ready_says_what_is_not_and_a_load_balancer_may_pass_over_the_queue(library: Library) -> None:
    client = asks(library)
    assert client.get("/health/live").json() == {"status": "ok"}
    assert client.get("/health/ready").json()["status"] == "ok"
    job = library.enqueue(io.BytesIO(b"1"), name=f"{MARKED}.wav")
    with library.database.write() as session:
        session.get_one(JobRow, job).added = datetime.now(UTC) - 2 * STUCK_AFTER
    client = asks(library)
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["checks"]["queue"]) == (503, "something waits, and nobody works")
    assert client.get("/health/ready?without=queue").status_code == 200
    assert client.get("/health/ready?without=database").status_code == 503
    assert client.post("/health/live").status_code == 405


def test_a_worker_killed_at_its_work_is_told_and_so_is_that_its_job_was_taken_up_again(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", f"{ROOT}{os.pathsep}{Path(__file__).parent}")
    monkeypatch.setattr("library.worker.process.STOP_TIMEOUT", 0.0)
    worker = WorkerProcess("library_hands:work", library.database.name, library.files.root)
    metrics = Metrics(library.queue.figures, [worker])
    metrics_of = TestClient(operations(Health(library.database), metrics, None))

    def found(name: str, *labels: str) -> float:
        return values(metrics_of.get("/metrics").text)[name, labels]

    try:
        job = library.enqueue(io.BytesIO(b"1"), name="endless.wav")
        soon(lambda: found("sameside_library_jobs", "working", "review") == 1.0)
        os.kill(worker.pid, signal.SIGKILL)
        soon(lambda: found("sameside_process_worker_restarts_total") == 1.0)
        with library.database.write() as session:  # as if its lease had run out by now
            session.get_one(JobRow, job).lease = datetime.now(UTC) - STUCK_AFTER
        library.queue.claim("another")
        soon(lambda: found("sameside_library_jobs_retaken_total") == 1.0)
    finally:
        worker.stop()


def a_dashboard(library: Library, folder: Path, team: SignInSettings | None) -> TestClient:
    base = "https://coach.example" if team else "http://localhost:8501"
    return TestClient(Dashboard(8501, folder, team), base, client=("192.0.2.7", 1), raise_server_exceptions=False)


def test_alone_the_dashboard_tells_this_machine_and_no_page_of_others(library: Library, tmp_path: Path) -> None:
    client = a_dashboard(library, tmp_path, None)
    assert "sameside_build_info" in client.get("/metrics").text
    for headers in ({"Host": "evil.example"}, {"Origin": "https://evil.example"}):
        assert {client.get(path, headers=headers).status_code for path in ("/metrics", "/health/ready")} == {403}


def test_a_teams_dashboard_tells_its_figures_to_a_token_of_that_scope(library: Library, tmp_path: Path) -> None:
    scraper, reader = (
        {"Authorization": f"Bearer {library.tokens.add(name, [scope])}"}
        for name, scope in (("scraper", "metrics"), ("reader", "reports:read"))
    )
    said = {name: value for name, value in asdict(TEAM).items() if value and name != "proxies"}
    write_settings(settings_path(library.files.root), said)
    client = a_dashboard(library, tmp_path, TEAM)
    asked = {
        who: client.get("/sameside/metrics", headers=headers)
        for who, headers in {"nobody": {}, "reader": reader, "scraper": scraper}.items()
    }
    assert {who: answer.status_code for who, answer in asked.items()} == {"nobody": 401, "reader": 403, "scraper": 200}
    assert "sameside_library_up 1.0" in asked["scraper"].text
    assert library.audit.events()[0].event.detail["what"] == "read the metrics"
    assert client.get("/sameside/api/calls/x", headers=scraper).status_code == 403, "the scope is for nothing else"
    assert "sameside_" not in client.get("/metrics", headers=scraper).text, "not beneath the dashboard’s path"
    assert client.get("/sameside/metrics", headers={**scraper, "Host": "evil.example"}).status_code == 403


class InTwoDays(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> InTwoDays:
        return cls.fromtimestamp(datetime.now(UTC).timestamp() + 2 * 86_400, tz)


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


@pytest.fixture
def away(library: Library, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[bool], None]]:
    """Takes the library's database away, and gives it back."""

    def nobody(_self: object) -> None:
        raise UnreachableError(f"The library postgresql://{MARKED}@db/x could not be reached.")

    def take(is_away: bool) -> None:
        for name in ("read", "write"):
            monkeypatch.setattr(type(library.database), name, nobody if is_away else kept[name])

    kept = {name: getattr(type(library.database), name) for name in ("read", "write")}
    yield take
    take(False)


def test_while_the_database_is_away_who_was_let_in_just_now_reads_that_it_is(
    library: Library, away: Callable[[bool], None], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("ui.operations.metrics.KEEP", 0.0)
    secrets = {name: library.tokens.add(name, ["metrics"]) for name in ("scraper", "revoked", "new")}
    secrets["reader"] = library.tokens.add("reader", ["reports:read"])
    secrets["short"] = library.tokens.add("short", ["metrics"], expires=datetime.now(UTC) + timedelta(days=1))
    clock = Clock()
    monkeypatch.setattr("ui.operations.app.Readers", partial(Readers, monotonic=clock))
    app = operations(Health(library.database), Metrics(library.queue.figures), Guests(library))
    client = TestClient(app, raise_server_exceptions=False)

    def ask_as(name: str) -> Any:
        return client.get("/metrics", headers={"Authorization": f"Bearer {secrets.get(name, name)}"})

    assert {name: ask_as(name).status_code for name in ("scraper", "revoked", "short", "reader")} == {
        "scraper": 200, "revoked": 200, "short": 200, "reader": 403,
    }  # fmt: skip
    library.tokens.revoke("revoked")
    assert ask_as("revoked").status_code == 401
    away(True)
    page = ask_as("scraper")
    assert (page.status_code, values(page.text)["sameside_library_up", ()]) == (200, 0.0)
    for name in ("revoked", "new", "reader", "ss_nobody", ""):
        answer = ask_as(name)
        assert (answer.status_code, answer.json()["error"]["code"]) == (503, "unavailable"), name
        assert answer.json()["error"]["message"] == UNAVAILABLE and MARKED not in answer.text
    assert MARKED in caplog.text, "the log says the whole sentence"
    assert ask_as("short").status_code == 200
    with monkeypatch.context() as later:
        later.setattr("ui.operations.readers.datetime", InTwoDays)
        assert ask_as("short").status_code == 503, "it has ended meanwhile"
    clock.now += REMEMBERED
    assert ask_as("scraper").status_code == 503
    away(False)
    assert ask_as("scraper").status_code == 200
    assert [event.event.detail["token"] for event in library.audit.events() if event.event.act == "used_token"].count(
        "scraper"
    ) == 1


def test_a_token_refused_while_an_older_answer_is_on_its_way_is_not_remembered(
    library: Library, away: Callable[[bool], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = library.tokens.add("scraper", ["metrics"])
    guests = Guests(library)
    readers = Readers(guests, Clock())
    request = Request({"type": "http", "headers": [(b"authorization", f"Bearer {secret}".encode())], "client": None})
    come_in = guests.come_in

    def slowly(asked: Request, *scopes: Scope) -> Guest:
        guest = come_in(asked, *scopes)
        monkeypatch.setattr(guests, "come_in", come_in)
        library.tokens.revoke("scraper")
        with pytest.raises(RefusedError):
            readers.let_in(request)
        return guest

    monkeypatch.setattr(guests, "come_in", slowly)
    readers.let_in(request)
    away(True)
    with pytest.raises(UnreachableError):
        readers.let_in(request)


def test_where_the_database_hangs_who_was_let_in_just_now_reads_that_in_a_bounded_time_and_threads_do_not_pile_up(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def request(name: str) -> Request:
        secret = library.tokens.add(name, ["metrics"])
        return Request({"type": "http", "headers": [(b"authorization", f"Bearer {secret}".encode())], "client": None})

    guests = Guests(library)
    readers = Readers(guests, within=PATIENCE)
    scraper, new = request("scraper"), request("new")
    readers.let_in(scraper)
    come_in, goes_on, asked = guests.come_in, threading.Event(), []

    def hangs(*given: Any) -> Guest:
        asked.append(given)
        assert goes_on.wait(PATIENCE)
        return come_in(*given)

    with monkeypatch.context() as hanging:
        hanging.setattr(guests, "come_in", hangs)
        hanging.setattr(readers, "_bounds", Bounds(0.01, 2))
        for _ in range(4):
            readers.let_in(scraper)
            with pytest.raises(UnreachableError, match="did not say within"):
                readers.let_in(new)
        assert len(asked) == 2, "as many as may wait at a time"
        goes_on.set()
        soon(lambda: not any(thread.name == "asks what may hang" for thread in threading.enumerate()))
    readers.let_in(new)


def test_a_teams_dashboard_tells_its_health_by_any_name(library: Library, tmp_path: Path) -> None:
    client = a_dashboard(library, tmp_path, TEAM)
    for path in ("/health/ready", "/sameside/health/ready", "/health/live"):
        assert client.get(f"http://10.1.2.3{path}", headers={"Host": "10.1.2.3:8501"}).status_code == 200, path


def ask(address: str, **headers: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read().decode()


@pytest.fixture
def port(capsys: pytest.CaptureFixture[str]) -> object:
    def served() -> str:
        found = re.search(r"http://\S+:(\d+)/metrics", capsys.readouterr().out)
        assert found
        return found[1]

    return served


def test_on_this_machine_a_port_of_its_own_asks_for_no_token(library: Library, port: object) -> None:
    with serving("0", library):
        address = f"http://localhost:{port()}"  # type: ignore[operator]
        assert "sameside_library_up 1.0" in ask(f"{address}/metrics")[1]
        assert ask(f"{address}/metrics", Host="evil.example")[0] == 403
        assert ask(f"{address}/health/ready")[0] == 200
        with pytest.raises(InputError, match="cannot be used"), serving(address.rpartition(":")[2], library):
            pass
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"{address}/health/live")


def test_for_others_a_port_of_its_own_asks_for_a_token_and_health_does_not(library: Library, port: object) -> None:
    token = library.tokens.add("scraper", ["metrics"])
    with serving("0.0.0.0:0", library):
        address = f"http://127.0.0.1:{port()}"  # type: ignore[operator]
        assert ask(f"{address}/metrics")[0] == 401
        assert ask(f"{address}/metrics", Authorization=f"Bearer {token}")[0] == 200
        assert ask(f"{address}/health/live", Host="10.1.2.3")[0] == 200


def test_a_port_that_is_none_is_refused_in_a_sentence() -> None:
    assert parsed_port("9464") == ("127.0.0.1", 9464)
    assert parsed_port("[::1]:9464") == ("::1", 9464)
    for wrong in ("", "x", "70000", "-1", "host.example:9464", "1.2.3:9", "٣"):
        with pytest.raises(InputError, match="is no port"):
            parsed_port(wrong)


def test_the_documents_name_every_metric_and_every_value_of_a_label() -> None:
    named = dict(re.findall(r"^\| `(sameside_\w+)` \| (\w+) \|", PAGE, re.MULTILINE))
    assert named == {name: family.kind for name, family in FAMILIES.items()}
    labels = {
        row[0]: set(re.findall(r"`(\w+)`", row[1]))
        for row in re.findall(r"^\| `(work|kind|stage|state)`[^|]*\| (.+) \|$", PAGE, re.M)
    }
    assert labels == {"work": set(WORK), "kind": set(KINDS), "stage": set(STAGES), "state": set(STANDINGS)}


def test_the_rules_ask_for_metrics_that_there_are_and_the_documents_say_what_each_alert_means() -> None:
    text = (RULES / "alerts.yml").read_text(encoding="utf-8")
    assert set(re.findall(r"sameside_[a-z_]+[a-z]", text.partition("groups:")[2])) <= set(FAMILIES)
    alerts = re.findall(r"alert: (\w+)", text)
    assert re.findall(r"^\| `(SameSide\w+)` \|", PAGE, re.MULTILINE) == alerts
    assert set(re.findall(r"alertname: (\w+)", (RULES / "alerts_test.yml").read_text(encoding="utf-8"))) == set(alerts)


@pytest.mark.skipif(
    shutil.which("promtool") is None, reason="there is no promtool here (Debian: apt-get install prometheus)"
)
def test_prometheus_own_linter_passes_the_rules_and_the_metrics(library: Library) -> None:
    for command in (("check", "rules", "alerts.yml"), ("test", "rules", "alerts_test.yml")):
        done = subprocess.run(["promtool", *command], cwd=RULES, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    filled(library)
    page = asks(library).get("/metrics").content
    assert subprocess.run(["promtool", "check", "metrics"], input=page, capture_output=True).returncode == 0


def events_in_code() -> set[str]:
    """The names of events in calls of ``about`` and ``tell``."""
    found = set()
    for path in [*(ROOT / "library").rglob("*.py"), *(ROOT / "ui").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("about", "tell"):
                at = 0 if node.func.id == "about" else 1
                named = ast.walk(node.args[at]) if len(node.args) > at else ()
                found |= {
                    str(each.value)
                    for each in named
                    if isinstance(each, ast.Constant) and re.fullmatch("[a-z]+(_[a-z]+)*", str(each.value))
                }
    return found


def test_the_documents_name_every_event() -> None:
    rows = PAGE.partition("| event | |")[2].partition("\n\n")[0]
    named = {name for row in re.findall(r"^\| (`.+?`) \|", rows, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    assert named - {"said"} == events_in_code()


def test_the_example_of_health_in_the_documents_is_one() -> None:
    shown = json.loads(PAGE.partition("```json\n")[2].partition("```")[0])
    assert set(shown["checks"]) == {"database", "recordings", "queue"}


PROMETHEUS = shutil.which("prometheus")


@pytest.mark.skipif(PROMETHEUS is None, reason="there is no Prometheus here (Debian: apt-get install prometheus)")
def test_a_real_prometheus_scrapes_them(library: Library, tmp_path: Path, port: object) -> None:
    filled(library)
    with serving("0", library):
        target = f"localhost:{port()}"  # type: ignore[operator]
        scrape = {"job_name": "sameside", "static_configs": [{"targets": [target]}]}
        (tmp_path / "p.yml").write_text(json.dumps({"global": {"scrape_interval": "1s"}, "scrape_configs": [scrape]}))
        where = ["--config.file=p.yml", "--storage.tsdb.path=kept", "--web.listen-address=127.0.0.1:0"]
        process = subprocess.Popen([str(PROMETHEUS), *where], cwd=tmp_path, stderr=(tmp_path / "said").open("wb"))
        try:
            told = tmp_path / "said"
            soon(
                lambda: process.poll() is not None or re.search(rb"msg=\"Listening on\" address=\S+", told.read_bytes())
            )
            at = re.search(rb"msg=\"Listening on\" address=(\S+)", told.read_bytes())
            assert at, told.read_text()
            query = "sameside_library_failures_total%7Bkind%3D%22model%22%7D"
            soon(lambda: '"1"]' in ask(f"http://{at[1].decode()}/api/v1/query?query={query}")[1])
        finally:
            process.terminate()
            process.wait()
