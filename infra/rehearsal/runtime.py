#!/usr/bin/env python3
"""Runs one function's `bootstrap` as Lambda does, and hands it one event at a time: runtime.py FOLDER (made by container.py).

On one port of the loopback the emulator posts an event and waits for the answer, while the bootstrap asks for the next event and
posts what came of it. As in Lambda, a function that overruns its time is ended and started again with the next event.

The function's calls of AWS pass through here too (AWS_ENDPOINT_URL), and each is noted in the log: its action, and the beginning
of the key of each item, never more of it. So one sees what a role's permissions are used for.

Faults on demand, in REHEARSAL_HOME/faults:

    FUNCTION.json        {"what": "error" | "crash" | "hang", "times": 2}, with "after": true once the function did its work
    FUNCTION.calls.json  {"call": "SendEmail", "status": 400, "type": "MessageRejected", "times": 3}, "after" the call was done

`error` answers in the function's place, `crash` ends the process with the event in hand, `hang` lets its time run out. Without
`times` a fault strikes until its file is gone.
"""

import http.client
import http.server
import json
import os
import queue
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.parse
import uuid
from pathlib import Path

ROOT = Path(sys.argv[1])
FAULTS = Path(os.environ["REHEARSAL_HOME"]) / "faults"
CONFIG = json.loads((ROOT / "config.json").read_text(encoding="utf-8"))
ENV = CONFIG["env"]
NAME = ENV.get("AWS_LAMBDA_FUNCTION_NAME", "function")
TIMEOUT = float(ENV.get("AWS_LAMBDA_FUNCTION_TIMEOUT", "3"))
ARN = f"arn:aws:lambda:{ENV.get('AWS_REGION', 'ca-central-1')}:123456789012:function:{NAME}"
# Stands for the whole time of a function that is made to hang.
HANG_SECONDS = 1.0


def say(**what):
    """Writes a line beside the function's own output."""
    print(json.dumps({"runtime": NAME, "at": round(time.time(), 3), **what}), flush=True)


def next_fault(kind="", call=None):
    """Returns the fault that is due, if any, and counts it down in its file."""
    file = FAULTS / f"{NAME}{kind}.json"
    try:
        fault = json.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    if call is not None and fault["call"] not in call:
        return None
    if "times" not in fault:
        return fault
    fault["times"] -= 1
    if fault["times"] <= 0:
        file.unlink(missing_ok=True)
    else:
        file.write_text(json.dumps(fault), encoding="utf-8")
    return fault


def failed(kind, message):
    return json.dumps({"errorType": kind, "errorMessage": message}).encode()


class Runtime:
    """The bootstrap, and the one event that it may have in hand."""

    def __init__(self):
        self.turn = threading.Lock()
        self.events = queue.Queue()
        self.answers = queue.Queue()
        self.child = None
        self.port = 0

    def begin(self):
        """Starts the bootstrap unless it runs; True when that was a cold start."""
        if self.child is not None and self.child.poll() is None:
            return False
        self.events, self.answers = queue.Queue(), queue.Queue()
        environment = {
            "PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "en_US.UTF-8", "TZ": ":UTC", "HOME": str(ROOT / "tmp"), "TMPDIR": str(ROOT / "tmp"),
            **ENV, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self.port}", "LAMBDA_TASK_ROOT": str(ROOT / "var/task"), "LAMBDA_RUNTIME_DIR": "/var/runtime",
            "_HANDLER": CONFIG["handler"], "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
        }
        self.child = subprocess.Popen([str(ROOT / "var/task/bootstrap")], cwd=ROOT / "var/task", env=environment, stdin=subprocess.DEVNULL)
        child, answers = self.child, self.answers

        def watch():  # whoever waits for an answer is told when none can come any more
            answers.put(("exit", failed("Runtime.ExitError", f"Runtime exited with error: exit status {child.wait()}")))

        threading.Thread(target=watch, daemon=True).start()
        return True

    def end(self):
        if self.child is not None and self.child.poll() is None:
            self.child.kill()
            self.child.wait()
        self.child = None

    def invoke(self, body):
        """Hands over one event and waits for its answer: (kind, bytes), the kind being response, error, exit or timeout."""
        with self.turn:
            began, fault = time.time(), next_fault() or {}
            what, after = fault.get("what"), fault.get("after", False)
            if what == "error" and not after:
                say(fault=fault)
                return "error", failed("Fault", "made to fail")
            if any("{{resolve:" in value for value in ENV.values()):  # deployed, and its secrets are not put in yet
                return "error", failed("Fault", "the secrets are not resolved yet")
            cold = self.begin()
            answers, timeout = self.answers, HANG_SECONDS if what == "hang" else TIMEOUT
            if what == "crash" and not after:
                self.child.kill()
            elif what != "hang":
                self.events.put((uuid.uuid4().hex, int((began + timeout) * 1000), body))
            try:
                kind, answer = answers.get(timeout=timeout + (10 if cold else 0))
            except queue.Empty:
                self.end()
                kind, answer = "timeout", failed("Sandbox.Timedout", f"Task timed out after {timeout:.2f} seconds")
            if kind == "exit":
                self.end()
            if kind == "response" and after:
                kind, answer = "error", failed("Fault", "its answer was lost")
            say(kind=kind, cold=cold, ms=round((time.time() - began) * 1000, 1), **({"fault": fault} if fault else {}))
            return kind, answer


RUNTIME = Runtime()


def beginning(key):
    """The kind of an item: its partition key up to the first `#`."""
    text = key.get("S", "?") if isinstance(key, dict) else "?"
    return text.split("#")[0] + "#" if "#" in text else text


def uses(target, body):
    """Lists the permissions that a call needs: actions with table, index and the beginning of the key."""
    action = target.split(".")[-1]
    try:
        asked = json.loads(body)
    except ValueError:
        return []
    found = []

    def note(action, part):
        key = (part.get("Key") or part.get("Item") or {}).get("pk")
        if key is None and (condition := part.get("KeyConditionExpression")):
            # The partition key is compared by `=`; a sort key that is too comes after it.
            compared = re.search(r"([#\w]+)\s*=\s*(:\w+)", condition)
            key = part.get("ExpressionAttributeValues", {}).get(compared[2]) if compared else None
        found.append({"action": f"dynamodb:{action}", "table": part.get("TableName", ""), "index": part.get("IndexName", ""), "key": beginning(key) if key else ""})

    if action in ("TransactWriteItems", "TransactGetItems"):
        verbs = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem", "Get": "GetItem"}
        for item in asked.get("TransactItems", []):
            for verb, part in item.items():
                note(verbs[verb], part)
    elif action == "BatchGetItem":
        for table, part in asked.get("RequestItems", {}).items():
            for key in part["Keys"]:
                note(action, {"TableName": table, "Key": key})
    elif "DynamoDB" in target:
        note(action, asked)
    return [dict(pairs) for pairs in sorted({tuple(use.items()) for use in found})]


def as_on_aws(body):
    """An event as AWS makes it, where the emulator's differs.

    HTTP APIs: cookies stand in a list of their own, and the caller's address is the caller's, which a header says here.
    """
    try:
        event = json.loads(body)
    except ValueError:
        return body
    if isinstance(event, dict) and event.get("version") == "2.0" and "requestContext" in event:
        headers, request = event["headers"], event["requestContext"]["http"]
        if cookie := headers.pop("cookie", None):
            event["cookies"] = [part.strip() for part in cookie.split(";")]
        if source := headers.pop("x-rehearsal-source", None):
            request["sourceIp"] = source
        request.setdefault("protocol", "HTTP/1.1")
        request.setdefault("userAgent", headers.get("user-agent", ""))
        event["requestContext"]["domainName"] = headers.get("host", "")
    return json.dumps(event).encode()


def for_the_emulator(answer):
    """An answer as the emulator takes it: it passes over the list `cookies`, so the first becomes a header."""
    if b'"cookies"' not in answer:
        return answer
    parsed = json.loads(answer)
    if isinstance(parsed, dict) and parsed.get("cookies"):
        parsed.setdefault("headers", {})["set-cookie"] = parsed["cookies"][0]
    return json.dumps(parsed).encode()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536  # head and body in one packet: two would wait for each other, 40 ms each time

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def body(self):
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = []
        while size := int(self.rfile.readline().split(b";")[0], 16):
            parts.append(self.rfile.read(size))
            self.rfile.readline()
        while self.rfile.readline().strip():  # trailers
            pass
        return b"".join(parts)

    def do_GET(self):
        if not self.path.endswith("/runtime/invocation/next"):
            self.forward(b"")
            return
        events = RUNTIME.events
        request, deadline, body = events.get()
        if events is RUNTIME.events:  # otherwise its bootstrap is gone
            trace = f"Root=1-{int(time.time()):08x}-{uuid.uuid4().hex[:24]};Sampled=0"
            self.answer(200, body, (
                ("Content-Type", "application/json"), ("Lambda-Runtime-Aws-Request-Id", request), ("Lambda-Runtime-Deadline-Ms", str(deadline)),
                ("Lambda-Runtime-Invoked-Function-Arn", ARN), ("Lambda-Runtime-Trace-Id", trace),
            ))

    def do_PUT(self):
        self.forward(self.body())

    do_DELETE = do_PUT

    def do_POST(self):
        body = self.body()
        if self.path.startswith("/2015-03-31/functions/function/"):
            kind, answer = RUNTIME.invoke(as_on_aws(body))
            failed_too = () if kind == "response" else (("X-Amz-Function-Error", "Unhandled"),)
            self.answer(200, for_the_emulator(answer), (("Content-Type", "application/json"), *failed_too))
        elif not self.path.startswith("/2018-06-01/runtime/"):
            self.forward(body)
        else:
            RUNTIME.answers.put(("response" if self.path.endswith("/response") else "error", body))
            self.answer(202, b'{"status":"OK"}')

    def forward(self, body):
        """A call of AWS: on to the emulator, and noted. It is refused here when a fault says so."""
        target = self.headers.get("X-Amz-Target") or f"{self.command} {self.path.split('?')[0]}"
        call = "SendEmail" if "outbound-emails" in target else target
        fault = next_fault(".calls", call)
        status, headers, answer = 0, [], b""
        if not fault or fault.get("after"):
            there = urllib.parse.urlsplit(ENV["AWS_ENDPOINT_URL"])
            connection = http.client.HTTPConnection(there.hostname, there.port, timeout=60)
            kept = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection", "transfer-encoding", "content-length")}
            connection.request(self.command, self.path, body, {**kept, "Host": there.netloc})
            got = connection.getresponse()
            status, answer = got.status, got.read()
            headers = [(name, value) for name, value in got.getheaders() if name.lower() not in ("content-length", "transfer-encoding", "connection", "date")]
            connection.close()
        if fault:
            status, answer = fault["status"], json.dumps({"__type": fault["type"], "message": fault.get("message", "made to fail")}).encode()
            headers = [("Content-Type", "application/x-amz-json-1.0"), ("X-Amzn-ErrorType", fault["type"])]
        refused = {"refused": answer[:400].decode("utf-8", "replace")} if status >= 400 else {}
        say(call=call, uses=uses(target, body), status=status, **refused, **({"fault": fault} if fault else {}))
        self.answer(status, answer, headers)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True


def main():
    server = Server(("127.0.0.1", 0), Handler)
    RUNTIME.port = server.server_address[1]

    def leave(*_):
        RUNTIME.end()
        os._exit(0)

    signal.signal(signal.SIGTERM, leave)
    # As in Lambda, the process starts with its environment, before its first event.
    if not any("{{resolve:" in value for value in ENV.values()):
        RUNTIME.begin()
    (ROOT / "port.new").write_text(str(RUNTIME.port), encoding="utf-8")
    (ROOT / "port.new").rename(ROOT / "port")
    server.serve_forever()


main()
