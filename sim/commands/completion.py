"""Shell completion: the scripts are made from the parser by shtab; scenarios are completed by name too."""

import argparse
from collections.abc import Iterator
from typing import Any

from sim.commands.common import Options, Subparsers, add, add_quiet, say, tell

SHELLS = ("bash", "zsh", "fish")
_SCENARIOS, _FOLDERS = ("file", "files"), ("DIR",)
_OTHER_FILES = ("validate-cap",)
_USE = """
Put one of these lines into the start-up file of your shell, or type it now:
  bash, ~/.bashrc                    eval "$(overflight completion bash)"
  zsh, ~/.zshrc after compinit       eval "$(overflight completion zsh)"
  fish, ~/.config/fish/config.fish   overflight completion fish | source
"""


def register(to: Subparsers) -> None:
    """Add ``completion``."""
    completion = add(to, "completion", _completion, "the completion script of a shell on stdout")
    completion.epilog = _USE
    completion.formatter_class = argparse.RawDescriptionHelpFormatter
    completion.add_argument("shell", choices=SHELLS, help="which shell")
    add_quiet(completion)


def _completion(options: Options) -> int:
    """``overflight completion``: a script to source."""
    import shtab

    for command, action in _arguments(options.parser):
        own: Any = action
        if action.metavar in _FOLDERS:
            own.complete = shtab.DIRECTORY
        elif action.dest in _SCENARIOS and command not in _OTHER_FILES:
            own.complete = {shell: f"_overflight_scenarios_{shell}" for shell in ("bash", "zsh")} | {
                "fish": "(__overflight_scenarios)"
            }
        elif action.metavar == "FILE":
            own.complete = shtab.FILE
    script = shtab.complete(options.parser, options.shell, preamble=_preamble()[options.shell])
    say(options, script)
    tell(options, script=script)
    return 0


def _arguments(parser: argparse.ArgumentParser, command: str = "") -> Iterator[tuple[str, argparse.Action]]:
    """Every argument of every command, with the command's name."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from _arguments(below, name)
        else:
            yield command, action


def _preamble() -> dict[str, str]:
    """For each shell the function that offers shipped scenarios beside files."""
    from sim.shipped import shipped_scenarios

    names = " ".join(shipped_scenarios())
    return {
        "bash": f'_overflight_scenarios_bash() {{ compgen -W "{names}" -- "$1"; compgen -f -- "$1"; }}',
        "zsh": f"_overflight_scenarios_zsh() {{ local -a names; names=({names}); "
        "_alternative 'scenarios:scenario:compadd -a names' 'files:file:_files'; }",
        "fish": f"function __overflight_scenarios; string split ' ' -- '{names}'; "
        "__fish_complete_path (commandline -ct); end",
    }
