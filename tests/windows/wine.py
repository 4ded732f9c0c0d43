"""Wine's own faults, each with its reason: what Windows does and Wine 8 does not.

The Windows Python that `dev.py windows` makes imports this at every start.
"""

import ctypes
import errno
import sys

ON_WINE = sys.platform == "win32" and hasattr(ctypes.windll.ntdll, "wine_get_version")

FAULTS = {
    "Wine 8 kills a console's programs and sends no CTRL_CLOSE_EVENT": (
        "app/test_windows_ends.py::test_the_console_ends_it_and_everything_is_saved[close]",
    ),
    "Wine 8 aborts a process at times, when WinRT refuses something to two of its threads": (
        "desktop/notifications/test_toasts.py::test_winrt_brings_no_asyncio",
    ),
    "the library of this Python is Linux', without what a virtual environment of Windows starts with": (
        "test_dev.py::test_a_failed_installation_shows_pips_output_and_is_retried",
        "test_dev.py::test_a_moved_venv_is_rebuilt",
        "test_dev.py::test_a_real_pip_installs_sitbreak_from_the_clone",
        "test_dev.py::test_a_second_run_waits_for_the_first_to_set_up",
        "test_dev.py::test_a_venv_of_another_python_is_rebuilt",
        "test_dev.py::test_a_venv_whose_python_is_gone_is_rebuilt",
        "test_dev.py::test_an_update_that_empties_the_environment_brings_qt_back_for_the_tests",
        "test_dev.py::test_art_draws_everything_or_opens_one_preview",
        "test_dev.py::test_only_a_changed_dependency_installs_again",
        "test_dev.py::test_qt_is_installed_in_a_step_that_may_fail",
        "test_dev.py::test_the_first_run_sets_up_quietly_and_becomes_sitbreak",
        "test_dev.py::test_the_fuzzer_runs_without_atheris_where_that_cannot_be_installed",
        "test_dev.py::test_the_second_run_needs_no_pip_and_no_network",
        "test_dev.py::test_what_tests_need_is_added_to_a_working_sitbreak",
        "test_dev.py::test_without_qt_the_tests_run_and_try_again_a_day_later",
    ),
    "sitbreak is no installed package here": (
        "test_licences.py::test_everything_that_is_needed_is_named_and_nothing_else",
    ),
}
"""What it cannot test, as in `tests.windows.not_there`.

Elsewhere in the tests: it reports no click on a balloon, counts no handles, draws a balloon in one line and
windows without Segoe UI, and asks its server for everything, which `bench` must not count.
"""

if sys.platform == "win32" and ON_WINE:
    import msvcrt

    _real_locking = msvcrt.locking

    def _locking(descriptor: int, mode: int, size: int) -> None:
        """Fail as on Windows: Wine's _locking() leaves errno as it was, so that an old one shows."""
        try:
            _real_locking(descriptor, mode, size)
        except OSError:
            raise PermissionError(errno.EACCES, "Permission denied") from None

    msvcrt.locking = _locking
    sys.modules["winrt"] = None  # type: ignore[assignment]
