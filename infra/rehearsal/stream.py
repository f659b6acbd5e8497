"""Follows the table's stream as Lambda's event source mappings do, since the emulator's own take any answer for success.

It takes the mapping as it was deployed (batch size, filters, retries, halving, partial failures, destination) and acts with the
role of the function, so what that role may not read or send fails here. What Lambda spreads over hours is done at once.
"""

import json
import sys
import threading
import time
import uuid

from botocore.exceptions import BotoCoreError, ClientError

PAUSE_SECONDS = 0.2


def matches(pattern, value):
    """Whether a record fits a filter: every key that is named, by equality or by prefix."""
    for key, wanted in pattern.items():
        have = value.get(key) if isinstance(value, dict) else None
        if isinstance(wanted, dict):
            if not matches(wanted, have or {}):
                return False
        elif not any(have is not None and (str(have).startswith(option["prefix"]) if isinstance(option, dict) else have == option) for option in wanted):
            return False
    return True


class Stream(threading.Thread):
    """One reader's mapping, until it is stopped. `refused` lists the calls that the reader's role did not allow."""

    def __init__(self, deployment, reader="mailer", start="TRIM_HORIZON"):
        super().__init__(daemon=True)
        emulator, self.reader, self.name, self.start_at = deployment.emulator, reader, deployment.function(reader), start
        self.lambdas, self.endpoint = emulator.client("lambda"), emulator.endpoint
        found = self.lambdas.list_event_source_mappings(FunctionName=self.name)["EventSourceMappings"]
        [self.config] = [mapping for mapping in found if "/stream/" in mapping["EventSourceArn"]]
        if self.config["State"] != "Disabled":
            self.lambdas.update_event_source_mapping(UUID=self.config["UUID"], Enabled=False)
        role = emulator.as_role_of(self.name)
        self.streams, self.sqs = emulator.client("dynamodbstreams", **role), emulator.client("sqs", **role)
        self.filters = [json.loads(given["Pattern"]) for given in self.config.get("FilterCriteria", {}).get("Filters", [])]
        self.retries = self.config.get("MaximumRetryAttempts", -1)
        self.partial = "ReportBatchItemFailures" in self.config.get("FunctionResponseTypes", [])
        self.bisects = self.config.get("BisectBatchOnFunctionError", False)
        # `done` counts the batches that are over, however they ended.
        self.refused, self.used, self.given_up, self.done = [], set(), 0, 0
        self.ending = threading.Event()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.ending.set()
        self.join(timeout=30)

    def run(self):
        arn = self.config["EventSourceArn"]
        try:
            shard = self.streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
            place = self.streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType=self.start_at)["ShardIterator"]
            self.used |= {"dynamodb:DescribeStream", "dynamodb:GetShardIterator"}
            while place and not self.ending.is_set():
                got = self.streams.get_records(ShardIterator=place, Limit=self.config["BatchSize"])
                self.used.add("dynamodb:GetRecords")
                place = got.get("NextShardIterator")
                batch = [self.event(record) for record in got["Records"]]
                batch = [record for record in batch if not self.filters or any(matches(pattern, record) for pattern in self.filters)]
                if batch:
                    self.deliver(batch, shard)
                    self.done += 1
                else:
                    time.sleep(PAUSE_SECONDS)
        except (BotoCoreError, ClientError) as error:
            self.refused.append(str(error))
            # A stage that waits for the stream gives up first, and does not know the reason.
            print(f"the stream of {self.reader} ended: {error}", file=sys.stderr, flush=True)

    def event(self, record):
        """A record as the function gets it."""
        inside = dict(record["dynamodb"])
        when = inside.get("ApproximateCreationDateTime")
        inside["ApproximateCreationDateTime"] = when.timestamp() if when else time.time()
        named = {name: record[name] for name in ("eventID", "eventName", "eventVersion", "eventSource", "awsRegion")}
        return {**named, "dynamodb": inside, "eventSourceARN": self.config["EventSourceArn"]}

    def deliver(self, batch, shard):
        """Hands over one batch until it is done or given up: retried, halved, or begun again behind what was done."""
        todo = [(batch, 0)]
        while todo and not self.ending.is_set():
            part, tried = todo.pop(0)
            got = self.lambdas.invoke(FunctionName=self.name, Payload=json.dumps({"Records": part}).encode())
            answer, rest = json.loads(got["Payload"].read() or b"null"), []
            if got.get("FunctionError"):
                rest = part
            elif self.partial and (items := (answer or {}).get("batchItemFailures")):
                numbers = [record["dynamodb"]["SequenceNumber"] for record in part]
                named = [numbers.index(item["itemIdentifier"]) for item in items if item.get("itemIdentifier") in numbers]
                rest = part[min(named):] if len(named) == len(items) else part  # a number of no record fails all of them
            if not rest:
                continue
            time.sleep(PAUSE_SECONDS)
            if got.get("FunctionError") and self.bisects and len(rest) > 1:
                half = len(rest) // 2
                todo[:0] = [(rest[:half], tried), (rest[half:], tried)]  # halving uses up no try
            elif 0 <= self.retries <= tried:
                self.give_up(rest, shard, tried)
            else:
                todo.insert(0, (rest, 0 if len(rest) < len(part) else tried + 1))

    def give_up(self, part, shard, tried):
        """Sends the place of what is given up to the queue that the mapping names, if it names one."""
        self.given_up += len(part)
        if not self.config.get("DestinationConfig"):
            return
        queue = self.config["DestinationConfig"]["OnFailure"]["Destination"].split(":")
        numbers = [record["dynamodb"]["SequenceNumber"] for record in part]
        info = {"shardId": shard, "startSequenceNumber": numbers[0], "endSequenceNumber": numbers[-1], "batchSize": len(part), "streamArn": self.config["EventSourceArn"]}
        context = {"requestId": str(uuid.uuid4()), "functionArn": self.config["FunctionArn"], "condition": "RetryAttemptsExhausted", "approximateInvokeCount": tried + 1}
        self.sqs.send_message(QueueUrl=f"{self.endpoint}/{queue[4]}/{queue[5]}", MessageBody=json.dumps({"requestContext": context, "version": "1.0", "DDBStreamBatchInfo": info}))
        self.used.add("sqs:SendMessage")
