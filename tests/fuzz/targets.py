"""All targets."""

from tests.fuzz.dbus import DBUS, DBUS_BYTES
from tests.fuzz.files import OWN_TIP, REPAIR, SETTING, SETTINGS, TIPS
from tests.fuzz.pulse import PULSE
from tests.fuzz.state import STATE
from tests.fuzz.typed import CLIENT, COMMAND_LINE, REMOTE, REQUESTS, TYPED
from tests.fuzz.wayland import WAYLAND
from tests.fuzz.x11 import X11

FILES = (SETTINGS, REPAIR, SETTING, TIPS, OWN_TIP, STATE)
COMMANDS = (COMMAND_LINE, TYPED, REQUESTS, REMOTE, CLIENT)
SERVERS = (DBUS, DBUS_BYTES, X11, WAYLAND, PULSE)
TARGETS = {target.name: target for target in (*FILES, *COMMANDS, *SERVERS)}
GUIDED = frozenset(TARGETS) - {"setting", "own_tip", "dbus"}
"""Those whose cases are bytes: another fuzzer can make them too."""
