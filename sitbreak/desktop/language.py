"""The person's language and clock; every process sets them before it says anything."""

import sys
from pathlib import Path

from sitbreak.core.words import language

CATALOGUES = Path(__file__).parents[1] / "locale"
"""The folder of the translations, each as `CODE/LC_MESSAGES/sitbreak.mo`; there may be none."""


def use_language(catalogues: Path = CATALOGUES) -> None:
    """Write sentences in the person's language, and times as their clock shows them."""
    catalogue = None
    if catalogues.is_dir():
        from gettext import translation  # reads LANGUAGE, LC_ALL, LC_MESSAGES and LANG

        catalogue = translation("sitbreak", catalogues, fallback=True)
    language.use(language.Language(catalogue, _has_twelve_hours))


def _has_twelve_hours() -> bool:
    from sitbreak.desktop.platforms import this_platform  # too much for a window that shows no time of day

    return this_platform().has_twelve_hours()


if sys.platform != "win32":  # for the type checker: Windows has no nl_langinfo

    def locale_has_twelve_hours() -> bool:
        """Return whether the clock of the locale is one of 12 hours.

        Source: strftime(3); of the codes that a locale uses for hours, %I, %l and %r count to 12.
        """
        import locale  # 3 ms, also saved there

        before = locale.setlocale(locale.LC_TIME)
        try:
            locale.setlocale(locale.LC_TIME, "")
            time_format = locale.nl_langinfo(locale.T_FMT)
        except locale.Error:  # the environment names one that is not installed
            return False
        finally:
            locale.setlocale(locale.LC_TIME, before)
        return any(code in time_format for code in ("%I", "%l", "%r"))
