"""Compares what the functions called with what their roles grant.

Fails when a call was denied, and when a permission was never used: an action of a statement, or the beginning of a key that it
names. unused.toml lists the permissions that the rehearsal cannot use, each with its reason; one that is used after all, or is
granted no more, is to be taken off the list.
"""

import json
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

from deployment import FUNCTIONS, PROJECT, expanded

EXCEPTIONS = Path(__file__).resolve().parent / "unused.toml"
DENIED = ("AccessDenied", "not authorized")


def calls(home):
    """Reads every line that runtime.py noted of a call, by function."""
    for log in [*home.glob("containers/*/log"), *home.glob("logs/*.log")]:
        for line in log.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith('{"runtime"') and '"call"' in line:
                noted = json.loads(line)
                yield noted["runtime"].rsplit("-", 1)[1], noted


def denied(home):
    """The calls that were refused for want of a permission."""
    for function, call in calls(home):
        if "fault" not in call and any(word in call.get("refused", "") for word in DENIED):
            yield f"{function}: {call['call']} {call['uses']}: {call['refused'][:300]}"


def used(home, tables):
    """(function, action, what, key) of all calls; what is the table's logical name, with its index if there is one."""
    found = set()
    for function, call in calls(home):
        if call["call"] == "SendEmail":
            found |= {(function, "ses:SendEmail", "SES", ""), (function, "ses:SendRawEmail", "SES", "")}
        if call["call"].endswith("/v2/email/account"):
            found.add((function, "ses:GetAccount", "SES", ""))
        for use in call["uses"]:
            table = next((name for name, physical in tables.items() if physical == use["table"]), use["table"])
            found.add((function, use["action"], table + (f"/index/{use['index']}" if use["index"] else ""), use["key"]))
    return found


def granted():
    """Each permission as (function, statement, action, resources, patterns of keys)."""
    template = expanded((PROJECT / "template.yaml").read_text(encoding="utf-8").replace("CodeUri: functions/", "CodeUri: s3://code/"), {})["Resources"]
    for function in FUNCTIONS:
        role = template[f"{function.capitalize()}Role"]["Properties"]
        for policy in role["Policies"]:
            for statement in policy["PolicyDocument"]["Statement"]:
                patterns = statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys", ["*"])
                for action in as_list(statement["Action"]):
                    resources = ["SES"] if action.startswith("ses:") else [named(given) for given in as_list(statement["Resource"])]
                    yield function, statement["Sid"], action, resources, as_list(patterns)


def unused(found):
    """The granted permissions that nothing used, as FUNCTION/STATEMENT/ACTION and FUNCTION/STATEMENT/KEY."""
    every, seen, given = set(), set(), list(granted())
    for function, statement, action, resources, patterns in given:
        mine = [(key, what) for who, did, what, key in found if (who, did) == (function, action) and what in resources]
        if patterns == ["*"]:
            # A call that another statement allows by its key says nothing of this one.
            narrow = [pattern for who, _, did, what, others in given if (who, did) == (function, action) and set(what) & set(resources) for pattern in others if pattern != "*"]
            mine = [(key, what) for key, what in mine if not any(fnmatchcase(key, pattern) for pattern in narrow)]
        every.add(f"{function}/{statement}/{action}")
        if any(fnmatchcase(key, pattern) for key, _ in mine for pattern in patterns):
            seen.add(f"{function}/{statement}/{action}")
        for pattern in patterns:
            every.add(f"{function}/{statement}/{pattern}")
            if any(fnmatchcase(key, pattern) for key, _ in mine):
                seen.add(f"{function}/{statement}/{pattern}")
    return every - seen, every


def check(home, tables, also_used):
    """Lists the faults of the permissions, as sentences."""
    never, every = unused(used(home, tables) | also_used)
    excused = {name: reason for reason, names in tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8"))["because"].items() for name in names}
    wrong = [f"denied: {line}" for line in sorted(set(denied(home)))]
    wrong += [f"granted and never used: {name}" for name in sorted(never - set(excused))]
    wrong += [f"in unused.toml, and used or not granted: {name}" for name in sorted(set(excused) - never)]
    return wrong, len(every), len(never)


def a_list_shows_nothing_of_a_form(deployment, form):
    """The office and upkeep may scan the table of pledges, for some attributes alone: none of them says whose form it is."""
    table = {"TableName": deployment.physical("Pledges"), "ConsistentRead": True}
    for function in ("organizer", "upkeep"):
        role = deployment.emulator.as_role_of(deployment.function(function))
        database = deployment.emulator.client("dynamodb", **role)
        for asked in (
            {},
            {"ProjectionExpression": "pk, unlisted", "Select": "SPECIFIC_ATTRIBUTES"},
            {"ProjectionExpression": "pk, unlisted.email", "Select": "SPECIFIC_ATTRIBUTES"},
            {"ProjectionExpression": "pk", "Select": "SPECIFIC_ATTRIBUTES", "FilterExpression": "attribute_exists(unlisted)"},
            {"ProjectionExpression": "pk, mailbox", "Select": "SPECIFIC_ATTRIBUTES"},
        ):
            try:
                database.scan(**table, **asked)
            except database.exceptions.ClientError as error:
                assert any(word in str(error) for word in DENIED), error
            else:
                raise AssertionError(f"{function} may scan with {asked}")
        items = database.scan(**table, ProjectionExpression="pk, email, provider", Select="SPECIFIC_ATTRIBUTES")["Items"]
        shown = {kind: [item for item in items if item["pk"]["S"].startswith(kind)] for kind in ("S#", "P#")}
        assert all("email" in signer for signer in shown["P#"]) and shown["P#"], "a signer is shown"
        assert {"provider"} == {name for one in shown["S#"] for name in one} - {"pk"}, f"of {form.name}'s form nothing else is shown"


def named(resource):
    """A resource as the template names it: a table, a table's index, a stream, a queue or a log."""
    if "Fn::GetAtt" in resource:
        name, attribute = resource["Fn::GetAtt"]
        return name if attribute == "Arn" else f"{name}.{attribute}"
    return resource["Fn::Sub"].removeprefix("${").replace(".Arn}", "")


def as_list(value):
    return value if isinstance(value, list) else [value]
