"""infra/stack/switch, against an `aws` that writes down what it is asked."""

import json
import os
import subprocess

import pytest
from expansion import PROJECT

STUB = """#!/usr/bin/env bash
printf '%s\\n' "$*" >>"$ASKED"
case "$*" in
  *Campaign*) echo our-campaign ;;
  *TallyTable*) echo the-tally ;;
  *OfficeTable*) echo the-office ;;
  *get-item*the-tally*holding*) echo holding ;;
  *get-item*) echo None ;;
esac
"""


def switch(folder, *arguments):
    program = folder / "aws"
    program.write_text(STUB, encoding="utf-8")
    program.chmod(0o755)
    asked = folder / "asked"
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "ASKED": str(asked)}
    done = subprocess.run(["infra/stack/switch", *arguments], cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    return done, asked.read_text(encoding="utf-8").splitlines() if asked.exists() else []


@pytest.mark.parametrize(
    ("name", "table", "key"),
    [("form-closed", "the-tally", ("W#our-campaign", "form")), ("holding-page", "the-tally", ("W#our-campaign", "holding")), ("reminders-paused", "the-office", ("J#our-campaign", "reminders"))],
)
def test_a_switch_is_an_item_that_the_functions_read(name, table, key, tmp_path):
    for state, call, option in (("on", "put-item", "--item"), ("off", "delete-item", "--key")):
        done, asked = switch(tmp_path, name, state)
        assert (done.returncode, done.stdout) == (0, f"{name} is {state}\n"), done.stderr
        item = json.dumps({"pk": {"S": key[0]}, "sk": {"S": key[1]}}, separators=(",", ":"))
        assert asked[-1].startswith(f"dynamodb {call} --table-name {table} {option} {item} "), asked[-1]


def test_how_they_stand_is_shown(tmp_path):
    done, _ = switch(tmp_path)
    assert done.stdout.split() == ["form-closed", "off", "holding-page", "on", "reminders-paused", "off"], done.stderr


def test_what_is_no_switch_changes_nothing(tmp_path):
    for arguments in (("form", "on"), ("form-closed", "maybe"), ("form-closed",)):
        done, asked = switch(tmp_path, *arguments)
        assert done.returncode != 0 and not [line for line in asked if "put-item" in line or "delete-item" in line]
