"""What one machine recorded with a clock that went ahead, another knows when it records."""

from tests.desk import REF, Desk


def test_a_move_dated_ahead_is_known_to_the_next_which_cannot_be_before_it(desk: Desk) -> None:
    desk.at("2026-11-19T12:59").opens("1", "--raised", "2026-11-19")
    desk.done("escalate", REF, "--reason", "no agreement")
    desk.at("2026-11-19T12:10")
    told = desk.refused(3, "escalate", REF, "--reason", "no agreement either")
    assert "a move cannot be before the one it follows (2026-11-19T12:59)" in told
    desk.done("note", REF, "the clocks of our machines do not agree")
    assert "recorded-in-future" in desk.done("verify").out
    desk.at("2026-11-19T13:00").done("escalate", REF, "--reason", "no agreement either")
    assert desk.case().dispute.stage.id == "3"
