"""checkov reads the templates for what is unsafe. What it finds is repaired, or stands in checkov.toml with the reason."""

import json
import subprocess
import sys
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

from expansion import PROJECT

TEMPLATES = ("template.yaml", "infra/stack/watch.yaml", "infra/stack/edge.yaml", "infra/stack/us-east-1.yaml")
# It stands in an environment of its own, since it needs other versions of what the SAM CLI needs too.
CHECKOV = Path(sys.executable).parents[2] / "checkov/bin/checkov"


def found_in(folder):
    """Returns the findings of checkov, as "CHECK resource"."""
    command = [str(CHECKOV), "--framework", "cloudformation", "--skip-download", "--quiet", "--output", "json"]
    for template in TEMPLATES:
        command += ["--file", str(folder / template)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    told = json.loads(result.stdout)
    assert told["summary"]["parsing_errors"] == 0 and told["summary"]["passed"] > 100, result.stdout + result.stderr
    assert not told["summary"]["skipped"], "a reason for leaving something out stands in checkov.toml"
    return {f"{failed['check_id']} {failed['resource'].rpartition('.')[2]}": failed["check_name"] for failed in told["results"]["failed_checks"]}


def complaints(found):
    waived = [line for lines in tomllib.loads((Path(__file__).parent / "checkov.toml").read_text(encoding="utf-8"))["because"].values() for line in lines]
    wrong = [f"{what}: {name}" for what, name in sorted(found.items()) if not any(fnmatchcase(what, line) for line in waived)]
    return wrong + [f"in checkov.toml, and needed no more: {line}" for line in waived if not any(fnmatchcase(what, line) for what in found)]


def test_checkov_finds_nothing_that_is_not_explained():
    assert complaints(found_in(PROJECT)) == []


def test_checkov_finds_what_is_unsafe(tmp_path):
    for template in TEMPLATES:
        written = tmp_path / template
        written.parent.mkdir(parents=True, exist_ok=True)
        written.write_text((PROJECT / template).read_text(encoding="utf-8").replace("PointInTimeRecoveryEnabled: true", "PointInTimeRecoveryEnabled: false"), encoding="utf-8")
    assert {line.split(":")[0] for line in complaints(found_in(tmp_path))} == {"CKV_AWS_28 Pledges", "CKV_AWS_28 Tally", "CKV_AWS_28 Office"}


def test_a_line_that_is_needed_no_more_is_noticed():
    assert "in checkov.toml, and needed no more: CKV_AWS_86 Distribution" in complaints({})
