"""Plays a sound on PulseAudio; PipeWire speaks the same protocol.

Source: PulseAudio's src/pulsecore/protocol-native.c, command_create_playback_stream and
command_drain_playback_stream, for version 19 of the protocol.
"""

import struct

from sitbreak.desktop.sound.tone import RATE, read_tone
from sitbreak.wires.pulse import FAILURES, blob, connected, number, server

_CREATE_PLAYBACK_STREAM, _DRAIN_PLAYBACK_STREAM = 3, 12
_PATIENCE = 10.0
"""Seconds that the sound may take, with everything the server has to play before it."""

_UNSET = 0xFFFFFFFF
_S16LE = 3
_MONO = 0
_FULL_VOLUME = 0x10000
_TRUE, _FALSE, _NO_TEXT = b"1", b"0", b"N"


def play_tone() -> None:
    """Play the sound; returns when it has been heard.

    Raises:
        OSError: no sound server plays it.
    """
    path = server()
    try:
        with connected(path, _PATIENCE) as client:
            samples = read_tone()
            stream = client.ask(_CREATE_PLAYBACK_STREAM, _stream_of(len(samples)))[0]
            assert isinstance(stream, int)
            client.send_samples(stream, samples)
            client.ask(_DRAIN_PLAYBACK_STREAM, number(stream))
    except FAILURES as failure:
        raise OSError(f"the sound server at {path} plays nothing: {failure!r}") from failure


def _stream_of(length: int) -> bytes:
    """Describe a stream of that many bytes, to be played on the default speakers from the first byte on."""
    sample_spec = b"a" + struct.pack(">BBI", _S16LE, 1, RATE)
    channels = b"m" + bytes((1, _MONO))
    sink_and_its_name = number(_UNSET) + _NO_TEXT
    longest, corked, target = number(_UNSET), _FALSE, number(length)
    first = number(_UNSET)  # with zero a stream never ends
    least = number(_UNSET)
    in_step_with = number(0)
    volume = b"v" + struct.pack(">BI", 1, _FULL_VOLUME)
    format_changes = _FALSE * 7
    muted, adjusts_latency = _FALSE, _TRUE
    properties = b"P" + b"tmedia.name\0" + blob(b"sitbreak\0") + b"tmedia.role\0" + blob(b"event\0") + b"N"
    # Volume set, early requests, muted set, no auto-suspend, fails on suspend, relative volume, passthrough.
    further = _FALSE * 7
    return (
        sample_spec + channels + sink_and_its_name + longest + corked + target + first + least + in_step_with
        + volume + format_changes + muted + adjusts_latency + properties + further
    )  # fmt: skip
