"""Who records what through PipeWire: microphones, cameras and the screen.

Source: PipeWire's keys.h and the properties of real streams: a filter and its other end have a link group, a
level meter has its peaks resampled or monitors a stream. The compositors' portals offer a shared screen as a
source of video, and what reads it is who shares it.
"""

from sitbreak.desktop.surroundings.signs import NoVerdict
from sitbreak.wires import NoServer
from sitbreak.wires.pipewire import Properties, Stream, recording_streams

_TIMEOUT = 1.0
"""Seconds that PipeWire gets."""

_MICROPHONES = "Audio/Source", "Audio/Duplex"
_OWN_VIEWERS = frozenset({"plasmashell", "gnome-remote-desktop-daemon", "krdpserver"})
"""What shows the screen to the person: thumbnails in the task bar, and a remote desktop that they work at."""

_PICTURES = "Video/Source", "Stream/Output/Video"


def microphone_in_use() -> bool:
    """Return whether a program records from anything but what the speakers play.

    Raises:
        NoServer: PipeWire does not answer.
    """
    return any(
        _class_of(source).startswith(_MICROPHONES)
        for stream in recording_streams(_TIMEOUT)
        if _is_used(stream, "Stream/Input/Audio")
        for source in stream.sources
    )


def camera_in_use() -> bool:
    """Return whether a program gets the pictures of a camera from PipeWire.

    Raises:
        NoVerdict: PipeWire does not answer.
    """
    return any(_is_camera(source) for source in _watched())


def screen_is_shared() -> bool:
    """Return whether a program gets the pictures of a screen or of a window.

    Raises:
        NoVerdict: PipeWire does not answer.
    """
    return any(not _is_camera(source) for source in _watched())


def _watched() -> list[Properties]:
    """Return the sources of video that somebody else watches."""
    try:
        streams = recording_streams(_TIMEOUT)
    except NoServer as reason:
        raise NoVerdict(str(reason)) from reason
    viewers = [
        stream
        for stream in streams
        if _is_used(stream, "Stream/Input/Video") and stream.program not in _OWN_VIEWERS
    ]
    return [source for stream in viewers for source in stream.sources if _class_of(source) in _PICTURES]


def _is_used(stream: Stream, kind: str) -> bool:
    """Return whether a program uses a stream of this class: not paused, no filter, no level meter."""
    says = stream.properties
    is_meter = "true" in {says.get("resample.peaks"), says.get("stream.monitor")}
    return stream.is_running and _class_of(says) == kind and "node.link-group" not in says and not is_meter


def _is_camera(source: Properties) -> bool:
    return source.get("media.role") == "Camera"


def _class_of(node: Properties) -> str:
    return node.get("media.class", "")
