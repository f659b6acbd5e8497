"""A receiver of webhooks: it checks each message with libraries of another language, and answers as it was asked to.

The Standard Webhooks library checks the shared secret (v1). It does not know public keys (v1a): these are checked as its
specification says, https://www.standardwebhooks.com.

It prints its address. A test sets it by POST /_set and reads by GET /_seen what came."""

import base64
import datetime
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import webhooks


class Clock(datetime.datetime):
    """The time of the site under test, which the library takes for its own."""

    at = None

    @classmethod
    def now(cls, tz=None):
        return datetime.datetime.fromtimestamp(cls.at, tz) if cls.at is not None else datetime.datetime.now(tz)


webhooks.datetime = Clock


class State:
    secret = None
    public = None
    status = 200
    headers = {}
    waits = False
    go_on = threading.Event()
    seen = []
    lock = threading.Lock()


def is_by(key, signature, signed):
    try:
        key.verify(signature, signed)
        return True
    except InvalidSignature:
        return False


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        with State.lock:
            self.answer(200, {}, json.dumps(State.seen))

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path == "/_set":
            return self.set(json.loads(body))
        with State.lock:
            State.seen.append({
                "path": self.path, "id": self.headers["webhook-id"], "timestamp": self.headers["webhook-timestamp"],
                "signatures": len(self.headers.get("webhook-signature", "").split()),
                "verified": self.is_verified(body), "verified_publicly": self.is_verified_publicly(body), "body": json.loads(body),
            })
            status, headers, waits = State.status, State.headers, State.waits
        if waits:
            State.go_on.wait(60)
        self.answer(status, headers, "")

    def set(self, wanted):
        with State.lock:
            Clock.at = wanted.get("now", Clock.at)
            State.secret = wanted.get("secret", State.secret)
            State.public = wanted.get("public", State.public)
            State.status, State.headers = wanted.get("status", State.status), wanted.get("headers", {})
            if "waits" in wanted:
                State.waits = wanted["waits"]
                (State.go_on.clear if State.waits else State.go_on.set)()
        self.answer(204, {}, "")

    def is_verified(self, body):
        try:
            webhooks.Webhook(State.secret).verify(body, dict(self.headers))
            return True
        except Exception:
            return False

    def is_verified_publicly(self, body):
        if State.public is None:
            return False
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(State.public.removeprefix("whpk_")))
        signed = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}.".encode() + body
        signatures = [one.removeprefix("v1a,") for one in self.headers["webhook-signature"].split() if one.startswith("v1a,")]
        return any(is_by(key, base64.b64decode(signature), signed) for signature in signatures)

    def answer(self, status, headers, text):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
