"""Screen savers on the session bus: each desktop has its own, and all of them tell the same signal.

A screen that is only blanked counts like a locked one: nobody looks at it.
"""

from collections.abc import Callable
from functools import partial

from sitbreak.core.finding import Finding
from sitbreak.wires.dbus import Answer, Bus, CallFailed
from sitbreak.wires.dbus_messages import Message, question, sender_of, signal_rule

NAMES = tuple(
    f"org.{desktop}.ScreenSaver" for desktop in ("freedesktop", "gnome", "cinnamon", "mate", "xfce")
)
"""Bus names, which are the names of the interfaces as well."""

_NOBODY = "nobody owns it"


class ScreenSavers:
    """Watches every screen saver on one session bus; none is started."""

    def __init__(self, bus: Bus, on_change: Callable[[str, bool | None], None]) -> None:
        """`on_change` gets a source's name and whether the screen is locked; None: it has vanished."""
        self._bus = bus
        self._on_change = on_change
        self._owners = dict.fromkeys(NAMES, "")
        self._why_not = dict.fromkeys(NAMES, _NOBODY)
        self._asking = set(NAMES)
        for name in NAMES:
            # Any path: KDE tells each change on two.
            rule = signal_rule(name, "ActiveChanged")
            bus.listen(rule, partial(self._hear, name))
            bus.watch_name(name, partial(self._change_owner, name))

    @property
    def is_asking(self) -> bool:
        """Whether one that is there has not answered yet."""
        return bool(self._asking)

    def findings(self) -> tuple[Finding, ...]:
        """Tell which are there."""
        return tuple([Finding.of_source("lock", name, why_not) for name, why_not in self._why_not.items()])

    def _change_owner(self, name: str, owner: str) -> None:
        if not owner:
            self._asking.discard(name)
        if owner == self._owners[name]:
            return
        self._owners[name] = owner
        self._why_not[name] = "" if owner else _NOBODY
        self._on_change(name, None)
        if owner:
            paths = ["/" + name.replace(".", "/"), "/ScreenSaver"]  # the short one is that of older KDEs
            self._ask(name, owner, paths)

    def _ask(self, name: str, owner: str, paths: list[str]) -> None:
        path, *others = paths

        def take(answer: Answer) -> None:
            if owner != self._owners[name]:
                return
            if not isinstance(answer, CallFailed):
                self._asking.discard(name)
                self._why_not[name] = ""
                self._on_change(name, bool(answer[0]))
            elif others:
                self._ask(name, owner, others)
            else:  # some own the name only to take inhibitors; their signals are heard all the same
                self._asking.discard(name)
                self._why_not[name] = str(answer)

        self._bus.call(question(owner, path, name, "GetActive"), take)

    def _hear(self, name: str, message: Message) -> None:
        if sender_of(message) == self._owners[name]:
            self._why_not[name] = ""
            self._on_change(name, bool(message.body[0]))
