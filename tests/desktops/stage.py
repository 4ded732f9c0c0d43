"""A running desktop with sitbreak on it: what a person does there, and what they see."""

import os
import shutil
import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from PIL import Image
from Xlib.display import Display

from sitbreak.core.tray_view import IconName
from tests.desktops import sight
from tests.desktops.kind import Kind, Part
from tests.desktops.sight import Line, SeenIcon
from tests.journeys.screen import Box, Screen
from tests.rig.compositors import xwayland_of
from tests.rig.programs import Home, Program, find, run, text_of
from tests.rig.servers import SessionBus, XDisplay
from tests.running import Running
from tests.until import BUSY, until

MIDDLE = 400, 300
"""A place on the screen where nothing ever is but the mouse's pointer, which some compositors draw."""
_POINTER = Box(MIDDLE[0] - 16, MIDDLE[1] - 16, MIDDLE[0] + 32, MIDDLE[1] + 32)
_WALLPAPER = "#40506a"
_NOBODY = "65534"
_AS_NOBODY = ("setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups", "--pdeathsig", "KILL")
_NEEDS = ("Xvfb", "dbus-daemon", "dbus-send", "tesseract", "xdotool", "xsetroot")
PACKAGES = ("dbus", "tesseract-ocr", "tesseract-ocr-eng", "x11-xserver-utils", "xdotool", "xvfb")
"""What every desktop needs."""
_A_MOMENT = 0.3
"""Seconds between two looks at something that may still be moving."""
_A_PRESS = "0.1"
"""Seconds that a finger holds a button down; Cinnamon's notifications miss a click without any duration."""
_MOVES = 3
"""Looks in a row at something that moves; MATE's bubbles move until they expire."""
_MARGIN = 12
"""Pixels around what a kept picture shows."""


def missing(kind: Kind) -> str:
    """Return what has to be installed for a desktop to start, "" if nothing is missing."""
    lacking = [program for program in programs(kind) if find(program) is None]
    if not lacking:
        return ""
    packages = " ".join(sorted({*PACKAGES, *kind.packages}))
    return f"not installed: {', '.join(lacking)}; apt-get install --no-install-recommends {packages}"


def programs(kind: Kind) -> list[str]:
    """Return the programs that a desktop and looking at it take."""
    parts = (*kind.parts, kind.panel, *([kind.bubbles] if kind.bubbles else []))
    return [*_NEEDS, *(part.command[0] for part in parts)]


class Stage:
    """A desktop, and sitbreak on it once `start` was called.

    Attributes:
        kind: which desktop it is.
        home: the person's folders.
        bus: the session bus.
        sitbreak: the program.
        panel: what shows the icon.
        bubbles: what shows notifications, if that is a program of its own.
        kept: pictures of parts of the screen, by what they show.
    """

    def __init__(self, kind: Kind, folder: Path) -> None:
        """Start the desktop, but neither its panel nor sitbreak."""
        self.kind = kind
        self.home = Home(folder)
        self._ends = ExitStack()
        self._is_running = False
        self._empty: Image.Image | None = None
        self.kept: dict[str, Image.Image] = {}
        self._runtime = self.home.runtime
        if os.geteuid() == 0 and any(part.as_nobody for part in kind.parts):
            self._runtime = folder / "nobody"
            self._runtime.mkdir()
            shutil.chown(self._runtime, int(_NOBODY), int(_NOBODY))
            for place in (self.home.config, self.home.config.parent):
                place.chmod(0o755)
        self._write_files()
        try:
            self._start_session()
        except BaseException:
            self.end()
            raise

    def _start_session(self) -> None:
        screen = "{}x{}x24".format(*self.kind.size)
        self._display = XDisplay(self.home, "-screen", "0", screen, "+extension", "GLX")
        self._ends.callback(self._display.server.end)
        self._display.run("xsetroot", "-solid", _WALLPAPER)
        self._screen = Screen(self._display.name)
        self._ends.callback(self._screen.close)
        self.bus = SessionBus(self.home, has_services=self.kind.has_services)
        self._ends.callback(self.bus.daemon.kill)
        self.env = {**self.bus.env, **self._system_bus(), **self.kind.env}
        self._outer_env = self.env | {"DISPLAY": self._display.name}
        self.env |= self._way_to_the_screen()
        self.sitbreak = Running(self.home, self.env)
        self._ends.callback(self.sitbreak.end)
        if self.kind.has_services:
            self._lead_services_to_the_screen()
        for part in self.kind.parts:
            self._program(part).start()
        self._read = self.still()
        self.panel = self._program(self.kind.panel)
        self.bubbles = self._program(self.kind.bubbles) if self.kind.bubbles else None
        if self.bubbles:
            self.bubbles.start()

    def end(self) -> None:
        """End everything that was started here."""
        self._ends.close()

    def _system_bus(self) -> dict[str, str]:
        if not self.kind.has_system_bus:
            return {}
        bus = SessionBus(Home(self.home.folder / "system"))
        self._ends.callback(bus.daemon.kill)
        return {"DBUS_SYSTEM_BUS_ADDRESS": bus.address}

    def _way_to_the_screen(self) -> dict[str, str]:
        if self.kind.wayland:
            return {
                # Its path: the compositor may run as somebody else, who has another runtime folder.
                "WAYLAND_DISPLAY": str(self._runtime / self.kind.wayland),
                "XDG_SESSION_TYPE": "wayland",
                "GDK_BACKEND": "wayland",
                "QT_QPA_PLATFORM": "wayland",
            }
        return {"DISPLAY": self._display.name, "XDG_SESSION_TYPE": "x11", "QT_QPA_PLATFORM": "xcb"}

    def _lead_services_to_the_screen(self) -> None:
        bus, known = "org.freedesktop.DBus", self.home.env
        new = [f"{name},{value}" for name, value in self.env.items() if known.get(name) != value]
        call = (f"{bus}.UpdateActivationEnvironment", f"dict:string:string:{','.join(new)}")
        run(
            ("dbus-send", "--session", "--print-reply", f"--dest={bus}", "/org/freedesktop/DBus", *call),
            self.env,
        )

    def _write_files(self) -> None:
        for name, text in self.kind.files.items():
            file = self.home.config / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        if self.kind.settings:
            keys, database = self.home.folder / "keys", self.home.config / "dconf" / "user"
            keys.mkdir()
            (keys / "desktop").write_text(self.kind.settings)
            database.parent.mkdir()
            run(("dconf", "compile", str(database), str(keys)), self.home.env)

    def _program(self, part: Part) -> Program:
        path = find(part.command[0])
        assert path is not None, f"not installed: {part.command[0]}"
        if part.copied:
            path = str(shutil.copy(path, self.home.folder))
        command: tuple[str, ...] = (path, *self._words(part.command[1:]))
        env = {**(self._outer_env if part.outside else self.env), **part.env}
        if part.as_nobody and os.geteuid() == 0:
            command = (*_AS_NOBODY, *command)
            env |= {"XDG_RUNTIME_DIR": str(self._runtime), "HOME": str(self._runtime)}
        program = Program(command, env, self._log_of(part), lambda: self._is_ready(part))
        self._ends.callback(program.kill)
        return program

    def _log_of(self, part: Part) -> Path:
        return self.home.folder / f"{Path(part.command[0]).name}.log"

    def _is_ready(self, part: Part) -> bool:
        return (
            (not part.owns or self.bus.has_owner(part.owns))
            and (not part.selects or self._has_selection(part.selects))
            and (not part.listens or (self._runtime / part.listens).exists())
            and part.says in text_of(self._log_of(part))
        )

    def _has_selection(self, name: str) -> bool:
        display = Display(self._display.name)
        try:
            return bool(display.get_selection_owner(display.intern_atom(name)))
        finally:
            display.close()

    # --- sitbreak --------------------------------------------------------------------------------

    def start(self, settings: str = "", tips: str = "") -> Image.Image:
        """Start sitbreak for somebody new with this settings.toml and tips of their own.

        Returns:
            What was on the screen before.
        """
        empty = self.stop()
        for folder in (self.sitbreak.config, self.sitbreak.state_folder):
            shutil.rmtree(folder, ignore_errors=True)
        self.sitbreak.write_settings(settings)
        if tips:
            (self.sitbreak.config / "tips.toml").write_text(tips)
        if self.bubbles and not self.bubbles.running:
            self.bubbles.start()  # MATE's ends when it has had nothing to do; there the bus starts it again
        self.sitbreak.start()
        self._is_running = True
        return empty

    def stop(self) -> Image.Image:
        """Quit sitbreak, if it runs; return what is on the screen once nothing of it is left there."""
        self.rest()
        if self._is_running:
            if not self.sitbreak.has_ended():
                self.sitbreak.do("quit")
            self.sitbreak.wait()
            self._close_windows()
            self._is_running = False
            self.no_icon()
        if self._empty is None:  # sitbreak has never run, and the desktop has its wallpaper by now
            self._empty = self.still()
        elif self.bubbles and sight.change(self._empty, self.still(), [self.strip]):
            self.bubbles.kill()  # `withdrawn` finds out about what a daemon leaves
            self.bubbles.start()
        return self.still()

    def _close_windows(self) -> None:
        """Kill the windows that sitbreak has opened: they outlive it."""
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                is_ours = os.fsencode(self.home.folder) in (process / "environ").read_bytes()
                if is_ours and b"sitbreak.dialogs" in (process / "cmdline").read_bytes():
                    os.kill(int(process.name), signal.SIGKILL)

    @contextmanager
    def program(self, part: Part) -> Iterator[Program]:
        """Run another program on this desktop."""
        program = self._program(part)
        program.start()
        try:
            yield program
        finally:
            program.kill()

    def start_panel(self) -> None:
        """Start what shows the icon, and Xwayland if it brings that."""
        self.panel.start()
        if self.kind.has_xwayland:
            self.env |= xwayland_of(self.panel.log, self.home.runtime)

    def remove_host(self) -> None:
        """Take away what shows the icon."""
        if self.kind.host:
            self.run(self.kind.host.off)
        else:
            self.panel.kill()

    def restore_host(self) -> None:
        """Bring it back."""
        if self.kind.host:
            self.run(self.kind.host.on)
        else:
            self.panel.start()

    def run(self, command: tuple[str, ...]) -> str:
        """Run a short program on this desktop and return what it printed."""
        return run(self._words(command), self.env)

    def _words(self, command: Sequence[str]) -> tuple[str, ...]:
        return tuple(word.replace("{config}", str(self.home.config)) for word in command)

    # --- what they see ---------------------------------------------------------------------------

    @property
    def strip(self) -> Box:
        """The part of the screen where the panel is."""
        width, height = self.kind.size
        thick = self.kind.thickness
        return Box(0, 0, width, thick) if self.kind.edge == "top" else Box(0, height - thick, width, height)

    def look(self) -> Image.Image:
        """Return what is on the screen."""
        return self._screen.picture()

    def still(self) -> Image.Image:
        """Return what is on the screen once nothing moves outside the panel, or only a countdown does."""
        seen = self.look()
        for _ in range(_MOVES):
            before = seen
            time.sleep(_A_MOMENT)
            seen = self.look()
            if sight.change(before, seen, [self.strip]) is None:
                break
        return seen

    def keep(self, name: str, before: Image.Image, outside: Sequence[Box] = ()) -> None:
        """Keep a picture of what was read last and not there before, outside of these parts.

        Some notifications are gone within five seconds, and reading takes its time.
        """
        now = self._read
        box = sight.change(before, now, [_POINTER, *outside])
        if box:
            left, top = max(box.left - _MARGIN, 0), max(box.top - _MARGIN, 0)
            right, bottom = min(box.right + _MARGIN, now.width), min(box.bottom + _MARGIN, now.height)
            self.kept[name] = now.crop((left, top, right, bottom))

    def icon(self) -> SeenIcon | None:
        """Return our icon on the panel."""
        return sight.find_icon(self.look(), self.strip)

    def wait_for_icon(self, *names: IconName) -> SeenIcon:
        """Wait until the panel shows our icon, in one of these states, and keeps it where it is."""

        def shown() -> SeenIcon | None:
            icon = self.icon()
            if icon is None or (names and icon.name not in names):
                return None
            time.sleep(_A_MOMENT)
            return icon if self.icon() == icon else None

        icon = until(shown, f"the panel shows the icon {' or '.join(names)}")
        assert icon is not None
        return icon

    def no_icon(self) -> None:
        """Wait until the icon is gone."""
        until(lambda: self.icon() is None, "the icon is gone")

    def appeared(self, before: Image.Image) -> list[Line]:
        """Return what is written where something is on the screen that was not there before."""
        now = self._read = self.still()
        box = sight.change(before, now, [self.strip, _POINTER])
        return sight.read(now, self._with_panel(box, before, now)) if box else []

    def _with_panel(self, box: Box, before: Image.Image, now: Image.Image) -> Box:
        """Return it with what it covers of the panel; if it ends there, both are hard to read at once."""
        strip = self.strip
        if box.bottom == strip.top:
            edge = Box(box.left, strip.top, box.right, strip.top + 1)
            whole = Box(box.left, box.top, box.right, strip.bottom)
        elif box.top == strip.bottom:
            edge = Box(box.left, strip.bottom - 1, box.right, strip.bottom)
            whole = Box(box.left, strip.top, box.right, box.bottom)
        else:
            return box
        covered = sight.change(before.crop(edge.edges), now.crop(edge.edges))
        return whole if covered and covered.width > box.width / 2 else box

    def wait_for_bubble(self, text: str, before: Image.Image) -> list[Line]:
        """Wait until this is written on a notification; return everything written there."""
        return self.wait_for_text(text, before, hold=self.kind.brief)

    def wait_for_text(
        self, text: str, before: Image.Image, seconds: float = BUSY, *, hold: bool = False
    ) -> list[Line]:
        """Wait until this is written on something new; return everything written there.

        Args:
            text: what is written.
            before: the screen before.
            seconds: how long to wait.
            hold: keep it there with the mouse.
        """
        lines: list[Line] = []

        def written() -> Line | None:
            if hold and (box := sight.change(before, self.look(), [self.strip])):
                self.point(box.middle)
            lines[:] = self.appeared(before)
            return sight.line_like(text, lines)

        until(written, f"{text!r} is on the screen", seconds=seconds)
        return lines

    # --- what they do ----------------------------------------------------------------------------

    def point(self, at: tuple[int, int]) -> None:
        """Move the mouse there, from beside it: a tooltip waits for a mouse that moves over it."""
        across, down = at
        self._display.xdotool("mousemove", across - 1, down, "mousemove", across, down)

    def click(self, at: tuple[int, int], button: int = 1) -> None:
        """Click there: 1 is the left button, 2 the middle one, 3 the right one."""
        self.point(at)
        time.sleep(_A_MOMENT)  # some buttons have to notice the mouse first
        self._display.xdotool("mousedown", button, "sleep", _A_PRESS, "mouseup", button)

    def press(self, key: str) -> None:
        """Press a key."""
        self._display.xdotool("key", key)

    def rest(self) -> Image.Image:
        """Close what is open, leave the mouse where nothing is, and return what is on the screen."""
        self.press("Escape")
        self.press("Escape")  # the first one may have closed a submenu only
        self.point(MIDDLE)
        return self.still()

    @contextmanager
    def menu(self, button: int = 1) -> Iterator["Menu"]:
        """Open the icon's menu with a mouse button, and close it afterwards."""
        icon = self.wait_for_icon()
        before = self.rest()
        self.click(icon.box.middle, button)
        yield Menu(self, before, self.wait_for_text("Quit", before))
        if sight.change(before, self.rest(), [self.strip, _POINTER]):
            self.click(MIDDLE)  # no key reaches an open menu on sway


class Menu:
    """An open menu.

    Attributes:
        lines: what can be read on it.
    """

    def __init__(self, stage: Stage, before: Image.Image, lines: list[Line]) -> None:
        self._stage = stage
        self._before = before
        self.lines = lines

    def open(self, label: str, shows: str) -> None:
        """Click an entry that opens a submenu, and wait for an entry there."""
        self.choose(label)
        self.lines = self._stage.wait_for_text(shows, self._before)

    def choose(self, label: str) -> None:
        """Click an entry."""
        self._stage.click(self.entry(label).box.middle)

    def entry(self, label: str) -> Line:
        """Return an entry."""
        line = sight.line_like(label, self.lines)
        assert line is not None, f"{label!r} is not on the menu: {', '.join(it.text for it in self.lines)}"
        return line

    def keep(self, name: str) -> None:
        """Keep a picture of it."""
        self._stage.keep(name, self._before)

    def mark(self, label: str) -> Image.Image:
        """Return the picture beside an entry: its check mark or radio button."""
        box = self.entry(label).box
        return self._stage.look().crop((box.left - _MARK, box.top - 4, box.left - 1, box.bottom + 4))


_MARK = 34
"""Pixels to the left of an entry's text in which its mark is."""
