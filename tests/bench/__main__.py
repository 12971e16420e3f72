"""All benchmarks, one after another: ``python -m tests.bench --data FOLDER``.

Each is a module here with a command of its own, ``python -m tests.bench.NAME --data FOLDER``, and runs in a process of
its own, so that the memory one takes is not another's. Names that begin with ``_`` are no benchmarks. The exit status is 1
where one could not be run.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Run them all, or those named."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("names", nargs="*", help="some of them only")
    ask.add_argument("--data", type=Path, required=True, help="a folder laid out as each benchmark says")
    args = ask.parse_args()
    here = Path(__file__).parent
    names = args.names or sorted(path.stem for path in here.glob("[!_]*.py"))
    failed = []
    for name in names:
        print(f"\n== {name} ==", flush=True)
        takes_data = '"--data"' in (here / f"{name}.py").read_text(encoding="utf-8")  # others make up their own
        data = ["--data", str(args.data)] if takes_data else []
        ran = subprocess.run([sys.executable, "-m", f"tests.bench.{name}", *data], cwd=here.parents[1])
        if ran.returncode:
            failed.append(name)
    if failed:
        print(f"could not be run: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
