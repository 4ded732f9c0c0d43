"""What a picture is: poses to go through, things, a camera, and marks laid over it."""

from dataclasses import dataclass

from art.figures.poses import Anchor, Pose
from art.figures.view import Camera


@dataclass(frozen=True)
class Thing:
    """A prop in a picture.

    Attributes:
        kind: a name in `art.figures.props.PROPS`.
        at: where it is.
        size: what a size is depends on the kind.
        turn: degrees it is turned to the left.
        follows: it turns with the figure.
    """

    kind: str
    at: Anchor
    size: float
    turn: float
    follows: bool


@dataclass(frozen=True)
class Glow:
    """A highlighted muscle.

    Attributes:
        on: the pieces it is painted on.
        along: from where to where.
        radius: how wide it is there, in metres.
    """

    on: tuple[str, ...]
    along: tuple[Anchor, ...]
    radius: float


@dataclass(frozen=True)
class Stop:
    """A key pose on the way through a picture.

    Attributes:
        name: the pose's.
        pose: it.
        hold: seconds the figure stays; 0 goes through.
        badge: "good", "bad" or nothing.
        spine: a dotted line shows the spine.
        arrow: start, bend and end of an arrow, if there is one.
        sight: from where to where a dotted line of sight goes, if there is one.
    """

    name: str
    pose: Pose
    hold: float
    badge: str
    spine: bool
    arrow: tuple[Anchor, ...]
    sight: tuple[Anchor, ...]


@dataclass(frozen=True)
class Picture:
    """One picture.

    Attributes:
        name: the file's, too.
        title: what it shows, in a few words.
        camera: where it is seen from.
        stops: the poses, in a round; the first one is the still picture.
        seconds: how long the way from one hold to the next takes.
        things: what is there beside the figure.
        glow: the highlighted muscle, if there is one.
        over: pairs of pieces, the first is painted after the second, whatever their depths.
    """

    name: str
    title: str
    camera: Camera
    stops: tuple[Stop, ...]
    seconds: float
    things: tuple[Thing, ...]
    glow: Glow | None
    over: tuple[tuple[str, str], ...]

    @property
    def moves(self) -> bool:
        """It is more than a still."""
        return len(self.stops) > 1
