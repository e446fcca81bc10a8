"""The one way bytes become TOML values."""

from typing import Any

from resolutions_cli.files.plain_toml import plain_values


class TomlFault(Exception):
    """Bytes that cannot be taken as TOML.

    `problem` is a fixed phrase that holds nothing of the file, so that it can be shown and
    logged; `line` counts from 1, or is None where the fault has no one place.
    """

    def __init__(self, problem: str, line: int | None = None) -> None:
        self.problem = problem
        self.line = line
        super().__init__(problem)


def load_toml(raw: bytes, *, limit: int) -> dict[str, Any]:
    """Read TOML of at most `limit` bytes. Raises TomlFault, and nothing else."""
    if len(raw) > limit:
        raise TomlFault(f"larger than {limit // 1024} KiB")
    plain = plain_values(raw)
    if plain is not None:
        return plain
    # what this program wrote hardly ever needs it, and it takes as long to import as to start
    from resolutions_cli.files.toml_library import load_any

    return load_any(raw)
