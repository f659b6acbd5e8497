"""Time that has to pass and is not waited for: the times that the tables hold become earlier, as if they had been written then.

Nothing else is changed by hand, and each function looks at the times as it does on AWS.
"""

import json
from datetime import datetime, timedelta

# Of ten tries in about three days, those that are over when only the last one is left.
TRIES_BUT_ONE = "9"


def a_week_passes(deployment):
    """The hour's snapshot is a week old; the hour itself has one all the same."""
    for item in items(deployment, "Tally", "H#"):
        put(deployment, "Tally", item | {"sk": {"S": earlier(item["sk"]["S"], days=7)}})


def a_fortnight_passes_for_mailboxes(deployment):
    """Each mailbox may have its share of mails once more."""
    for item in items(deployment, "Pledges", "A#"):
        sent = [{"S": earlier(time["S"], days=15)} for time in item.get("sent", {"L": []})["L"]]
        if sent:
            set_value(deployment, "Pledges", item, "sent", {"L": sent})


def an_hour_passes_for_recipients(deployment):
    """Each recipient of webhooks was added an hour earlier."""
    for item in items(deployment, "Office", "H#"):
        set_value(deployment, "Office", item, "at", {"S": earlier(item["at"]["S"], hours=1)})


def three_days_pass_for_messages(deployment):
    """Each message that waits for a recipient was refused by it for days, and is tried for the last time."""
    for item in items(deployment, "Office", "D#"):
        if item["sk"]["S"].startswith("owed#"):
            set_value(deployment, "Office", item, "tries", {"N": TRIES_BUT_ONE})


def a_season_passes_for_asks(deployment):
    """Makes each ask of an organization older than it may become, and the last recount old enough for another."""
    for item in items(deployment, "Office", "P#"):
        if item["sk"]["S"].startswith("ask:"):
            set_value(deployment, "Office", item, "at", {"S": earlier(item["at"]["S"], days=100)})
    for item in items(deployment, "Tally", "C#"):
        report = json.loads(item["report"]["S"])
        report["at"] = earlier(report["at"], days=1)
        put(deployment, "Tally", item | {"sk": {"S": earlier(item["sk"]["S"], days=1)}, "report": {"S": json.dumps(report)}})
        delete(deployment, "Tally", item)


def earlier(text, **by):
    """A time or an hour as the tables hold it, that much earlier."""
    moment = text[:19]
    return (datetime.fromisoformat(moment) - timedelta(**by)).isoformat()[:len(moment)] + text[19:]


# ---- The tables ---------------------------------------------------------------------------------------------------


def items(deployment, table, beginning):
    """Lists the items of a table whose partition keys begin so."""
    pages = deployment.emulator.client("dynamodb").get_paginator("scan").paginate(
        TableName=deployment.physical(table), ConsistentRead=True,
        FilterExpression="begins_with(pk, :beginning)", ExpressionAttributeValues={":beginning": {"S": beginning}},
    )
    return [item for page in pages for item in page["Items"]]


def put(deployment, table, item):
    deployment.emulator.client("dynamodb").put_item(TableName=deployment.physical(table), Item=item)


def delete(deployment, table, item):
    deployment.emulator.client("dynamodb").delete_item(TableName=deployment.physical(table), Key={"pk": item["pk"], "sk": item["sk"]})


def set_value(deployment, table, item, name, value):
    """Changes one attribute of an item that is still there."""
    deployment.emulator.client("dynamodb").update_item(
        TableName=deployment.physical(table), Key={"pk": item["pk"], "sk": item["sk"]}, UpdateExpression="SET #name = :value",
        ConditionExpression="attribute_exists(pk)", ExpressionAttributeNames={"#name": name}, ExpressionAttributeValues={":value": value},
    )
