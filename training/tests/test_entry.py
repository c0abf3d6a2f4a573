"""The one entry: every command is there, and takes options."""

from importlib import import_module

import pytest

from platewheel.__main__ import COMMANDS, main


def test_without_a_command_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in COMMANDS)


def test_an_unknown_command_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["detector", "fly"]) == 2
    assert "'detector fly'" in capsys.readouterr().err


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_what_it_takes(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    module = import_module(f"platewheel.{COMMANDS[name][0]}")
    with pytest.raises(SystemExit) as ended:
        module.main(["--help"])
    assert ended.value.code == 0
    assert "usage:" in capsys.readouterr().out
