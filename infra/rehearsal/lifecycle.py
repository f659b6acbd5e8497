"""The life of a stack: a creation that fails, rotations and their rollback, updates, deletion, and the way back."""

import os
import re
import subprocess
import sys
from pathlib import Path

from deployment import FUNCTIONS, PROJECT, Deployment, Refused
from people import Organizer, Person
from stream import Stream
from visit import Site, token_of

HERE = Path(__file__).resolve().parent
ROTATED = ("TokenKey", "UpdatesKey", "SessionKey", "ReportKey")
SECRETS = ("IdentityKey", "PersonKey", *ROTATED)
# It can never be made, and it is made last, when all else is there.
IMPOSSIBLE = """
  Impossible:
    Type: AWS::Lambda::EventSourceMapping
    DependsOn: [Watch]
    Properties: { FunctionName: no-such-function, EventSourceArn: !GetAtt MailerFailures.Nothing }

Outputs:
"""


def broken(text):
    return text.replace("\nOutputs:\n", IMPOSSIBLE, 1)


def keys(deployment, *words):
    """Runs infra/stack/keys as an operator does."""
    environment = {
        **os.environ,
        "PATH": f"{HERE}:{os.environ['PATH']}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "REHEARSAL_PYTHON": sys.executable,
        "REHEARSAL_ENDPOINT": deployment.emulator.endpoint,
        "REHEARSAL_HOME": str(deployment.emulator.home),
        "REHEARSAL_STACK": deployment.stack,
        "REHEARSAL_BINARIES": str(deployment.binaries),
    }
    command = [sys.executable, str(PROJECT / "infra/stack/keys"), "--stack", deployment.stack, *words]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode != 0:
        raise Refused(done.stderr)
    return done.stdout


def agree(deployment):
    """Every function has the same value of each key that it shares with another."""
    values = {}
    for name in FUNCTIONS:
        for variable, value in deployment.environment(name).items():
            if variable.endswith(("_KEY", "_KEYS")):
                values.setdefault(variable, set()).add(value)
    split = [variable for variable, found in values.items() if len(found) != 1]
    assert not split, f"functions disagree on {split}"
    return {variable: found.pop() for variable, found in values.items()}


def a_first_creation_that_fails_leaves_nothing_protected(emulator):
    # No function of it is ever called.
    binaries = emulator.home / "placeholders"
    binaries.mkdir()
    for name in FUNCTIONS:
        (binaries / name).write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    deployment = Deployment(emulator, "failing", binaries)
    try:
        deployment.up(broken)
    except Refused:
        pass
    else:
        raise AssertionError("the impossible was made")
    dynamodb = emulator.client("dynamodb")
    tables = [table for table in dynamodb.list_tables()["TableNames"] if table.startswith("failing")]
    protected = [table for table in tables if dynamodb.describe_table(TableName=table)["Table"].get("DeletionProtectionEnabled")]
    assert not protected, protected
    if deployment.status():
        deployment.down()
    # The emulator keeps what is RetainExceptOnCreate, which CloudFormation deletes here; so that is done by hand.
    for table in tables:
        dynamodb.delete_table(TableName=table)
    secrets = emulator.client("secretsmanager")
    for secret in secrets.list_secrets(MaxResults=100)["SecretList"]:
        secrets.delete_secret(SecretId=secret["ARN"], ForceDeleteWithoutRecovery=True)


def pinned_keys_do_not_move(deployment):
    """After `keys pin` a value that somebody puts in by hand changes nothing, and the tables are protected."""
    before = agree(deployment)
    keys(deployment, "pin")
    assert agree(deployment) == before, "pinning changes no key"
    dynamodb, secrets = deployment.emulator.client("dynamodb"), deployment.emulator.client("secretsmanager")
    for table in ("Pledges", "Tally", "Office"):
        assert dynamodb.describe_table(TableName=deployment.physical(table))["Table"]["DeletionProtectionEnabled"], table
    for secret in SECRETS:
        secrets.put_secret_value(SecretId=deployment.physical(secret), SecretString=secret * 8)
    # A deployment that touches one function reads its secrets again.
    assert deployment.up(lambda text: text.replace("      Timeout: 10\n      Role: !GetAtt SignRole.Arn", "      Timeout: 9\n      Role: !GetAtt SignRole.Arn")) == ["sign"]
    assert agree(deployment) == before, "a value that was put in by hand is not taken"
    deployment.up()


def every_key_is_rotated_and_rolled_back(deployment, site):
    """Links signed before, during and after a rotation work before, during and after it, and after its rollback."""
    waiting, organizer = Person(site, "Waiting"), Organizer(site, "organizer@ngo.ca")
    waiting.signs()
    before = token_of(waiting.opens_mail())
    link = organizer.asks_for_a_link()
    for key in ROTATED:
        values = agree(deployment)
        keys(deployment, "rotate", key)
        after = agree(deployment)
        changed = {variable for variable, value in after.items() if values[variable] != value}
        assert changed == {re.sub("Key$", "_KEYS", key).upper()}, changed
    waiting.confirms(before)
    waiting.opens_mail()
    organizer.opens(link)
    organizer.prints_a_report()
    between = Person(site, "Between")
    between.signs()
    minted = token_of(between.opens_mail())
    # A rollback is the former parameters, deployed again.
    now = deployment.parameters()
    former = {f"{key}Version": now[f"{key}Accepted"] for key in ROTATED} | {f"{key}Accepted": now[f"{key}Version"] for key in ROTATED}
    deployment.up(**former)
    agree(deployment)
    between.confirms(minted)
    between.opens_mail()
    organizer.looks_around()
    # Forward again: `keys` goes on where the rollback left it.
    keys(deployment, "rotate", "TokenKey")
    assert (deployment.parameters()["TokenKeyVersion"], deployment.parameters()["TokenKeyAccepted"]) == ("v2", "v1")
    Person(site, "Forward").pledges()


def an_update_that_fails_changes_nothing(deployment, site):
    before, total = deployment.parameters(), site.count()
    values = agree(deployment)
    try:
        deployment.up(broken, TallyShards="20")
    except Refused:
        pass
    else:
        raise AssertionError("the impossible was made")
    assert deployment.status() == "UPDATE_ROLLBACK_COMPLETE", deployment.status()
    deployment.settle()
    assert agree(deployment) == values
    assert deployment.parameters() == before
    Person(site, "Rolledback").pledges()
    site.counts(total + 1)
    deployment.up(TallyShards="20")
    Person(site, "Updated").pledges()
    site.counts(total + 2)


def a_deleted_stack_comes_back_with_its_people(deployment, site, kept, thanks):
    """Deletes the stack, finds tables and keys still there, and deploys again over them. `kept` signed before, and got the mail `thanks`."""
    emulator = deployment.emulator
    total, values = site.count(), agree(deployment)
    tables = {table: deployment.physical(table) for table in ("Pledges", "Tally", "Office")}
    shards = deployment.parameters()["TallyShards"]
    deployment.down()
    left = emulator.client("dynamodb").list_tables()["TableNames"]
    assert set(tables.values()) <= set(left), "tables outlive their stack"
    copy = emulator.home / "keys.json"
    keys(deployment, "copy", str(copy), "--retained")
    # A new stack, with keys and tables of its own; then the former keys; then the former tables. It needs as many shards as
    # the former one: what is counted in the others would not be shown.
    deployment.up(TallyShards=shards)
    assert agree(deployment) != values
    keys(deployment, "restore", str(copy))
    copy.unlink()
    # Of two versions the newer one signs, whichever did before. Both are accepted, as before.
    assert accepted(agree(deployment)) == accepted(values)
    again = kept.site = Site(deployment)
    with Stream(deployment) as stream:
        mails = len(again.mails())
        adopt(deployment, tables)
        again.counts(total)
        kept.withdraws(thanks)
        again.counts(total - 1)
        assert len(again.mails()) == mails + 1, "people who are brought back get no mail"
    assert not stream.refused, stream.refused


def accepted(values):
    """Returns the versions of each key, in no order."""
    return {variable: set(value.split(",")) for variable, value in values.items()}


def adopt(deployment, tables):
    """Brings every item of the former tables into the new ones. CloudFormation could import the tables instead; the emulator cannot."""
    dynamodb = deployment.emulator.client("dynamodb")
    for name, former in tables.items():
        for page in dynamodb.get_paginator("scan").paginate(TableName=former):
            for item in page["Items"]:
                dynamodb.put_item(TableName=deployment.physical(name), Item=item)
