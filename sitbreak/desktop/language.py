"""The person's language and clock; every process sets them before it says anything."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sitbreak.core.words import language
from sitbreak.core.words.language import Catalogue, Language

CATALOGUES = Path(__file__).parents[1] / "locale"
"""The folder of the translations, each as `CODE/LC_MESSAGES/sitbreak.mo`."""

_ENGLISH = ("en", "C", "POSIX")


def use_language(wanted: str = "", catalogues: Path | None = None) -> None:
    """Write sentences in the person's language, and times as their clock shows them.

    Args:
        wanted: the language in the settings; empty, or one without a translation: that of the desktop.
        catalogues: the folder of the translations.
    """
    folder = catalogues or CATALOGUES
    code = _choose([*filter(None, [wanted]), *_of_desktop()], languages(folder))
    catalogue = _read(catalogue_file(code, folder)) if code else None
    language.use(Language(catalogue, _has_twelve_hours, code if catalogue else "en"))


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak another language for a moment."""
    before = language.current()
    use_language(code)
    try:
        yield
    finally:
        language.use(before)


def languages(catalogues: Path = CATALOGUES) -> list[str]:
    """Return the languages that sentences are translated into, by their codes."""
    try:
        return sorted(path.name for path in catalogues.iterdir() if path.is_dir())
    except OSError:
        return []


def catalogue_file(code: str, catalogues: Path = CATALOGUES) -> Path:
    """Return the file of a language's translated sentences."""
    return catalogues / code / "LC_MESSAGES" / "sitbreak.mo"


def own_name(code: str) -> str:
    """Return what a language is called by those who speak it; its code if that is not known."""
    if code == "en":
        return language.English().pgettext("language", language.OWN_NAME)
    catalogue = _read(catalogue_file(code))
    name = catalogue.pgettext("language", language.OWN_NAME) if catalogue else language.OWN_NAME
    return code if name == language.OWN_NAME else name


def _read(path: Path) -> Catalogue | None:
    """Return a catalogue; None if it cannot be used: English is better than nothing."""
    from sitbreak.core.words.catalogue import CompiledCatalogue  # English needs none

    try:
        return CompiledCatalogue(path.read_bytes())
    except (OSError, ValueError):
        return None


def _choose(wanted: list[str], known: list[str]) -> str:
    """Return the first wanted language that is known; empty if English comes first, or none is."""
    for name in wanted:
        code = name.partition(".")[0].partition("@")[0].replace("-", "_")
        spoken, _, where = code.partition("_")
        if spoken in _ENGLISH:
            return ""
        near = [other for other in known if other.partition("_")[0] == spoken and _is_readable(other, where)]
        if near:
            return next(it for it in (code, spoken, *near) if it in near)
    return ""


def _is_readable(code: str, where: str) -> bool:
    """Return whether somebody from there reads a language: Chinese has two scripts."""
    return not (code == "zh_CN" and where.partition("_")[0] in {"TW", "HK", "MO", "Hant"})


def _of_desktop() -> list[str]:
    """Return the languages that the person has chosen, the first one first.

    Source: the GNU gettext manual, "Specifying a Priority List of Languages": LANGUAGE goes before the
    locale, unless that is "C".
    """
    variables = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((os.environ[name] for name in variables if os.environ.get(name)), "")
    if locale in _ENGLISH:
        return []
    return [*filter(None, os.environ.get("LANGUAGE", "").split(":")), *filter(None, [locale or _of_system()])]


def _of_system() -> str:
    """Return the language of a system that does not name it in the environment."""
    if sys.platform in {"win32", "darwin"}:
        from sitbreak.desktop.platforms import this_platform

        return this_platform().language()
    return ""


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
