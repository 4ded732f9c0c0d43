"""Changes to settings.toml, tips.toml and the login entry, made by hand or by sitbreak."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sitbreak.app.files import Files
from sitbreak.core.inputs import AutostartChecked, FileChecked, Page, SettingsChanged, TipsChanged
from sitbreak.core.settings import Interval, Settings
from sitbreak.desktop.language import use_language
from sitbreak.disk import Signature
from sitbreak.ports import Autostart, Post
from sitbreak.storage.settings_file import Value
from sitbreak.waiter import attempt

_log = logging.getLogger(__name__)


class Edits:
    """Applies changes to these files, whether made by sitbreak or by hand.

    Attributes:
        files: the person's files.
    """

    def __init__(
        self, files: Files, autostart: Autostart, post: Post, interval: Interval | None = None
    ) -> None:
        """Apply nothing yet.

        Args:
            files: the person's files, read already.
            autostart: starts sitbreak at login.
            post: receives the changes.
            interval: that of `--interval`, for this run only.
        """
        self.files = files
        self._autostart = autostart
        self._post = post
        self._interval = interval
        self._starts_at_login: bool | None = None
        self._language = files.settings.in_force.language

    # --- settings and tips -----------------------------------------------------------------------

    def check_files(self) -> None:
        """Apply what was edited in settings.toml or tips.toml."""
        attempt("looking at settings.toml", self._check_settings)
        attempt("looking at tips.toml", self._check_tips)

    def report_problems(self) -> None:
        """Report what was wrong in either file when it was last read."""
        if self.files.settings.problems:
            self._report_settings()
        if self.files.tip_problems:
            self._report_tips()

    def _check_settings(self) -> None:
        if self.files.settings.changed():
            self._apply_settings()

    def _check_tips(self) -> None:
        if self.files.tips_changed():
            self._post(TipsChanged(self.files.read_tips()[0]))
            self._report_tips()

    def change_setting(self, key: str, value: Value) -> None:
        """Write a setting and apply it; raises OSError, and then changes nothing."""
        self.files.settings.set(key, value)
        self.apply_setting(key)

    def apply_setting(self, key: str) -> None:
        """Apply a setting that was just written; an interval overrides that of `--interval`."""
        if key == "interval":
            self._interval = None
        self._apply_settings()

    def _apply_settings(self) -> None:
        before = self.files.settings.in_force.interval
        settings, _ = self.files.settings.read()
        if settings.interval != before:  # a choice, made in the file or in a window
            self._interval = None
        if settings.language != self._language:
            self._change_language(settings.language)
        self._post(SettingsChanged(with_interval(settings, self._interval)))
        self._report_settings()

    def _change_language(self, wanted: str) -> None:
        """Speak another language from now on; windows that are open keep theirs."""
        self._language = wanted
        use_language(wanted)
        self._post(TipsChanged(self.files.read_tips()[0]))

    def _report_settings(self) -> None:
        file = self.files.settings
        self._report(Page.SETTINGS_FILE, file.path, file.version, file.problems)

    def _report_tips(self) -> None:
        self._report(Page.TIPS, self.files.own_tips, self.files.tips_version, self.files.tip_problems)

    def _report(self, page: Page, path: Path, version: Signature, problems: Sequence[str]) -> None:
        for problem in problems:
            _log.warning("%s", problem)
        lines = tuple(problem.replace(str(path), path.name) for problem in problems)
        self._post(FileChecked(page, path.name, str(version), lines))

    # --- the login entry -------------------------------------------------------------------------

    def change_autostart(self, *, on: bool) -> None:
        """Switch starting at login on or off; raises OSError."""
        self._autostart.set(on=on)
        self.check_autostart()

    def check_autostart(self) -> None:
        """Check whether sitbreak starts at login, and post a change."""
        before = self._starts_at_login
        checked = self.autostart_checked()
        if checked.on != before:
            self._post(checked)

    def autostart_checked(self) -> AutostartChecked:
        """Check whether sitbreak starts at login."""
        try:
            self._starts_at_login = self._autostart.status()
        except OSError as error:
            _log.warning("whether sitbreak starts at login is unknown: %s", error)
            self._starts_at_login = None
        return AutostartChecked(self._starts_at_login)

    def repair_autostart(self) -> None:
        """Make sure that the next login finds sitbreak, if it starts at login and has moved."""
        try:
            self._autostart.repair()
        except OSError as error:
            _log.warning("the login entry cannot be repaired: %s", error)


def with_interval(settings: Settings, interval: Interval | None) -> Settings:
    """Return the settings with the interval of `--interval`, if there is one."""
    return settings if interval is None else replace(settings, interval=interval)
