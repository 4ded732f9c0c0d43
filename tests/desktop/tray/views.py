"""Views and icons for tray tests: small, in colours that nothing else on a screen has."""

from datetime import timedelta

from sitbreak.core.inputs import SetAutostart, ShowTip, Skip, Snooze, StartBreak
from sitbreak.core.tray_view import IconName, Item, MenuLine, Separator, TrayIcon, TrayView
from sitbreak.desktop.icons import Pixmap

MAGENTA = (255, 0, 255)
GREEN = (0, 255, 0)
_COLOURS = {IconName.SITTING: MAGENTA, IconName.DUE: GREEN}


def pixmaps(icon: TrayIcon) -> tuple[Pixmap, ...]:
    """Return squares of one colour: magenta while sitting, green when due."""
    pixel = bytes((255, *_COLOURS[icon.name]))
    return tuple(Pixmap(size, size, pixel * size * size) for size in (16, 22, 24, 32, 48, 96))


def a_view(minutes: int = 17, *, due: bool = False, autostart: bool = False, extra: bool = False) -> TrayView:
    """Return a view with one line of each kind."""
    line = f"Sitting {minutes} min"
    snoozes = tuple(
        Item(f"{length} minutes", Snooze(timedelta(minutes=length)), checked=length == 5, radio=True)
        for length in (5, 10)
    )
    menu: list[MenuLine] = [
        Item(line, enabled=False),
        Item("Show me a tip", ShowTip(), default=True),
        Item("Start break", StartBreak()),
        Item("Snooze", items=snoozes),
        Item("Skip this break", Skip(), enabled=due),
        Separator(),
        Item("Start at login", SetAutostart(on=not autostart), checked=autostart),
    ]
    if extra:
        menu.insert(1, Item("One more line", ShowTip("lifting")))
    return TrayView(TrayIcon(IconName.DUE if due else IconName.SITTING), line, tuple(menu))
