"""What the test of logs runs in a process of its own, since logs are set up for a whole process: everything that is logged while calls with marked
names and words are brought, reviewed, asked for and refused, and all that SameSide is built on says something marked."""

from __future__ import annotations

import io
import logging
import sys
import threading
import warnings
from pathlib import Path

from library_hands import work

from audio.errors import SameSideError
from library.logs.events import about
from library.logs.setting import set_up, tell

MARK = "Zebediah"
SENTENCE = f"My name is {MARK} Quux and my card is 4929."
EVENTS = ("webhook_not_sent", "library_away")


def asked(folder: Path) -> None:
    """A dashboard asked with a marked token, a marked query and a marked e-mail, and made to make a mistake."""
    from starlette.testclient import TestClient

    from library import current
    from ui.dashboard.server import Dashboard

    client = TestClient(Dashboard(8501, folder), "http://localhost:8501", raise_server_exceptions=False)
    bearer = {"Authorization": f"Bearer ss_{MARK}"}
    for path in (
        f"/api/calls/{MARK}?q={MARK}@house.example",
        f"/call-audio/{MARK}?{MARK}",
        "/metrics",
        "/health/ready",
    ):
        client.get(path, headers=bearer)

    def mistaken(*_: object) -> None:
        raise ZeroDivisionError(SENTENCE)

    current.library().tokens.bearer = mistaken  # type: ignore[assignment, method-assign]
    client.get(f"/api/calls/x?q={MARK}", headers=bearer)


def reviewed(folder: Path) -> None:
    """Jobs with marked names and contents: one that is done, one that is refused, one that meets a mistake."""
    from library import current
    from library.worker.worker import Worker

    library = current.library()
    for k, name in enumerate((f"{MARK} 1.wav", f"{MARK} troubled.wav", f"{MARK} mistaken.wav")):
        library.enqueue(
            io.BytesIO(SENTENCE.encode() + bytes([k])),
            name=name,
            options={"by": MARK},
            transcript=(f"{MARK}.txt", b"c1"),
        )

    def marked(path: object, options: object, progress: object) -> object:
        try:
            return work(path, options, progress)  # type: ignore[arg-type]
        except ZeroDivisionError:
            raise ZeroDivisionError(SENTENCE) from None
        except SameSideError:
            raise SameSideError(SENTENCE) from None

    worker = Worker(library, marked)  # type: ignore[arg-type]
    while worker.run_one():
        pass


def said_by_others() -> None:
    """What others log, at every level and in every way in which one can; and mistakes that nobody catches."""
    import distributed  # noqa: F401  with its own handlers
    from streamlit.logger import get_logger

    for logger in (
        get_logger("streamlit.runtime"),
        *map(logging.getLogger, ("distributed.worker", "tornado.application", "uvicorn.error", "a.b")),
    ):
        logger.error("GET /?q=%s", MARK)
        logger.warning(SENTENCE)
        try:
            raise ValueError(SENTENCE)
        except ValueError:
            logger.exception("failed: %s", SENTENCE)
    warnings.warn(SENTENCE, stacklevel=1)
    log = logging.getLogger("library.test")
    log.warning("%s", SENTENCE)
    log.warning("%s", SENTENCE, extra=about("library_away", kind=SENTENCE))
    tell(SENTENCE, "arrival_refused")
    thread = threading.Thread(target=lambda: int(SENTENCE))
    thread.start()
    thread.join()
    raise RuntimeError(SENTENCE)


if __name__ == "__main__":
    set_up(sys.argv[1])
    asked(Path(sys.argv[2]))
    reviewed(Path(sys.argv[2]))
    said_by_others()
