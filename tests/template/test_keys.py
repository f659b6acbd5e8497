"""infra/stack/keys against a stand-in for the `aws` command, which keeps a stack and its secrets in one file."""

import json
import os
import re
import stat
import subprocess
import sys

import pytest
from expansion import PROJECT, parse

ROTATED = ("TokenKey", "UpdatesKey", "SessionKey", "ReportKey")
KEYS = ("IdentityKey", "PersonKey", *ROTATED)

# It answers as AWS does, notes each deployment's changes, and can be made to fail at a deployment.
AWS = r'''
import json, os, sys
file = os.environ["STAND_IN"]
state = json.load(open(file))
words = sys.argv[1:]
service, call = words[4:6]  # behind --region R --output json
option = lambda name: words[words.index(name) + 1]
given = {}
if "--cli-input-json" in words:
    path = option("--cli-input-json").removeprefix("file://")
    assert os.stat(path).st_mode & 0o077 == 0, "others can read it"
    given = json.load(open(path))
assert not any(value in word for word in words for secret in state["secrets"].values() for _, value in secret), "a secret stands in the list of processes"
def by_label(versions, label):
    return next(version for version in versions if label in version[0])
answer = None
if call == "describe-stacks":
    answer = {"Stacks": [{"StackStatus": state["status"], "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in state["parameters"].items()]}]}
elif call == "describe-stack-resource":
    answer = {"StackResourceDetail": {"PhysicalResourceId": "arn:" + option("--logical-resource-id")}}
elif call == "list-secret-version-ids":
    answer = {"Versions": [{"VersionId": f"version-{n}", "VersionStages": labels} for n, (labels, _) in enumerate(state["secrets"][option("--secret-id")])]}
elif call == "get-secret-value":
    answer = {"SecretString": by_label(state["secrets"][option("--secret-id")], option("--version-stage"))[1]}
elif call == "update-secret-version-stage" and "--remove-from-version-id" in words:
    versions = state["secrets"][option("--secret-id")]
    versions[int(option("--remove-from-version-id").removeprefix("version-"))][0].remove(option("--version-stage"))
elif call == "update-secret-version-stage":
    by_label(state["secrets"][option("--secret-id")], "AWSCURRENT")[0].append(option("--version-stage"))
elif call == "put-secret-value":
    state["secrets"][given["SecretId"]].append([given["VersionStages"], given["SecretString"]])
elif call == "update-stack":
    assert given["UsePreviousTemplate"] is True
    changes = {p["ParameterKey"]: p["ParameterValue"] for p in given["Parameters"] if not p.get("UsePreviousValue")}
    assert {p["ParameterKey"] for p in given["Parameters"]} == set(state["parameters"])
    if state["fails_at"] == len(state["deployed"]) + 1:
        state.update(fails_at=0, status="UPDATE_ROLLBACK_COMPLETE")
    else:
        for name, label in changes.items():
            if name.startswith("EdgeKey") and state["parameters"]["Edge"] == "no":
                assert label == "AWSCURRENT", "there is no such secret"
                continue
            by_label(state["secrets"]["arn:" + name.removesuffix("Version").removesuffix("Accepted")], label)
        state["parameters"].update(changes)
        state["deployed"].append(changes)
        state["status"] = "UPDATE_COMPLETE"
json.dump(state, open(file, "w"))
print(json.dumps(answer) if answer else "")
'''


class Account:
    """A stack right after its first deployment."""

    def __init__(self, folder):
        self.folder, self.file = folder, folder / "state.json"
        parameters = {name: declared["Default"] for name, declared in parse("template.yaml")["Parameters"].items()}
        secrets = {f"arn:{key}": [[["AWSCURRENT"], key[0] * 64]] for key in KEYS}
        self.write({"status": "CREATE_COMPLETE", "parameters": {k: str(v) for k, v in parameters.items()}, "secrets": secrets, "deployed": [], "fails_at": 0})
        program = folder / "aws"
        program.write_text(f"#!{sys.executable}\n{AWS}", encoding="utf-8")
        program.chmod(0o755)

    def with_edge(self, edge="yes"):
        """Deploys with the parameter Edge: with another one than "no" the stack has a seventh secret."""
        state = self.state()
        state["parameters"]["Edge"] = edge
        state["secrets"].pop("arn:EdgeKey", None)
        if edge != "no":
            state["secrets"]["arn:EdgeKey"] = [[["AWSCURRENT"], "E" * 64]]
        self.write(state)

    def write(self, state):
        self.file.write_text(json.dumps(state), encoding="utf-8")

    def state(self, **changes):
        state = {**json.loads(self.file.read_text(encoding="utf-8")), **changes}
        self.write(state)
        return state

    def keys(self, *words):
        environment = {**os.environ, "PATH": f"{self.folder}:{os.environ['PATH']}", "STAND_IN": str(self.file)}
        return subprocess.run([sys.executable, str(PROJECT / "infra/stack/keys"), *words], env=environment, capture_output=True, text=True, timeout=60, check=False)

    def must(self, *words):
        done = self.keys(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def account(tmp_path):
    return Account(tmp_path)


def test_pinning_gives_every_key_a_label_in_one_deployment(account):
    account.must("pin")
    [changes] = account.state()["deployed"]
    assert changes == {f"{key}Version": "v1" for key in KEYS} | {f"{key}Accepted": "v1" for key in ROTATED}
    assert all(labels == ["AWSCURRENT", "v1"] for [[labels, _]] in account.state()["secrets"].values())
    account.must("pin")
    assert len(account.state()["deployed"]) == 1, "a second time there is nothing to do"


@pytest.mark.parametrize("key", ROTATED)
def test_the_next_version_is_accepted_before_it_signs(account, key):
    account.must("pin")
    account.must("rotate", key)
    account.must("rotate", key)
    assert account.state()["deployed"][1:] == [
        {f"{key}Accepted": "v2"},
        {f"{key}Version": "v2", f"{key}Accepted": "v1"},
        {f"{key}Accepted": "v3"},
        {f"{key}Version": "v3", f"{key}Accepted": "v2"},
    ]
    assert len({value for _, value in account.state()["secrets"][f"arn:{key}"]}) == 3
    assert account.state()["secrets"][f"arn:{key}"][0][0] == ["AWSCURRENT", "v1"], "no label moves"


@pytest.mark.parametrize("at", [2, 3])
def test_a_rotation_that_is_rolled_back_goes_on_with_the_same_version(account, at):
    account.must("pin")
    account.state(fails_at=at)
    assert "UPDATE_ROLLBACK_COMPLETE" in account.keys("rotate", "TokenKey").stderr
    account.must("rotate", "TokenKey")
    assert account.state()["deployed"][1:] == [{"TokenKeyAccepted": "v2"}, {"TokenKeyVersion": "v2", "TokenKeyAccepted": "v1"}]


def test_after_a_leak_nothing_else_is_accepted(account):
    account.must("pin")
    account.must("rotate", "SessionKey", "--leaked")
    assert account.state()["deployed"][-1] == {"SessionKeyAccepted": "v2"}
    assert "v1" not in [label for labels, _ in account.state()["secrets"]["arn:SessionKey"] for label in labels], "or an adopted secret would accept it again"
    account.must("rotate", "SessionKey")
    assert account.state()["parameters"]["SessionKeyVersion"] == "v3"


@pytest.mark.parametrize("at", [2, 3, 4])
def test_a_leaked_version_loses_its_label_also_when_the_rotation_was_broken_off(account, at):
    account.must("pin")
    account.state(fails_at=at)
    assert account.keys("rotate", "SessionKey", "--leaked").returncode != 0
    account.must("rotate", "SessionKey", "--leaked")
    signs = account.state()["parameters"]["SessionKeyVersion"]
    assert [labels for labels, _ in account.state()["secrets"]["arn:SessionKey"] if "AWSCURRENT" in labels] == [["AWSCURRENT"]]
    assert [label for labels, _ in account.state()["secrets"]["arn:SessionKey"] for label in labels if label != "AWSCURRENT"] == [signs]


def test_an_undone_rotation_is_one_deployment_that_accepts_both(account):
    account.must("pin")
    assert "nothing to go back to" in account.keys("undo", "TokenKey").stderr
    account.must("rotate", "TokenKey")
    account.must("undo", "TokenKey")
    assert account.state()["deployed"][-1] == {"TokenKeyVersion": "v1", "TokenKeyAccepted": "v2"}
    deployed = len(account.state()["deployed"])
    assert "v1 signs" in account.must("undo", "TokenKey"), "a second time there is nothing to do"
    assert len(account.state()["deployed"]) == deployed
    account.must("rotate", "TokenKey")
    assert account.state()["parameters"]["TokenKeyVersion"] == "v2"


def test_a_rotation_that_was_broken_off_is_not_finished_by_its_undo(account):
    account.must("pin")
    account.state(fails_at=3)
    assert account.keys("rotate", "TokenKey").returncode != 0
    account.must("undo", "TokenKey")
    assert account.state()["parameters"]["TokenKeyVersion"] == "v1"


@pytest.mark.parametrize("key", ["IdentityKey", "PersonKey"])
def test_what_makes_one_person_count_once_is_never_rotated(account, key):
    account.must("pin")
    assert "could sign a second time" in account.keys("rotate", key).stderr


def test_nothing_is_rotated_before_it_is_pinned_or_while_the_stack_is_changed(account):
    assert "pin first" in account.keys("rotate", "TokenKey").stderr
    account.state(status="UPDATE_IN_PROGRESS")
    assert "UPDATE_IN_PROGRESS" in account.keys("pin").stderr
    assert account.state()["deployed"] == []


def test_a_copy_is_its_owners_and_comes_back_into_a_new_stack_alone(account, tmp_path):
    account.must("pin")
    account.must("rotate", "TokenKey")
    copy = tmp_path / "copy.json"
    told = account.must("copy", str(copy))
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    signs = account.state()["secrets"]["arn:TokenKey"][1][1]
    assert json.loads(copy.read_text(encoding="utf-8"))["keys"]["TokenKey"] == {"signs": signs, "accepted": "T" * 64}
    assert signs not in told and "I" * 64 not in told
    assert account.keys("copy", str(copy)).returncode != 0, "no copy is written over"
    assert "in use" in account.keys("restore", str(copy)).stderr

    (tmp_path / "new").mkdir()
    new = Account(tmp_path / "new")
    new.state(secrets={arn: [[["AWSCURRENT"], "n" * 64]] for arn in new.state()["secrets"]})
    new.must("restore", str(copy))
    [changes] = new.state()["deployed"]
    assert (changes["TokenKeyVersion"], changes["TokenKeyAccepted"], changes["IdentityKeyVersion"]) == ("v2", "v1", "v1")
    assert [value for _, value in new.state()["secrets"]["arn:TokenKey"]] == ["n" * 64, "T" * 64, signs]
    assert new.state()["secrets"]["arn:IdentityKey"][1] == [["v1"], "I" * 64]


def test_showing_tells_versions_and_no_values(account):
    assert account.must("show").count("run pin") == 6
    account.must("pin")
    account.must("rotate", "TokenKey")
    assert "v2, v1 is accepted too" in account.must("show")


def test_the_key_of_the_edge_is_pinned_shown_and_rotated_where_there_is_an_edge(account):
    account.must("pin")
    assert "has no EdgeKey" in account.keys("rotate", "EdgeKey").stderr
    account.with_edge()
    assert "pin first" in account.keys("rotate", "EdgeKey").stderr
    account.must("pin")
    account.must("rotate", "EdgeKey")
    assert account.state()["deployed"][1:] == [
        {"EdgeKeyVersion": "v1", "EdgeKeyAccepted": "v1"},
        {"EdgeKeyAccepted": "v2"},
        {"EdgeKeyVersion": "v2", "EdgeKeyAccepted": "v1"},
    ]
    assert re.search("EdgeKey +v2, v1 is accepted too", account.must("show"))


def test_the_key_of_an_edge_goes_with_it(account, tmp_path):
    account.with_edge()
    account.must("pin")
    account.must("copy", str(tmp_path / "copy.json"))
    assert "EdgeKey" not in json.loads((tmp_path / "copy.json").read_text(encoding="utf-8"))["keys"]
    account.with_edge("no")
    account.must("pin")
    assert account.state()["deployed"][1:] == [{"EdgeKeyVersion": "AWSCURRENT", "EdgeKeyAccepted": "AWSCURRENT"}]
    assert "EdgeKey" not in account.must("show")
