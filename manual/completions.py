"""What bash, zsh and fish offer after `sitbreak`: three functions of the same shape.

Each looks at what was typed before the word that is completed. After the name of a command come its
arguments, the commands that go on from it and its options; after more, only the options.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from shlex import quote

from sitbreak.app.command_line import COMMANDS, Parser
from sitbreak.core.settings import Settings
from sitbreak.core.words import command_line as words
from sitbreak.storage.settings_text import as_lines


class Found(Enum):
    """What a shell looks for itself."""

    FILES = "files"
    TIPS = "tips"


Offer = Mapping[str, str] | Found
"""Words and what each means, or what has to be looked for."""

_HELP = "--help"
"""What is offered where nothing else is."""

_TIPS = r"sitbreak tips list 2>/dev/null | sed -n 's/^[a-z]* *\([a-z0-9-]*\)  .*/\1/p'"
"""Prints the ids of all tips, the person's own among them."""

_BASH = """\
# Completions of bash for sitbreak, made from its command line.
_sitbreak() {{
    local typed="${{COMP_WORDS[*]:1:COMP_CWORD-1}}" offers=
    case $typed in
{cases}
    esac
    mapfile -t COMPREPLY < <(compgen -W "$offers" -- "$2")
}}
complete -F _sitbreak sitbreak
"""

_ZSH = """\
#compdef sitbreak
# Completions of zsh for sitbreak, made from its command line.
local typed="${{(j: :)words[2,CURRENT-1]}}"
local -a offers
case $typed in
{cases}
esac
_describe sitbreak offers
"""

_FISH = """\
# Completions of fish for sitbreak, made from its command line.
function __sitbreak_offers
    set -l typed (commandline -opc)
    switch (string join ' ' -- $typed[2..])
{cases}
    end
end
complete -c sitbreak -f -a '(__sitbreak_offers)'
"""


def bash() -> str:
    """Return the completions of bash, which have no explanations."""

    def case(offer: Offer) -> str:
        match offer:
            case Found.FILES:
                return "compopt -o default; return"
            case Found.TIPS:
                return f"offers=$({_TIPS})"
        return f"offers={quote(' '.join(offer))}"

    cases = (f"        {_glob(typed)}) {case(offer)} ;;" for typed, offer in _offers())
    return _BASH.format(cases="\n".join(cases))


def zsh() -> str:
    """Return the completions of zsh."""

    def case(offer: Offer) -> str:
        match offer:
            case Found.FILES:
                return "_files; return"
            case Found.TIPS:
                return f'offers=(${{(f)"$({_TIPS})"}})'
        return f"offers=({' '.join(quote(f'{word}:{meaning}') for word, meaning in offer.items())})"

    cases = (f"    {_glob(typed)}) {case(offer)} ;;" for typed, offer in _offers())
    return _ZSH.format(cases="\n".join(cases))


def fish() -> str:
    """Return the completions of fish."""

    def case(offer: Offer) -> str:
        match offer:
            case Found.FILES:
                return "__fish_complete_path (commandline -ct)"
            case Found.TIPS:
                return _TIPS
        pairs = (f"{_fish_quote(word)} {_fish_quote(meaning)}" for word, meaning in offer.items())
        return " ".join(("printf '%s\\t%s\\n'", *pairs)) if offer else "return"

    cases = (f"        case {_fish_quote(typed)}\n            {case(offer)}" for typed, offer in _offers())
    return _FISH.format(cases="\n".join(cases))


def _glob(typed: str) -> str:
    """Write a pattern for the shells that are like sh."""
    return typed.replace(" ", "\\ ") or "''"


def _fish_quote(text: str) -> str:
    """Source: https://fishshell.com/docs/current/language.html#quotes."""
    return "'" + text.replace("\\", r"\\").replace("'", r"\'") + "'"


# --- what is offered ---------------------------------------------------------------------------------


def _offers() -> Iterator[tuple[str, Offer]]:
    """Yield patterns of what has been typed, the first that fits counts, and what is offered there."""
    parsers = {name: Parser(name) for name in sorted(COMMANDS, key=len, reverse=True)}
    with_values: dict[str, Offer] = {
        option: Found.FILES if action.metavar == "FILE" else {}
        for parser in parsers.values()
        for action in parser.walk()
        if action.nargs is None
        for option in action.option_strings
    }
    for option, offer in with_values.items():
        yield f"*{option}", offer
    for name, parser in parsers.items():
        options = {
            option: str(action.help)
            for action in parser.walk()
            for option in action.option_strings
            if option.startswith("--") and option != _HELP
        }
        arguments = _arguments(parser)
        first = arguments if isinstance(arguments, Found) else {**arguments, **_commands(name), **options}
        if first:
            yield name, first
        if name and options:
            yield f"{name} *", options
    yield "*", {_HELP: words.help_option()}


def _commands(name: str) -> dict[str, str]:
    """Return the commands that go on from one by a word; all of them go on from none."""
    before = name.split()
    return {
        parts[-1]: it.summary
        for other, it in words.explained().items()
        if (parts := other.split()) and parts[:-1] == before
    }


def _arguments(parser: Parser) -> Offer:
    """Return what the first argument of a command may be, as far as that can be listed."""
    for action in parser.walk():
        match action.metavar:
            case "FILE" if not action.option_strings:
                return Found.FILES
            case "ID":
                return Found.TIPS
            case "KEY":
                return {line.partition(" = ")[0]: "" for line in as_lines(Settings())}
            case "COMMAND":
                return _commands("")
        if action.choices and not action.option_strings:
            return dict.fromkeys(action.choices, "")
    return {}
