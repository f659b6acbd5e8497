"""infra/stack/adopt against a stand-in for the `aws` command: the tables and secrets that a deleted stack left behind."""

import json
import os
import subprocess
import sys

import pytest
from expansion import PROJECT, yaml_parse

TABLES = ("Pledges", "Tally", "Office")
SECRETS = ("IdentityKey", "PersonKey", "TokenKey", "UpdatesKey", "SessionKey", "ReportKey")

AWS = r'''
import json, os, sys
words, state = sys.argv[1:], json.loads(os.environ["STAND_IN"])
if "describe-stacks" in words:
    sys.exit(0 if state["stack"] else 255)
option = lambda name: words[words.index(name) + 1]
if "list-tables" in words:
    answer = {"TableNames": state["tables"]}
elif "list-secrets" in words:
    wanted = option("--filters").split("Values=")[1]
    answer = {"SecretList": [{"ARN": f"arn:{wanted}", "Tags": [{"Key": "KeyOf", "Value": wanted}]}]}
elif "list-secret-version-ids" in words:
    labels = ["v1", "v2", "v3"] if "TokenKey" in option("--secret-id") else ["v1"]
    answer = {"Versions": [{"VersionId": label, "VersionStages": [label]} for label in labels]}
print(json.dumps(answer))
'''


@pytest.fixture
def adopt(tmp_path):
    program = tmp_path / "aws"
    program.write_text(f"#!{sys.executable}\n{AWS}", encoding="utf-8")
    program.chmod(0o755)

    def run(*words, stack=False, tables=tuple(f"time-to-lead-{table}-1ABC" for table in TABLES)):
        environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "STAND_IN": json.dumps({"stack": stack, "tables": ["another", *tables]})}
        command = [sys.executable, str(PROJECT / "infra/stack/adopt"), str(tmp_path / "out"), *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)

    return run


def read(tmp_path, name):
    return (tmp_path / "out" / name).read_text(encoding="utf-8")


def test_the_tables_and_secrets_come_into_a_template_of_their_own(adopt, tmp_path):
    done = adopt()
    assert done.returncode == 0, done.stderr
    retained = yaml_parse(read(tmp_path, "retained.yaml"))
    whole = yaml_parse((PROJECT / "template.yaml").read_text(encoding="utf-8"))
    assert "Transform" not in retained, "an import takes none"
    assert retained["Resources"] == {name: whole["Resources"][name] for name in (*TABLES, *SECRETS)}
    assert (retained["Parameters"], retained["Conditions"]) == (whole["Parameters"], whole["Conditions"])
    named = {resource["LogicalResourceId"]: resource["ResourceIdentifier"] for resource in json.loads(read(tmp_path, "resources.json"))}
    assert named == {name: {"TableName": f"time-to-lead-{name}-1ABC"} for name in TABLES} | {name: {"Id": f"arn:time-to-lead/{name}"} for name in SECRETS}
    for file in ("retained.yaml", "resources.json", "parameters.json"):
        assert f"file://{tmp_path}/out/{file}" in done.stdout


def test_the_keys_keep_the_versions_that_were_in_use(adopt, tmp_path):
    adopt()
    given = {parameter["ParameterKey"]: parameter["ParameterValue"] for parameter in json.loads(read(tmp_path, "parameters.json"))}
    assert (given["TokenKeyVersion"], given["TokenKeyAccepted"], given["IdentityKeyVersion"]) == ("v3", "v2", "v1")
    assert len(given) == 10 and "EdgeKeyVersion" not in given


def test_it_names_what_it_cannot_decide(adopt, tmp_path):
    assert "there is a stack time-to-lead" in adopt(stack=True).stderr
    twice = [f"time-to-lead-{table}-1ABC" for table in TABLES] + ["time-to-lead-Tally-2DEF"]
    refused = adopt(tables=twice)
    assert refused.returncode != 0 and "--table Tally=NAME" in refused.stderr
    assert adopt("--table", "Tally=time-to-lead-Tally-2DEF", tables=twice).returncode == 0
    assert "time-to-lead-Tally-2DEF" in read(tmp_path, "resources.json")
