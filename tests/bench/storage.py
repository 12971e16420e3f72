"""What recordings in object storage cost: ``python -m tests.bench.storage [--minutes 60] [--megabytes 460]``.

Against moto's S3 server on this machine, over HTTP: seconds until the page of a call plays from its middle, with its recordings in a folder and in
the store, and how many ranges of how many bytes that read; and how far the memory of a process grows that sends a big recording and reads it back.
A store that is further away adds its own delay to each range. Needs what ``tests.bench.room`` needs, and ``moto[s3]`` with ``flask``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from library.stores.address import VARIABLE
from tests.bench.room import usable

sys.path.insert(0, str(Path(__file__).parents[1]))
from real_s3 import BUCKET, S3, Asked, serve

AT = f"s3://{BUCKET}/bench"
SEND_AND_READ = """
import json, resource, sys, time
from pathlib import Path
from library.stores.address import object_store
store = object_store(sys.argv[1])
store.check()
grown = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
start, before = time.perf_counter(), grown()
store.put("recordings/big.wav", Path(sys.argv[2]))
sent = time.perf_counter()
size = sum(len(block) for block in store.read("recordings/big.wav"))
read = time.perf_counter()
print(json.dumps({"sent, s": round(sent - start, 1), "read, s": round(read - sent, 1), "MB": size // 10**6, "memory grew by, MiB": grown() - before}))
"""


def read_of(asked: Iterable[Asked]) -> dict[str, int]:
    """How many ranges were read, and of how many bytes."""
    ends = [one.range.removeprefix("bytes=").split("-") for one in asked if one.method == "GET" and one.range]
    return {"ranges": len(ends), "KB": sum(int(last) - int(first) + 1 for first, last in ends) // 1000}


def big(megabytes: int, s3: S3) -> dict[str, float]:
    """What sending and reading a recording of that size takes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.part"
        with path.open("wb") as file:
            for _ in range(megabytes):
                file.write(os.urandom(10**6))
        command = [sys.executable, "-c", SEND_AND_READ, AT, str(path)]
        ran = subprocess.run(command, env={**os.environ, **s3.environment}, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(ran.stdout)
    return found


def main() -> None:
    """Measure, and print it as JSON."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--minutes", type=float, default=60.0)
    ask.add_argument("--megabytes", type=int, default=460)
    args = ask.parse_args()
    found: dict[str, object] = {"in a folder": usable(args.minutes)}
    for s3 in serve():
        os.environ.update({**s3.environment, VARIABLE: AT})
        found["in the store"] = usable(args.minutes)
        found["read of the store, both openings and playing"] = read_of(s3.asked)
        found["a big recording"] = big(args.megabytes, s3)
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
