"""Every setting: what it means, its default and an example.

`resolve config`, docs/settings.md and the resolve.toml of a new workspace are made from this table.
`settings.py` reads the file without it, since every command reads the settings.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum

from resolutions_cli.core.value import Value
from resolutions_cli.files.disk.plain_toml import quoted
from resolutions_cli.files.workspace.settings import ACCEPT, ASK, FORMAT, VARIABLE

#: What a value in resolve.toml can be.
SettingValue = str | int | bool


class SettingKind(StrEnum):
    """What the value of a setting is."""

    TEXT = "a line of text"
    DAYS = "a number of working days, 0 to 1000"
    CHOICE = "one of several words"
    PROCEDURE = "a procedure that `resolve procedure list` names"
    AGENCIES = "codes with the names of organisations"
    WHETHER = "yes or no"
    ELSEWHERE = "what an option or your shell says"


class KnownSetting(Value):
    """A setting. `table` is the one that has it in resolve.toml; "" is the top of the file.

    `meaning` is one sentence. `default` is in words, and `example` is typed after `resolve
    config NAME`. `instead` says how a setting is changed that `resolve config` cannot change.
    """

    name: str
    table: str
    kind: SettingKind
    meaning: str
    default: str
    example: str = ""
    choices: tuple[str, ...] = ()
    instead: str = ""


#: In the order in which they are listed.
KNOWN: Mapping[str, KnownSetting] = {
    each.name: each
    for each in (
        KnownSetting(
            "procedure",
            "defaults",
            SettingKind.PROCEDURE,
            "The procedure of a new dispute, unless you name another with --procedure.",
            "none, so you are asked",
            "nyscp",
        ),
        KnownSetting(
            "by",
            "defaults",
            SettingKind.TEXT,
            "Your name, as your entries give it, unless you give another with --by.",
            "your login name",
            "J. Okafor",
        ),
        KnownSetting(
            "soon",
            "settings",
            SettingKind.DAYS,
            "How many working days before its date a deadline becomes DUE SOON.",
            "2",
            "3",
        ),
        KnownSetting(
            "quiet",
            "settings",
            SettingKind.DAYS,
            "After how many working days without an entry a dispute becomes QUIET; 0 is never.",
            "5",
            "10",
        ),
        KnownSetting(
            "sync",
            "settings",
            SettingKind.DAYS,
            "After how many working days without a sync you are reminded of it; 0 is never.",
            "2",
            "5",
        ),
        KnownSetting(
            "redactions",
            "settings",
            SettingKind.CHOICE,
            "What a sync does when another machine asks you to remove a text: ask, or accept.",
            ASK,
            ACCEPT,
            (ASK, ACCEPT),
        ),
        KnownSetting(
            "agencies",
            "agencies",
            SettingKind.AGENCIES,
            "Organisations that any dispute can name, each by a short code; never a person.",
            "none",
            '"Hilltop School"',
        ),
        KnownSetting(
            "practice",
            "",
            SettingKind.WHETHER,
            "Whether this workspace is for training, where RESOLVE_NOW may set the clock.",
            "no",
            instead="`resolve init DIR --practice` makes a workspace for training",
        ),
        KnownSetting(
            "workspace",
            "",
            SettingKind.ELSEWHERE,
            "The folder that holds your log.",
            "the nearest folder upward that is a workspace, else the one of this account",
            instead=f"type --workspace DIR, or set {VARIABLE} in your shell",
        ),
        KnownSetting(
            "RESOLVE_NOW",
            "",
            SettingKind.ELSEWHERE,
            "The date and time that a workspace for training takes for now.",
            "the clock of this machine",
            instead='set it in your shell, as RESOLVE_NOW="2026-11-30T16:30"',
        ),
        KnownSetting(
            "RESOLVE_DEBUG",
            "",
            SettingKind.ELSEWHERE,
            "Whether a fault in the program writes a trace, as `resolve --debug COMMAND` does.",
            "no",
            instead="set it in your shell, as RESOLVE_DEBUG=1",
        ),
        KnownSetting(
            "NO_COLOR",
            "",
            SettingKind.ELSEWHERE,
            "Whether tables and pages are printed without colour, as --no-color does.",
            "no",
            instead="set it in your shell, as NO_COLOR=1",
        ),
    )
}

#: The code of an agency in an example.
EXAMPLE_CODE = "hilltop"


def takes(setting: KnownSetting) -> str:
    """What its value may be, in words."""
    return ", ".join(setting.choices) or setting.kind.value


def how_to_change(setting: KnownSetting) -> str:
    """What to type to change it, with an example."""
    if setting.instead:
        return setting.instead
    if setting.kind is SettingKind.AGENCIES:
        return f"resolve config {setting.name}.{EXAMPLE_CODE} {setting.example}"
    quoted_example = f'"{setting.example}"' if " " in setting.example else setting.example
    return f"resolve config {setting.name} {quoted_example}"


def toml_value(value: SettingValue) -> str:
    """A value as resolve.toml has it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else quoted(value)


def example_line(setting: KnownSetting) -> str:
    """A line for resolve.toml: with the default where it is a value, else with the example."""
    if setting.kind is SettingKind.AGENCIES:
        return f"{EXAMPLE_CODE} = {setting.example}"
    shows_default = setting.kind in (SettingKind.DAYS, SettingKind.CHOICE)
    value = setting.default if shows_default else setting.example
    return f"{setting.name} = {value if setting.kind is SettingKind.DAYS else quoted(value)}"


# ------------------------------------------------------------------ the file of a new workspace

_HEAD = (
    "# The settings of this workspace. `resolve config` lists them and what they are now.",
    "# `resolve config soon 3` sets one. To do it by hand, take away the # before its line,",
    "# and before the [name] above it unless that stands there already.",
    "",
    f"format = {FORMAT}",
)


def new_settings_file(procedure: str, *, practice: bool) -> str:
    """The resolve.toml of a new workspace: the chosen settings, and every other one as a
    comment with its meaning and its default."""
    lines = [*_HEAD, *(("practice = true",) if practice else ())]
    chosen = {"procedure": procedure} if procedure else {}
    tables = dict.fromkeys(each.table for each in KNOWN.values() if each.table)
    for table in tables:
        lines.extend(_table(table, chosen))
    return "".join(f"{line}\n" for line in lines)


def _table(table: str, chosen: Mapping[str, str]) -> Iterator[str]:
    settings = [each for each in KNOWN.values() if each.table == table]
    yield ""
    yield f"[{table}]" if any(each.name in chosen for each in settings) else f"# [{table}]"
    for each in settings:
        yield f"# {each.meaning} Default: {each.default}."
        if each.name in chosen:
            yield f"{each.name} = {quoted(chosen[each.name])}"
        else:
            yield f"# {example_line(each)}"
