"""Parse every TOML file below a folder, in one process, and do nothing else.

python -I parsing.py FOLDER

What making the index from nothing is measured against.
"""

import os
import sys
import tomllib


def main(folder: str) -> None:
    """Read and parse, and forget."""
    for above, _, names in os.walk(folder):
        for name in names:
            with open(f"{above}/{name}", "rb") as file:  # noqa: PTH123
                tomllib.load(file)


if __name__ == "__main__":
    main(sys.argv[1])
