"""A national return at full size: a million deadlines of 150 partnerships, in seconds.

python -m benchmarks.national_return [DEADLINES]

Each figure is a whole process as a person starts it, the start of the interpreter included.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).parent.parent / "examples" / "national-return"
PERIOD = ("--from", "2025-04-01", "--to", "2026-03-31")


def seconds(script: str, *words: str) -> float:
    """How long a script of the example takes, what it prints thrown away."""
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, str(EXAMPLE / script), *words], check=True, stdout=subprocess.DEVNULL
    )
    return time.perf_counter() - begun


def megabytes(folder: Path, pattern: str) -> float:
    return sum(file.stat().st_size for file in folder.glob(pattern)) / 1e6


def main(deadlines: int) -> None:
    """Generate, answer from the exports, keep as Parquet, answer from that; say how long each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = seconds("generate.py", name, "--deadlines", str(deadlines))
        lines = seconds("national_return.py", name, *PERIOD)
        kept = seconds("national_return.py", name, *PERIOD, "--keep")
        parquet = seconds("national_return.py", name, *PERIOD)
        sizes = (megabytes(folder, "*.jsonl"), megabytes(folder, "*.parquet"))
    sys.stdout.write(
        f"{deadlines} deadlines of 150 partnerships\n"
        f"{made:8.1f} s  to generate {sizes[0]:.0f} MB of exports\n"
        f"{lines:8.1f} s  to answer from the exports\n"
        f"{kept:8.1f} s  to make {sizes[1]:.1f} MB of Parquet of them and answer from it\n"
        f"{parquet:8.1f} s  to answer from the Parquet file\n"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 1_000_000)
