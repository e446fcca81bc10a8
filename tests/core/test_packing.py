"""A procedure comes back as it was packed."""

import marshal
from datetime import date

import pytest

from resolutions_cli.core.procedure import PROCEDURE, Procedure, Stage
from resolutions_cli.files.procedures import ProcedureFile, shipped_procedures


@pytest.mark.parametrize("file", shipped_procedures(), ids=lambda file: file.label)
def test_a_shipped_procedure_comes_back_in_the_order_of_its_file(file: ProcedureFile) -> None:
    procedure = file.procedure
    back = PROCEDURE.unpack(marshal.loads(marshal.dumps(PROCEDURE.pack(procedure))))
    assert back == procedure
    assert repr(back) == repr(procedure)  # dictionaries are equal in any order


def test_a_day_and_what_is_not_there_come_back() -> None:
    procedure = Procedure(
        id="a",
        version="1",
        title="A",
        owner="B",
        nation="england",
        source="C",
        checked_on=date(2026, 11, 19),
        stages={"1": Stage(id="1", title="T", who=("lead",), start=True)},
    )
    assert PROCEDURE.unpack(PROCEDURE.pack(procedure)) == procedure
