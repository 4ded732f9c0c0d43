"""Tests that Windows cannot run, and why: what they need is a free desktop's, or POSIX'."""

from tests.windows.wine import FAULTS, ON_WINE

NOT_THERE = {
    "there always is a desktop": (
        "app/test_commands.py::test_mistakes_typed_into_its_terminal_get_the_same_lines",
        "app/test_files_commands.py::test_a_page_that_nothing_can_open_is_named",
        "app/test_files_commands.py::test_the_page_of_a_tip_opens_without_an_instance",
        "app/test_files_commands.py::test_where_no_window_opens_the_settings_open_as_a_file",
        "app/test_files_commands.py::test_without_a_desktop_",
        "app/test_effects.py::test_a_wish_whose_file_cannot_open_is_answered_with_the_reason",
        "app/test_effects.py::test_help_settings_and_a_tip_open_as_files",
        "app/test_files_commands.py::test_troubleshoot_reports_what_is_in_use_and_why_nothing_better",
        "app/test_files_commands.py::test_troubleshoot_survives_any_environment",
        "app/test_files_commands.py::test_troubleshoot_works_without_an_instance",
        "app/test_history.py::test_it_can_be_typed_into_the_terminal_of_the_instance",
        "app/test_history.py::test_what_goes_on_is_there_at_once_and_what_happened_after_the_end",
        "app/test_restart.py::test_a_reminder_on_the_screen_returns_after_a_crash",
        "app/test_restart.py::test_who_stands_goes_on_standing",
    ),
    "no program on the PATH opens files": (
        "app/test_files_commands.py::test_every_field_of_an_own_tip_is_shown",
    ),
    "one folder has settings, state and runtime folder, and is the person's": (
        "app/test_files_commands.py::test_a_setting_that_cannot_be_saved_is_a_failure",
        "app/test_files_commands.py::test_troubleshoot_works_with_an_unsafe_runtime_folder",
    ),
    "a folder that is opened as a file is refused like a closed one": (
        "app/test_history.py::test_a_history_that_cannot_be_read_is_said_in_one_line",
    ),
    "packages are built on Linux": (
        "test_supply.py::test_the_same_source_makes_the_same_packages",
        "test_supply.py::test_the_sdist_makes_the_same_wheel_and_has_the_tests",
        "test_supply.py::test_the_wheel_has_our_files_and_nothing_else",
        "test_supply.py::test_links_and_pictures_lead_somewhere_on_a_package_index",
    ),
    "packages of Debian are not there": (
        "test_rig.py::test_a_program_that_a_release_no_longer_has_skips_a_test_under_ci_too",
    ),
    "Windows itself knows the person's folders and clock": (
        "desktop/test_language.py::test_the_language_of_the_settings_is_found_without_a_parser",
        "desktop/test_language.py::test_without_a_locale_the_clock_has_24_hours",
        "dialogs/test_history.py::test_a_window_for_files_opens_in_a_folder_that_exists",
    ),
    "there are no login entries in files": (
        "app/test_files_commands.py::test_a_failure_to_start_at_login_gives_a_reason",
        "app/test_files_commands.py::test_starting_at_login_can_be_switched_without_an_instance",
        "app/test_files_commands.py::test_the_running_instance_switches_starting_at_login",
        "app/test_edits.py::test_a_changed_login_entry_is_noticed_within_a_minute",
        "app/test_edits.py::test_a_quiet_minute_opens_two_files_and_makes_none",
        "app/test_edits.py::test_unreadable_login_entries_are_logged_once",
        "dialogs/test_settings.py::test_starting_at_login_is_switched_by_the_running_instance",
        "dialogs/test_settings.py::test_starting_at_login_is_switched_here_if_no_instance_runs",
    ),
    "a process cannot be stopped for a while": ("app/test_commands.py::test_a_hanging_instance_is_reported",),
    "free desktops are not there": (
        "desktop/surroundings/test_dconf.py",
        "desktop/surroundings/test_lxqt.py",
    ),
    "X11 and Wayland are not there": (
        "desktop/surroundings/test_wayland.py",
        "wires/test_x11_connection.py",
    ),
    "there is no sound server": (
        "desktop/sound/test_sound.py::test_a_missing_sound_server_is_logged_once",
        "desktop/sound/test_sound.py::test_a_window_says_why_nothing_would_be_heard",
        "desktop/sound/test_sound.py::test_every_sound_names_its_source_and_plays_without_failing[pulse",
        "desktop/sound/test_sound.py::test_findings_come_without_playing",
        "desktop/surroundings/test_devices.py",
    ),
    "its Python has no sockets of Unix": ("desktop/surroundings/test_streams.py", "wires/test_dbus.py"),
    "nobody can remove or replace what is open there": (
        "test_history_file.py::test_a_database_that_was_removed_is_made_again",
        "test_remote.py::test_an_instance_goes_on_while_its_folder_cannot_be_made",
        "test_remote.py::test_an_instance_is_found_again_in_a_cleared_folder[LoopbackEndpoint-everything",
        "test_remote.py::test_an_instance_is_found_again_in_a_cleared_folder[LoopbackEndpoint-the folder",
        "test_remote.py::test_an_instance_whose_place_is_taken_leaves_it_alone",
    ),
}
"""By each reason, how the names of the tests begin below `tests/`: a folder, a file, or a single test."""


def reason_to_skip(test: str) -> str:
    """Return why a test cannot run on this Windows; "" if it can.

    Args:
        test: its name, as pytest writes it.
    """
    below = test.removeprefix("tests/")
    known = NOT_THERE | (FAULTS if ON_WINE else {})
    return next((reason for reason, starts in known.items() if below.startswith(starts)), "")
