"""The way in: `resolve`, or `python -m resolutions_cli`."""

import sys

from resolutions_cli.cli import main

if __name__ == "__main__":
    sys.exit(main())
