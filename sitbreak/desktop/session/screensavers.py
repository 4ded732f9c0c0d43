"""Screen savers on the session bus: each desktop has its own, and all of them send the same signal.

A screen that is only blanked counts like a locked one: nobody looks at it.
"""

from collections.abc import Callable
from functools import partial

from sitbreak.core.finding import Finding
from sitbreak.wires.dbus import Answer, Bus, CallFailed
from sitbreak.wires.dbus_messages import Message, query, sender_of, signal_rule

NAMES = tuple(
    f"org.{desktop}.ScreenSaver" for desktop in ("freedesktop", "gnome", "cinnamon", "mate", "xfce")
)
"""Bus names, which are the names of the interfaces as well."""

Locked = bool | None
"""Whether a source says that the screen is locked; None: it has vanished, and says nothing."""

_NOBODY = "nobody owns it"


class ScreenSavers:
    """Watches every screen saver on one session bus, and starts none."""

    def __init__(self, bus: Bus, on_change: Callable[[str, Locked], None]) -> None:
        """Watch them.

        Args:
            bus: the session bus.
            on_change: gets a screen saver's name and what it says.
        """
        self._bus = bus
        self._on_change = on_change
        self._owners = dict.fromkeys(NAMES, "")
        self._reasons = dict.fromkeys(NAMES, _NOBODY)
        self._asking = set(NAMES)
        for name in NAMES:
            # Any path: KDE sends each change on two.
            rule = signal_rule(name, "ActiveChanged")
            bus.listen(rule, "b", partial(self._on_active_changed, name))
            bus.watch_name(name, partial(self._on_owner, name))

    @property
    def is_asking(self) -> bool:
        """Whether one that is there has not said yet whether the screen is locked."""
        return bool(self._asking)

    def findings(self) -> tuple[Finding, ...]:
        """Return which are there."""
        return tuple([Finding.of_source("lock", name, reason) for name, reason in self._reasons.items()])

    def _on_owner(self, name: str, owner: str) -> None:
        if not owner:
            self._asking.discard(name)
        if owner == self._owners[name]:
            return
        self._owners[name] = owner
        self._reasons[name] = "" if owner else _NOBODY
        self._on_change(name, None)
        if owner:
            paths = ["/" + name.replace(".", "/"), "/ScreenSaver"]  # the short one is for older KDEs
            self._ask(name, owner, paths)

    def _ask(self, name: str, owner: str, paths: list[str]) -> None:
        path, *others = paths

        def on_answer(answer: Answer) -> None:
            if owner != self._owners[name]:
                return
            if not isinstance(answer, CallFailed):
                self._asking.discard(name)
                self._reasons[name] = ""
                self._on_change(name, answer[0])
            elif others:
                self._ask(name, owner, others)
            else:  # some own the name only for inhibitors; their signals still count
                self._asking.discard(name)
                self._reasons[name] = str(answer)

        self._bus.call(query(owner, path, name, "GetActive"), "b", on_answer)

    def _on_active_changed(self, name: str, message: Message) -> None:
        if sender_of(message) == self._owners[name]:
            self._reasons[name] = ""
            self._on_change(name, message.body[0])
