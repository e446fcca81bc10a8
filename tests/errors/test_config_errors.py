"""Every refusal of `config`: nothing is written, and nothing that was typed is repeated."""

import pytest

from tests.desk import Desk

CANARY = "Zaubervogel"

#: What is typed after `config`, the exit code, and the message.
REFUSED = {
    "BadSetting, no number": (("soon", CANARY), 2, "soon cannot have that value"),
    "BadSetting, too many": (("soon", "1001"), 2, "it takes a number of working days, 0 to 1000"),
    "BadSetting, below nothing": (("quiet", "³"), 2, "quiet cannot have that value"),
    "BadSetting, no such word": (("redactions", CANARY), 2, "it takes ask or accept"),
    "BadSetting, nothing said": (("by", "-"), 2, "by cannot have that value"),
    "BadSetting, two lines": (("by", f"{CANARY}\nx"), 2, "one line of at most 200 characters"),
    "BadSetting, a code": (("agencies.UP", CANARY), 2, "a code of small letters"),
    "BadSetting, a code that entries use": (("agencies.agency-1", CANARY), 2, "a code of small"),
    "BadSetting, no name": (("agencies.oak", " "), 2, "the name of an organisation"),
    "NoSuchProcedure": (("procedure", CANARY), 4, "no procedure"),
    "UnknownCode": ((CANARY,), 4, "there is no setting of that name"),
    "UnknownCode, of an agency": (("agencies.oak",), 4, "there is no listed agency of that name"),
    "DefaultAndValue": (("soon", "3", "--default"), 2, "--default goes with the name"),
    "DefaultAndValue, no name": (("--default",), 2, "--default goes with the name"),
    "SettingElsewhere": (("practice", "no"), 3, "`resolve config` cannot change practice"),
    "SettingElsewhere, all agencies": (("agencies", CANARY), 3, "all agencies at once"),
    "AgencyListedAlready": (("agencies.oak", "SCHOOL"), 3, "listed already, as school"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_setting_that_cannot_be_is_refused_and_nothing_is_changed(desk: Desk, name: str) -> None:
    words, code, message = REFUSED[name]
    file = desk.folder / "resolve.toml"
    before = file.read_bytes()
    said = desk.refused(code, "config", *words)
    assert message in said
    assert CANARY not in said
    assert file.read_bytes() == before


def test_a_file_that_cannot_be_changed_line_by_line_is_left_alone(desk: Desk) -> None:
    """SettingsNotPlain"""
    file = desk.folder / "resolve.toml"
    file.write_text("format = 1\npractice = true\nsettings = {quiet = 7}\n")
    said = desk.refused(3, "config", "soon", "3")
    assert said.startswith("resolve: error: the settings file is written in a way that cannot be")
    assert said.endswith("nothing was changed; edit that file by hand, under [settings]\n")
    assert file.read_text() == "format = 1\npractice = true\nsettings = {quiet = 7}\n"


def test_a_full_disk_leaves_the_settings_as_they_were(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """NotRecorded"""
    before = (desk.folder / "resolve.toml").read_bytes()

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("resolutions_cli.files.disk.durable.replace", full)
    said = desk.does("config", "soon", "3")
    assert said.code == 7
    assert (desk.folder / "resolve.toml").read_bytes() == before
