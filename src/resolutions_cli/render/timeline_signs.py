"""What the signs of a timeline's picture look like, on white paper and on a dark screen."""

from typing import assert_never
from xml.etree.ElementTree import Element

from resolutions_cli.core.timeline import MarkKind
from resolutions_cli.render.svg import element

#: Nothing here is coloured only: each colour has a shape, a pattern or a word beside it. Plain
#: colours and no variables, since office programs that take SVG know none.
STYLE = """
.timeline{max-width:100%;height:auto;font-family:system-ui,"Segoe UI",Arial,sans-serif}
.timeline-paper{fill:#fff}
.timeline-text{fill:#1b1f24;font-size:12.5px;font-weight:600}
.timeline-small{fill:#3d444d;font-size:11.5px}
.timeline-loud{fill:#a40e26;font-size:11.5px;font-weight:600}
.timeline-letter{fill:#fff;font-size:10.5px;font-weight:700;text-anchor:middle}
.timeline-planned .timeline-letter{fill:#1b1f24}
.timeline-grid{stroke:#d0d7de;stroke-width:1}
.timeline-weekend{fill:#e6e9ed}
.timeline-hatch{stroke:#7a5b00;stroke-width:1.6}
.timeline-holiday{fill:#f3dfa2}
.timeline-bar{fill:#1f6fb2}
.timeline-late{fill:#c8102e}
.timeline-late-hatch{stroke:#fff;stroke-width:1.6}
.timeline-lead{stroke:#57606a;stroke-width:1.2;stroke-dasharray:2 3}
.timeline-due{fill:#1b1f24;stroke:#fff;stroke-width:1}
.timeline-open{fill:#fff;stroke:#1b1f24;stroke-width:1.5}
.timeline-done{fill:none;stroke:#1b1f24;stroke-width:2.4}
.timeline-done-edge{fill:none;stroke:#fff;stroke-width:5}
.timeline-event{fill:#3d444d;stroke:#3d444d;stroke-width:1.2}
.timeline-planned .timeline-event{fill:#fff;stroke-dasharray:2 2}
.timeline-today{stroke:#1b1f24;stroke-width:1.5;stroke-dasharray:5 3}
.timeline-cap{stroke:#a40e26;stroke-width:2.2}
@media screen and (prefers-color-scheme:dark){
.timeline-paper{fill:#12161b}
.timeline-text{fill:#eef1f5}
.timeline-small{fill:#c6ced8}
.timeline-loud{fill:#ff9aa5}
.timeline-letter{fill:#12161b}
.timeline-planned .timeline-letter{fill:#eef1f5}
.timeline-grid{stroke:#39414b}
.timeline-weekend{fill:#242b33}
.timeline-hatch{stroke:#e3c266}
.timeline-holiday{fill:#4a3d12}
.timeline-bar{fill:#6cb2f0}
.timeline-late{fill:#ff7b88}
.timeline-late-hatch{stroke:#12161b}
.timeline-lead{stroke:#a3adb8}
.timeline-due{fill:#eef1f5;stroke:#12161b}
.timeline-open{fill:#12161b;stroke:#eef1f5}
.timeline-done{stroke:#eef1f5}
.timeline-done-edge{stroke:#12161b}
.timeline-event{fill:#c6ced8;stroke:#c6ced8}
.timeline-planned .timeline-event{fill:#12161b}
.timeline-today{stroke:#eef1f5}
.timeline-cap{stroke:#ff9aa5}
}
"""


def sign(kind: MarkKind, x: float, y: float) -> Element:
    """A filled diamond applies, a hollow one is another limit; a triangle aims, a tick is done."""
    match kind:
        case MarkKind.DUE:
            return _shape("due", (x, y - 8), (x + 6, y), (x, y + 8), (x - 6, y))
        case MarkKind.LIMIT | MarkKind.AHEAD:
            return _shape("open", (x, y - 6), (x + 4.5, y), (x, y + 6), (x - 4.5, y))
        case MarkKind.SAFE:
            return _shape("open", (x - 5, y - 5), (x + 5, y - 5), (x + 5, y + 5), (x - 5, y + 5))
        case MarkKind.AIM:
            return _shape("open", (x, y + 5), (x - 5.5, y - 4.5), (x + 5.5, y - 4.5))
        case MarkKind.DONE:
            points = f"{x - 5:g},{y:g} {x - 1.5:g},{y + 4:g} {x + 5.5:g},{y - 5:g}"
            edge = element("polyline", class_="timeline-done-edge", points=points)
            return element("g", edge, element("polyline", class_="timeline-done", points=points))
    assert_never(kind)


def _shape(kind: str, *points: tuple[float, float]) -> Element:
    corners = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
    return element("polygon", class_=f"timeline-{kind}", points=corners)


def patterns(identity: str) -> Element:
    """The hatchings of bank holidays and of what is late."""
    made = []
    for name, turn, hatch in (
        ("holiday", 45, "timeline-hatch"),
        ("late", -45, "timeline-late-hatch"),
    ):
        made.append(
            element(
                "pattern",
                element("line", class_=hatch, x1=0, y1=0, x2=0, y2=7),
                id=f"{identity}-{name}",
                patternUnits="userSpaceOnUse",
                patternTransform=f"rotate({turn})",
                width=7,
                height=7,
            )
        )
    return element("defs", *made)


def written_at(
    x: float, y: float, words: str, kind: str = "small", *, ends: bool = False
) -> Element:
    """Words with their line beginning, or ending, at a point."""
    made = element("text", text=words, class_=f"timeline-{kind}", x=float(x), y=float(y))
    made.attrib.update({"text-anchor": "end"} if ends else {})
    return made
