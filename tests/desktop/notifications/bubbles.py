"""Bubbles as the planner makes them, what they post besides the news of buttons, and patience."""

from sitbreak.core.effects import Bubble, Button
from sitbreak.core.inputs import ButtonsLookedFor, Input, ShowHow, Shown, Sit, Snooze, StartBreak
from sitbreak.desktop.notifications.freedesktop import Patience
from sitbreak.ports import Post
from tests.until import BUSY

PATIENT = Patience(answer=BUSY)
"""A real daemon on a busy computer answers later than a person would wait."""

REMINDER = Bubble(
    Shown.REMINDER,
    "Time to get up – 25 minutes of sitting",
    "Stand up & stretch: <slowly>, knees bent.",
    (
        Button("Start break", StartBreak(), "Break"),
        Button("Snooze 5 min", Snooze(), "Later"),
        Button("Show me how", ShowHow("hamstring"), "How?"),
    ),
)
TIP = Bubble(
    Shown.TIP,
    "Bend your knees",
    "Lift with a straight back.",
    (Button("Show me how", ShowHow("lift"), "How?"),),
)
BREAK = Bubble(
    Shown.BREAK,
    "Break until 16:44",
    "Take a bow at your desk\nStop if it hurts.",
    (Button("Show me how", ShowHow("hamstring")),),
    lasts=True,
)
STANDING = Bubble(
    Shown.STANDING,
    "Time to sit or walk",
    "You've been standing for 30 minutes. Walk around a little, or sit down for a while.",
    (Button("I'm sitting again", Sit()), Button("Start break", StartBreak())),
    quiet=True,
)


def buttons_aside(post: Post) -> Post:
    """Return what posts everything but whether there are buttons."""

    def post_other(happened: Input) -> None:
        if not isinstance(happened, ButtonsLookedFor):
            post(happened)

    return post_other
