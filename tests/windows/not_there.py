"""Tests that Windows cannot run, and why: what they need is a free desktop's, or POSIX'."""

_X_AND_WAYLAND = "X11 and Wayland are not there"
_PULSE = "there is no sound server"
_FREE_DESKTOPS = "free desktops are not there"
_UNIX_SOCKETS = "its Python has no sockets of Unix"
_LOCKED = "nobody can remove or replace what is open there"

NOT_THERE = {
    "tests/desktop/sound/test_sound.py::test_a_missing_sound_server_is_logged_once": _PULSE,
    "tests/desktop/sound/test_sound.py::test_a_window_says_why_nothing_would_be_heard": _PULSE,
    "tests/desktop/sound/test_sound.py::test_every_sound_names_its_source_and_plays_without_failing[pulse": _PULSE,
    "tests/desktop/sound/test_sound.py::test_findings_come_without_playing": _PULSE,
    "tests/desktop/surroundings/test_dconf.py": _FREE_DESKTOPS,
    "tests/desktop/surroundings/test_devices.py": _PULSE,
    "tests/desktop/surroundings/test_lxqt.py": _FREE_DESKTOPS,
    "tests/desktop/surroundings/test_wayland.py": _X_AND_WAYLAND,
    "tests/test_history_file.py::test_a_database_that_was_removed_is_made_again": _LOCKED,
    "tests/test_remote.py::test_an_instance_goes_on_while_its_folder_cannot_be_made": _LOCKED,
    "tests/test_remote.py::test_an_instance_is_found_again_in_a_cleared_folder[LoopbackEndpoint-everything": _LOCKED,
    "tests/test_remote.py::test_an_instance_is_found_again_in_a_cleared_folder[LoopbackEndpoint-the folder": _LOCKED,
    "tests/test_remote.py::test_an_instance_whose_place_is_taken_leaves_it_alone": _LOCKED,
    "tests/wires/test_dbus.py": _UNIX_SOCKETS,
    "tests/wires/test_x11_connection.py": _X_AND_WAYLAND,
}
"""The reason by how the name of a test begins: a folder, a file, or a single test."""


def reason_to_skip(test: str) -> str:
    """Return why a test cannot run on Windows; "" if it can.

    Args:
        test: its name, as pytest writes it.
    """
    return next((reason for start, reason in NOT_THERE.items() if test.startswith(start)), "")
