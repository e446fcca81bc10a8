"""Names of files: which of them mean nothing here, and how any is shown."""

from resolutions_cli.core.harmless import harmless

#: What systems and sync tools put into any folder; names that begin with a dot are left alone
#: anyway.
_JUNK = frozenset({"thumbs.db", "desktop.ini", "icon\r"})


def is_junk(name: str) -> bool:
    """Whether a name is one that systems and sync tools leave in any folder."""
    return name.startswith((".", "~$")) or name.lower() in _JUNK


def shown(name: str) -> str:
    """A file's name as it can be printed: bytes that are not UTF-8 stand as \\udcXX, and what
    could move a cursor or turn the direction of a line is escaped as well."""
    return harmless(name)
