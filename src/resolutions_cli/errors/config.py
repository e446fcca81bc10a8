"""What `config` refuses."""

from resolutions_cli.errors.base import ResolveError


class BadSetting(ResolveError):
    """{name} cannot have that value"""

    exit_code = 2
    hint = "it takes {allowed}; `resolve config {name}` says what it means"


class DefaultAndValue(ResolveError):
    """--default goes with the name of a setting, and without a value"""

    exit_code = 2
    hint = "`resolve config NAME --default` takes the default again"


class SettingElsewhere(ResolveError):
    """`resolve config` cannot change {name}"""

    exit_code = 3
    hint = "{instead}"


class AgencyListedAlready(ResolveError):
    """an agency of that name is listed already, as {code}"""

    exit_code = 3
    hint = "two codes for one agency would count it twice; `resolve config agencies` lists them"


class SettingsNotPlain(ResolveError):
    """the settings file is written in a way that cannot be changed line by line"""

    exit_code = 3
    hint = "nothing was changed; edit that file by hand, under [{table}]"
