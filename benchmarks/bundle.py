"""How long it takes to send many disputes and to take them in.

python -m benchmarks.bundle [DISPUTES]     1,000 if left out
"""

import contextlib
import io
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.workspaces import make
from resolutions_cli.cli import main
from resolutions_cli.files.workspace.create import init


@contextlib.contextmanager
def timed(what: str) -> Iterator[None]:
    """Say on stdout how many seconds the block took."""
    began, used = time.monotonic(), time.process_time()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield
    spent, worked = time.monotonic() - began, time.process_time() - used
    sys.stdout.write(f"{what}: {spent:.1f} s, {worked:.1f} s of them at work\n")


def run(*words: str) -> None:
    """A command that must succeed."""
    code = main(words)
    if code:
        raise SystemExit(f"{words[0]} ended with {code}")


def measure(disputes: int) -> None:
    """Send that many disputes of a workspace that was made up, and take them in elsewhere."""
    with tempfile.TemporaryDirectory() as place:
        here, there, file = Path(place, "here"), Path(place, "there"), Path(place, "bundle.toml")
        make(here, disputes, disputes // 10)
        init(there, "nyscp")
        references = sorted(each.name for each in (here / "disputes").iterdir())
        with timed(f"export --bundle of {disputes} disputes"):
            run("export", "-w", str(here), "--bundle", str(file), *references)
        sys.stdout.write(f"the bundle: {file.stat().st_size / 1024**2:.1f} MiB\n")
        with timed("import --dry-run"):
            run("import", "-w", str(there), str(file), "--dry-run")
        with timed("import"):
            run("import", "-w", str(there), str(file))
        with timed("import once more"):
            run("import", "-w", str(there), str(file))


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
