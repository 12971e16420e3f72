"""Recordings side by side, on a cluster, and workers without a dashboard: real processes, real recordings, what is printed and what is left."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import real_postgres
from library_calls import a_recording
from patience import PATIENCE, soon
from real_cluster import Cluster
from sounds import RATE, sample, silence, write

from audio.signal.cores import VARIABLE, cores, share_of
from library.store import Library

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Eight seconds each of two samples, long enough for a moment or none."""
    folder = tmp_path_factory.mktemp("calls")
    return [
        write(folder / f"{name}.wav", *[side[: 8 * RATE] for side in sample(name)], rate=8000, codec="pcm_mulaw")
        for name in ("parcel_pushed", "final_no")
    ]


def _hears_ctrl_c() -> None:
    """Who starts the tests in the background has it passed over, for whatever they start too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Command:
    """``sameside`` in a process of its own."""

    def __init__(self, folder: Path, *arguments: object, library: str | None = None) -> None:
        environment = {
            **os.environ,
            "SAMESIDE_LIBRARY": library or str(folder / "library.db"),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")]),
        }
        if library:
            environment["SAMESIDE_FILES"] = str(folder)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ui.cli", *map(str, arguments)], env=environment, cwd=folder, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
            preexec_fn=_hears_ctrl_c,
        )  # fmt: skip

    def done(self) -> tuple[int, str, str]:
        """Its status, output and errors."""
        out, err = self.process.communicate(timeout=PATIENCE)
        assert "Traceback" not in out + err
        return self.process.returncode, out, err


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    made = tmp_path / "kept"
    made.mkdir()
    yield made


def names(folder: Path) -> set[str]:
    with closing(Library(str(folder / "library.db"))) as library:
        return {call.name for call in library.calls().calls}


def left_over(folder: Path) -> list[Path]:
    return [*(folder / "incoming").glob("*"), *folder.rglob("*.part")]


def test_side_by_side_prints_in_the_order_given_and_a_bad_one_costs_a_sentence(calls: list[Path], folder: Path) -> None:
    bad = folder / "noise.wav"
    bad.write_bytes(b"no sound at all" * 20)
    quiet = write(folder / "quiet.wav", silence(3))
    given = [calls[0], bad, calls[1], quiet]
    status, out, err = Command(
        folder, "review", *given, "--no-words", "--workers", 2, "--json", folder / "reports"
    ).done()
    assert status == 1 and "leaked" not in err
    assert out.index("parcel_pushed.wav  ") < out.index("final_no.wav  ")
    said = [line for line in err.splitlines() if line.startswith("sameside: ") and "processors" not in line]
    assert len(said) == 2 and "noise.wav" in said[0] and "quiet.wav" in said[1]
    assert names(folder) == {"parcel_pushed.wav", "final_no.wav"} and not left_over(folder)
    assert {path.name for path in (folder / "reports").iterdir()} == {"parcel_pushed.json", "final_no.json"}


def test_side_by_side_says_the_same_as_one_after_the_other(calls: list[Path], folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    one = Command(folder, "review", *calls, "--no-words").done()
    assert Command(other, "review", *calls, "--no-words", "--workers", 2).done()[:2] == one[:2]


def test_a_process_that_is_killed_costs_its_call_a_sentence(calls: list[Path], folder: Path) -> None:
    from ui.cli.many import side_by_side

    hand = side_by_side._Hand(side_by_side.get_context("spawn"), _nothing(), {})
    hand.give(calls[0])
    hand.kill()
    assert hand.result() is None and hand.ended() == -signal.SIGKILL
    assert "call.wav was not reviewed: the process that heard it ended abruptly (signal 9)" in side_by_side._fallen(
        Path("call.wav"), -signal.SIGKILL
    )


def _nothing() -> object:
    import argparse

    return argparse.Namespace()


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks for processes as Linux tells of them")
def test_ctrl_c_ends_all_of_them_and_leaves_nothing_half_kept(calls: list[Path], folder: Path) -> None:
    command = Command(folder, "review", *calls * 20, "--no-words", "--workers", 2)
    soon(lambda: len(children(command.process.pid)) > 1 and (folder / "library.db").exists())
    started = children(command.process.pid)
    os.killpg(command.process.pid, signal.SIGINT)
    status, _, err = command.done()
    assert status == 130 and "stopped; what was done is kept" in err
    soon(lambda: not any(Path(f"/proc/{child}").exists() for child in started))
    assert not left_over(folder)
    with closing(Library(str(folder / "library.db"))) as library:
        assert all(library.report(call.id) is not None for call in library.calls().calls)


def test_processors_are_shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    here = cores()
    for workers in range(1, here + 1):
        assert workers * int(share_of(workers)[VARIABLE]) <= here
    monkeypatch.setenv(VARIABLE, "1")
    assert cores() == 1
    monkeypatch.setenv(VARIABLE, "many")
    assert cores() == here


def test_more_workers_than_processors_is_said(calls: list[Path], folder: Path) -> None:
    many = cores() + 1
    _, _, err = Command(folder, "review", folder / "none.wav", folder / "nor.wav", "--workers", many).done()
    assert f"--workers {many} is more than the {cores()} processors here" in err
    assert Command(folder, "work", "--workers", 0).done()[0] == 1


def bring(folder: Path, calls: list[Path], url: str | None = None) -> None:
    with closing(Library(url or str(folder / "library.db"), folder)) as library:
        for call in calls:
            library.enqueue(call, options={"no_words": True})


def test_work_until_empty_has_a_line_for_each_call(calls: list[Path], folder: Path) -> None:
    bring(folder, calls)
    with closing(Library(str(folder / "library.db"))) as library:
        library.enqueue(io.BytesIO(b"noise" * 50), name="noise.wav")
    status, out, _ = Command(folder, "work", "--until-empty", "--workers", min(2, cores())).done()
    assert status == 1
    lines = sorted(line.split("  ", 1)[1] for line in out.splitlines())
    assert [line.split(":")[0] for line in lines] == ["final_no.wav", "noise.wav", "parcel_pushed.wav"]
    assert "failed: " in lines[1] and "done in " in lines[0]
    assert names(folder) == {"parcel_pushed.wav", "final_no.wav"}
    assert Command(folder, "work", "--until-empty").done()[:2] == (0, "")


def test_work_told_to_stop_gives_back_what_is_in_hand(calls: list[Path], folder: Path) -> None:
    bring(folder, calls[:1])
    command = Command(folder, "work")
    with closing(Library(str(folder / "library.db"))) as library:
        soon(lambda: library.queue.jobs()[0].state != "queued")
        command.process.send_signal(signal.SIGTERM)
        status, out, _ = command.done()
        (job,) = library.queue.jobs()
        assert status == 0
        assert (job.state, "given back to the queue" in out) in (("queued", True), ("done", False))


@pytest.mark.postgres
def test_on_a_cluster_recordings_are_reviewed_and_printed_in_the_order_given(
    calls: list[Path], folder: Path, tmp_path: Path
) -> None:
    pytest.importorskip("distributed")
    url = real_postgres.new_database()
    bad = tmp_path / "noise.wav"
    bad.write_bytes(b"no sound at all" * 20)
    cluster = Cluster(url, folder, tmp_path)
    try:
        cluster.start_worker()
        command = ("review", calls[0], bad, calls[1], "--no-words", "--cluster", cluster.address)
        status, out, err = Command(folder, *command, "--json", folder / "reports", library=url).done()
    finally:
        cluster.stop()
    assert status == 1 and "noise.wav" in err
    assert out.index("parcel_pushed.wav  ") < out.index("final_no.wav  ")
    assert {path.name for path in (folder / "reports").iterdir()} == {"parcel_pushed.json", "final_no.json"}


def test_a_cluster_with_an_sqlite_library_is_refused_in_a_sentence(calls: list[Path], folder: Path) -> None:
    pytest.importorskip("distributed")
    for command in (("review", calls[0]), ("work",), ("dashboard", "--port", 0)):
        status, _, err = Command(folder, *command, "--cluster", "tcp://127.0.0.1:9").done()
        assert status == 1 and "a cluster needs a library in PostgreSQL" in err and len(err.splitlines()) == 1
    limits = folder / "limits.toml"
    limits.write_text("")
    status, _, err = Command(folder, "review", calls[0], "--limits", limits, "--cluster", "tcp://127.0.0.1:9").done()
    assert status == 1 and "--limits is this machine's alone" in err


def watched(folder: Path, number: int) -> Path:
    root = folder / "in"
    root.mkdir()
    for k in range(number):
        a_recording(root / f"20260203_10150{k}_Ama Osei_Repairs.wav", 0.1, 200 + 100 * k)
    return root


def test_a_watch_killed_again_and_again_takes_each_recording_once(folder: Path) -> None:
    root = watched(folder, 6)
    (root / "bad.wav").write_bytes(b"")
    arguments = ("watch", root, "--once", "--settle", 0, "--names", "{date}_{time}_{agent}_{queue}")
    for _ in range(2):
        command = Command(folder, *arguments)
        assert command.process.stdout is not None and "in the queue" in command.process.stdout.readline()
        command.process.kill()
        command.process.wait()
    status, _, err = Command(folder, *arguments).done()
    assert status == 1 and err.count("sameside: ") == 1 and "bad.wav is empty" in err
    with closing(Library(str(folder / "library.db"))) as library:
        assert sorted(job.name for job in library.queue.jobs()) == sorted(path.name for path in root.glob("2*.wav"))
        claim = library.queue.claim("w")
        assert claim is not None and (claim.options["by"], claim.options["queue"]) == ("Ama Osei", "Repairs")
    assert not left_over(folder)


def test_ctrl_c_ends_a_watch_which_takes_what_comes_meanwhile(folder: Path) -> None:
    root = watched(folder, 1)
    command = Command(folder, "watch", root, "--settle", 0, "--every", 0)
    assert command.process.stdout is not None
    command.process.stdout.readline()
    a_recording(folder / "on its way", 0.1, 1200).rename(root / "late.wav")
    assert "late.wav: in the queue" in command.process.stdout.readline()
    command.process.send_signal(signal.SIGINT)
    status, _, err = command.done()
    assert (status, err) == (0, "")


def test_a_watch_of_nothing_is_refused_in_a_sentence(folder: Path) -> None:
    status, _, err = Command(folder, "watch", folder / "nowhere").done()
    assert status == 1 and err.count("\n") == 1 and "is no folder that can be watched" in err
    status, _, err = Command(folder, "watch", folder, "--settle", -1).done()
    assert status == 1 and "--settle -1 is no time to wait" in err
