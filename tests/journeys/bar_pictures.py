"""The pictures of docs/STATUS-BARS.md: waybar and polybar, after 17 minutes of sitting and with a reminder.

`python -m tests.journeys.bar_pictures` writes bar-waybar.png and bar-polybar.png in docs/pictures.
"""

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from tests.rig.compositors import sway
from tests.rig.programs import Home, run
from tests.rig.servers import SessionBus, XDisplay
from tests.running import Running
from tests.test_status_bars import BAR_HEIGHT, command_in_path, polybar, waybar
from tests.until import until

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
WIDTH = 640
SAT = 17 * 60, 26 * 60
"""Seconds, for the two halves of a picture."""


def take(person: Running, look: Callable[[], Image.Image], picture: Path) -> None:
    """Save what a bar shows of two moments, one below the other."""
    person.start()
    both = Image.new("RGB", (WIDTH, 2 * BAR_HEIGHT))
    for number, seconds in enumerate(SAT):
        person.do("quit")
        person.wait()
        file = person.state_folder / "state.json"
        state = json.loads(file.read_text())
        state["presence"]["counted"] = seconds
        file.write_text(json.dumps(state))
        person.start()
        until(lambda: person.status()["class"] == ("sitting", "due")[number], "the moment")  # noqa: B023
        time.sleep(2)  # until the bar has drawn it
        whole = look()
        left = (whole.width - WIDTH) // 2
        both.paste(whole.crop((left, 0, left + WIDTH, BAR_HEIGHT)), (0, number * BAR_HEIGHT))
    both.save(picture, optimize=True)


def main() -> None:
    """Take both."""
    with tempfile.TemporaryDirectory() as folder:
        screen = Path(folder) / "screen.png"

        home = Home(Path(folder) / "wayland")
        compositor = sway()
        display = f"{compositor.env['XDG_RUNTIME_DIR']}/{compositor.env['WAYLAND_DISPLAY']}"
        person = command_in_path(Running(home, home.env | {"WAYLAND_DISPLAY": display}))
        bus = SessionBus(home)
        bar = waybar(person, compositor, bus)

        def look_at_sway() -> Image.Image:
            run(["grim", str(screen)], compositor.env)
            return Image.open(screen).convert("RGB")

        try:
            take(person, look_at_sway, PICTURES / "bar-waybar.png")
        finally:
            bar.kill()
            person.end()
            bus.daemon.kill()
            compositor.end()

        home = Home(Path(folder) / "x")
        x_display = XDisplay(home)
        person = command_in_path(Running(home, home.env | {"DISPLAY": x_display.name}))
        bar = polybar(person, x_display)
        try:
            take(
                person,
                lambda: Image.open(x_display.screenshot(screen)).convert("RGB"),
                PICTURES / "bar-polybar.png",
            )
        finally:
            bar.kill()
            person.end()
            x_display.server.end()


if __name__ == "__main__":
    main()
