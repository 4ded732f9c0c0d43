"""`python3 dev.py translations [CODE]`: brings every language up to date, and begins a new one.

What the source says goes into the template and into each language's sitbreak.po; from that and from its
tips the files are made that sitbreak reads. Prints what is missing.
"""

import sys
from collections.abc import Mapping, Sequence

from babel.messages import Catalog

from sitbreak.tips.files import written_in
from translations import catalogues, published, tips


def main(arguments: Sequence[str]) -> int:
    """Bring all languages up to date, after beginning those that the arguments name."""
    template = catalogues.extract()
    for code in arguments:
        _begin(code)
    catalogues.TEMPLATE.parent.mkdir(exist_ok=True)
    catalogues.TEMPLATE.write_bytes(catalogues.as_source(template))
    tips.write_ready_made()
    translated = {}
    for code in catalogues.codes():
        catalog = translated[code] = catalogues.updated(catalogues.read(code), template)
        catalogues.source_of(code).write_bytes(catalogues.as_source(catalog))
        catalogues.compiled_of(code).write_bytes(catalogues.compiled(catalog))
        sys.stdout.write(f"{_line(code, len(catalog), catalogues.untranslated(catalog))}\n")
    published.METAINFO.write_text(published.metainfo(translated), "utf-8")
    published.ENTRY.write_text(published.entry(), "utf-8")
    published.LANGUAGES.write_text(published.languages(counts(translated)), "utf-8")
    return 0


def counts(translated: Mapping[str, Catalog]) -> dict[str, tuple[int, int]]:
    """Return how many sentences and tips each language has."""
    return {
        code: (len(catalog) - len(catalogues.untranslated(catalog)), tips.count(code))
        for code, catalog in translated.items()
    }


def _begin(code: str) -> None:
    """Make the files of a language, unless they are there."""
    if not catalogues.source_of(code).exists():
        catalogues.source_of(code).parent.mkdir(parents=True, exist_ok=True)
        catalogues.source_of(code).write_bytes(catalogues.as_source(catalogues.new(code)))
    if not written_in(code).exists():
        tips.begin(written_in(code))


def _line(code: str, count: int, missing: Sequence[str]) -> str:
    state = "complete" if catalogues.is_complete(code) else "in progress"
    line = f"{code:6} {count - len(missing)} of {count} messages, {tips.count(code)} tips, {state}"
    return "\n".join((line, *(f"       not translated: {message!r}" for message in missing[:20])))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
