"""The words of the procedure language: codes, versions, and words kept for later."""

import re

from resolutions_cli.core.limit import ENTERED, LEFT
from resolutions_cli.core.procedure import CLOSED

#: Ids and codes are typed at a terminal and stand in file names, so they are plain.
CODE = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?", re.ASCII)
CODE_IS = "small letters, digits and hyphens, at most 40 (like board-chair)"

VERSION = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]|\.(?=[A-Za-z0-9])){0,39}", re.ASCII)
VERSION_IS = "letters, digits, hyphens and single dots, at most 40 (like 2026-04)"

#: Names that duties, deadlines and clocks of every procedure already have.
RESERVED_IDS = frozenset({"main", "safe", CLOSED, ENTERED, LEFT})

#: Words that a later version of the language may give a meaning. A file that used them
#: today would be counted as if they were not there, so they are refused by name.
LATER_WORDS = frozenset(
    {
        "closures", "count", "every", "extend", "on_breach", "pause", "pick", "priority",
        "strength", "tracks", "unless",
    }
)  # fmt: skip
