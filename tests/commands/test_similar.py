"""`resolve similar`: disputes of the same concern, or between the same agencies."""

import pytest

from tests.desk import Desk, Said


def opens(desk: Desk, when: str, ref: str, by: str, with_: str, *more: str) -> None:
    words = ("--child", "C-1", "--ref", ref, "--raised-by", by, "--with", with_)
    desk.at(when).done("open", *words, *more)


@pytest.fixture
def several(desk: Desk) -> Desk:
    opens(desk, "2025-05-01", "OLD", "school", "social-care", "--concern", "thresholds")
    opens(desk, "2026-03-02", "CONCERN", "police", "health", "--concern", "thresholds")
    opens(desk, "2026-04-01", "PAIR", "social-care", "school", "--concern", "communication")
    opens(desk, "2026-05-01", "OTHER", "police", "health", "--concern", "communication")
    opens(desk, "2026-06-01", "THIS", "school", "social-care", "--concern", "thresholds")
    return desk


def listed(said: Said) -> list[str]:
    return [line.split()[0] for line in said.out.splitlines()[1:]]


@pytest.mark.clause("Y14")
def test_the_same_concern_or_the_same_two_agencies_whichever_raised_it(several: Desk) -> None:
    said = several.done("similar", "THIS")
    assert listed(said) == ["PAIR", "CONCERN", "OLD"]
    assert "same concern: thresholds; same agencies" in said.out
    assert "school" not in said.out


def test_the_same_agencies_in_another_case_are_the_same(several: Desk) -> None:
    opens(several, "2026-06-02", "CASE", "Social-Care", "SCHOOL", "--concern", "communication")
    assert listed(several.done("similar", "THIS"))[0] == "CASE"


def test_within_looks_back_so_far_and_no_further(several: Desk) -> None:
    assert listed(several.done("similar", "THIS", "--within", "12 months")) == ["PAIR", "CONCERN"]
    assert listed(several.done("similar", "THIS", "--within", "2 months")) == ["PAIR"]
    assert several.does("similar", "THIS", "--within", "lately").code == 2


def test_a_concern_of_another_procedure_is_another_concern(several: Desk) -> None:
    york = ("--procedure", "cyscb", "--start", "practitioners", "--concern", "other")
    opens(several, "2026-06-02", "YORK", "fire", "housing", *york)
    opens(several, "2026-06-03", "NORTH", "police", "probation", "--concern", "other")
    said = several.does("similar", "YORK")
    assert (said.code, said.out, said.err) == (0, "", "no other dispute is like it\n")


def test_json_says_why_each_is_alike(several: Desk) -> None:
    document = several.done("similar", "THIS", "--json").document
    assert (document["kind"], document["dispute"]) == ("similar", "THIS")
    why = {d["dispute"]: (d["same_concerns"], d["same_agencies"]) for d in document["disputes"]}
    assert why == {
        "PAIR": ([], True),
        "CONCERN": (["thresholds"], False),
        "OLD": (["thresholds"], True),
    }
