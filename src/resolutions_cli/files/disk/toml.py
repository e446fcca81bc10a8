"""The values in TOML bytes: the one reader for every file."""

from typing import Any

from resolutions_cli.files.disk.plain_toml import TomlFault, plain_values


def load_toml(raw: bytes, *, limit: int) -> dict[str, Any]:
    """The values in TOML of at most `limit` bytes. Raises TomlFault, and nothing else."""
    if len(raw) > limit:
        raise TomlFault(f"larger than {limit // 1024} KiB")
    plain = plain_values(raw)
    if plain is not None:
        return plain
    # files that this program wrote hardly ever need it, and importing it takes long
    from resolutions_cli.files.disk.toml_library import load_any

    return load_any(raw)
