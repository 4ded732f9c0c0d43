"""What makes up a picture: the poses it goes through, props, a camera and overlaid marks."""

from dataclasses import dataclass

from art.figures.poses import Anchor, Pose
from art.figures.view import Camera


@dataclass(frozen=True)
class Thing:
    """A prop in a picture.

    Attributes:
        kind: a name in `art.figures.props.PROPS`.
        at: its position.
        size: its meaning depends on the kind.
        turn: degrees of rotation to the left.
        follows: whether it turns with the figure.
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
        along: the line it follows.
        radius: its radius in metres.
    """

    on: tuple[str, ...]
    along: tuple[Anchor, ...]
    radius: float


@dataclass(frozen=True)
class Stop:
    """A key pose on the way through a picture.

    Attributes:
        name: the name of the pose.
        pose: the pose.
        hold: seconds the figure stays there; 0 passes through.
        badge: "good", "bad" or empty.
        spine: whether a dotted line shows the spine.
        arrow: start, bend and end of an arrow; empty for none.
        sight: start and end of a dotted line of sight; empty for none.
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
        name: also the name of its files.
        title: what it shows, in a few words.
        camera: the viewpoint.
        stops: the poses of the loop; the first one is the still picture.
        seconds: how long the movement from one hold to the next takes.
        things: the props.
        glow: the highlighted muscle, if any.
        over: pairs of pieces; the first is painted after the second, whatever their depths.
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
        """Whether it is more than a still."""
        return len(self.stops) > 1
