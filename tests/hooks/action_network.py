"""Stands in for Action Network's interface, as its documentation describes it: people by the signup helper and by a filter of dates.

https://actionnetwork.org/docs/v2/person_signup_helper and https://actionnetwork.org/docs/v2/people. It prints its address. A test
lets people unsubscribe by POST /_leave, adds others by POST /_fill, sets the time by POST /_set, and reads everybody by GET /_people
and the questions that came by GET /_asked."""

import json
import re
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

KEY = "an-api-key"
PER_PAGE = 25
FILTER = re.compile(r"modified_date gt '(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)'")
LOCK = threading.Lock()
PEOPLE, ASKED, NOW = {}, [], {"now": "2026-01-01T00:00:00Z"}


class ActionNetwork(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        asked = urlsplit(self.path)
        if asked.path == "/_people":
            return self.answer(200, list(PEOPLE.values()))
        if asked.path == "/_asked":
            return self.answer(200, ASKED)
        if asked.path.rstrip("/") != "/api/v2/people":
            return self.answer(404, {})
        if self.headers["OSDI-API-Token"] != KEY:
            return self.answer(403, {"error": "API Key invalid or not present"})
        ASKED.append(asked.query)
        if NOW.get("spoilt"):
            return self.answer(200, "Down for maintenance")
        query = parse_qs(asked.query)
        since = FILTER.fullmatch(query["filter"][0])[1] if "filter" in query else ""
        page = int(query.get("page", ["1"])[0])
        # Not ordered by the newest date first.
        found = [person for person in PEOPLE.values() if person["modified_date"] > since]
        some = found[(page - 1) * PER_PAGE : page * PER_PAGE]
        links = {"self": {"href": self.path}}
        if page * PER_PAGE < len(found):
            links["next"] = {"href": f"/api/v2/people?page={page + 1}"}
        self.answer(200, {"per_page": PER_PAGE, "page": page, "_links": links, "_embedded": {"osdi:people": some}})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        with LOCK:
            if self.path == "/_set":
                NOW.update(body)
                return self.answer(204, None)
            if self.path == "/_fill":
                for number in range(body["people"]):
                    address = {"address": f"{number}@example.net", "primary": True, "status": "subscribed"}
                    modified = body.get("modified_date", NOW["now"])
                    PEOPLE[address["address"]] = {"email_addresses": [address], "modified_date": modified}
                return self.answer(204, None)
            if self.path == "/_leave":
                person = PEOPLE[body["email"]]
                person["email_addresses"][0]["status"] = "unsubscribed"
                person["modified_date"] = body.get("modified_date", NOW["now"])
                return self.answer(204, None)
            if self.path.rstrip("/") != "/api/v2/people":
                return self.answer(404, {})
            if self.headers["OSDI-API-Token"] != KEY:
                return self.answer(403, {"error": "API Key invalid or not present"})
            given = body["person"]
            [address] = given["email_addresses"]
            if address.get("status", "subscribed") not in ("subscribed", "unsubscribed"):
                return self.answer(400, {"error": "No other status is valid at this endpoint"})
            known = PEOPLE.setdefault(address["address"], {"created_date": NOW["now"]})
            known.update({**given, "modified_date": NOW["now"]})
            self.answer(200, known)

    def answer(self, status, document):
        text = b"" if document is None else json.dumps(document).encode()
        self.send_response(status)
        self.send_header("content-type", "application/hal+json")
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), ActionNetwork)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
