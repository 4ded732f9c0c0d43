"""What is looked at on threads: microphone, camera, full screen, the settings of GNOME and its relatives."""

from sitbreak.desktop.surroundings.camera import camera_in_use
from sitbreak.desktop.surroundings.dconf import do_not_disturb
from sitbreak.desktop.surroundings.fullscreen import fullscreen
from sitbreak.desktop.surroundings.microphone import microphone_in_use
from sitbreak.desktop.surroundings.signs import Probe, Sign

PROBES = (
    Probe("microphone", Sign.CALL, microphone_in_use),
    Probe("camera", Sign.CALL, camera_in_use),
    Probe("full screen", Sign.FULLSCREEN, fullscreen),
    Probe("dconf", Sign.DO_NOT_DISTURB, do_not_disturb),
)
"""All of them; none has state, so each may run on any thread."""
