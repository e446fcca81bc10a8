"""The settings: what each is now and where that comes from, and how one is set."""

import os
from collections.abc import Mapping
from typing import assert_never

from resolutions_cli import errors
from resolutions_cli.app.run import Run
from resolutions_cli.core.text import is_placeholder, same
from resolutions_cli.files.workspace.known_settings import (
    KNOWN,
    KnownSetting,
    SettingKind,
    SettingValue,
    how_to_change,
    takes,
)
from resolutions_cli.files.workspace.procedures import procedure_named
from resolutions_cli.files.workspace.settings import SETTINGS, Workspace, is_agency_code
from resolutions_cli.files.workspace.settings_lines import clear_in_file, set_in_file
from resolutions_cli.render.views.config import SettingShown
from resolutions_cli.render.words.words import several

_DEFAULT, _IN_SHELL = "the default", "set in the environment"

#: Before the code of an agency, as the name of a setting.
AGENCIES = "agencies."

#: In characters.
_LONGEST = 200

#: The most working days that a setting takes.
_MOST_DAYS = 1000


# ------------------------------------------------------------------ what they are


def settings_now(run: Run) -> list[SettingShown]:
    """Every setting with its value."""
    return [_shown(run, setting) for setting in KNOWN.values()]


def setting_now(run: Run, name: str) -> SettingShown:
    """One setting with its value; of an agency, `agencies.CODE`, its name. Raises UnknownCode."""
    if code := _agency_code(name):
        return _agency_shown(run, code)
    return _shown(run, setting_named(name))


def setting_named(typed: str) -> KnownSetting:
    """The setting of that name, in either case. Raises UnknownCode."""
    for name, setting in KNOWN.items():
        if same(name, typed.strip()):
            return setting
    raise errors.UnknownCode(kind="setting", allowed=", ".join(KNOWN))


def _agency_code(name: str) -> str:
    """The code in `agencies.CODE`; empty for any other name."""
    typed = name.strip()
    return typed[len(AGENCIES) :] if typed.lower().startswith(AGENCIES) else ""


def _shown(run: Run, setting: KnownSetting) -> SettingShown:
    value, words, origin = _value_of(run, setting)
    return SettingShown(
        name=setting.name,
        value=value,
        words=words,
        origin=origin,
        meaning=setting.meaning,
        default=setting.default,
        takes=takes(setting),
        change=how_to_change(setting),
        parts=value if isinstance(value, Mapping) else {},
    )


def _value_of(
    run: Run, setting: KnownSetting
) -> tuple[SettingValue | Mapping[str, str] | None, str, str]:
    """The value as plain data and in words, and where it comes from."""
    here, name = run.workspace, setting.name
    origin = SETTINGS if name in here.stated else _DEFAULT
    match setting.kind:
        case SettingKind.AGENCIES:
            return dict(here.agencies), ", ".join(here.agencies) or "none", origin
        case SettingKind.DAYS:
            days: int = getattr(here, name)
            never = days == 0 and "0 is never" in setting.meaning
            return days, "never" if never else several(days, "working day"), origin
        case SettingKind.WHETHER:
            return here.practice, "yes" if here.practice else "no", origin
        case SettingKind.TEXT:
            return run.by, run.by, origin
        case SettingKind.PROCEDURE | SettingKind.CHOICE:
            said: str = getattr(here, name)
            return said or None, said or "none", origin
        case SettingKind.ELSEWHERE:
            if name == "workspace":
                return str(here.folder), str(here.folder), here.origin.value
            found = os.environ.get(name) or None
            return found, found or "not set", _IN_SHELL if found else _DEFAULT
    assert_never(setting.kind)


def _agency_shown(run: Run, code: str) -> SettingShown:
    name = run.workspace.agencies.get(code)
    if name is None:
        listed = ", ".join(run.workspace.agencies) or "none yet"
        raise errors.UnknownCode(kind="listed agency", allowed=listed)
    row = _shown(run, KNOWN["agencies"])
    change = f"resolve config {AGENCIES}{code} NAME"
    return row.but(name=f"{AGENCIES}{code}", value=name, words=name, change=change, parts={})


# ------------------------------------------------------------------ setting one


def change_setting(run: Run, name: str, typed: str | None) -> Workspace:
    """The workspace after a setting was set, or after it got its default again where `typed` is
    None.

    Raises UnknownCode, BadSetting, SettingElsewhere, AgencyListedAlready, what `procedure_named`
    raises, and what `set_in_file` raises.
    """
    here = run.workspace
    if code := _agency_code(name):
        if typed is None:
            return clear_in_file(here, "agencies", code)
        return set_in_file(here, "agencies", code, _agency_name(here, code, typed))
    setting = setting_named(name)
    if setting.instead:
        raise errors.SettingElsewhere(name=setting.name, instead=setting.instead)
    if setting.kind is SettingKind.AGENCIES:
        how = "`resolve config agencies.CODE NAME` lists one, as in `resolve config agencies`"
        raise errors.SettingElsewhere(name="all agencies at once", instead=how)
    if typed is None:
        return clear_in_file(here, setting.table, setting.name)
    return set_in_file(here, setting.table, setting.name, read_setting(here, setting, typed))


def read_setting(here: Workspace, setting: KnownSetting, typed: str) -> SettingValue:
    """The value that was typed for a setting. Raises BadSetting, and what `procedure_named`
    raises."""
    said = typed.strip()
    match setting.kind:
        case SettingKind.DAYS:
            return _days(setting, said)
        case SettingKind.CHOICE:
            if said.lower() not in setting.choices:
                raise _bad(setting, " or ".join(setting.choices))
            return said.lower()
        case SettingKind.PROCEDURE:
            procedure_named(said, here.procedures)
            return said
        case SettingKind.TEXT:
            if not _is_line(said):
                raise _bad(setting, f"one line of at most {_LONGEST} characters that says a name")
            return said
        case SettingKind.AGENCIES | SettingKind.WHETHER | SettingKind.ELSEWHERE:
            raise errors.SettingElsewhere(name=setting.name, instead=setting.instead)
    assert_never(setting.kind)


def _days(setting: KnownSetting, said: str) -> int:
    digits = said.removesuffix("s").removesuffix("working day").strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 5):
        raise _bad(setting, setting.kind.value)
    if int(digits) > _MOST_DAYS:
        raise _bad(setting, setting.kind.value)
    return int(digits)


def _is_line(said: str) -> bool:
    return said.isprintable() and len(said) <= _LONGEST and not is_placeholder(said)


def _bad(setting: KnownSetting, allowed: str) -> errors.ResolveError:
    return errors.BadSetting(name=setting.name, allowed=allowed)


def _agency_name(here: Workspace, code: str, typed: str) -> str:
    """The name for the code of an agency. Raises BadSetting, AgencyListedAlready."""
    said = typed.strip()
    if not is_agency_code(code):
        allowed = "a code of small letters, digits and hyphens, as agencies.hilltop"
        raise errors.BadSetting(name="agencies", allowed=allowed)
    if not _is_line(said):
        allowed = f"the name of an organisation, one line of at most {_LONGEST} characters"
        raise errors.BadSetting(name="agencies", allowed=allowed)
    for other, name in here.agencies.items():
        if other != code and (same(name, said) or same(other, said)):
            raise errors.AgencyListedAlready(code=other)
    return said
