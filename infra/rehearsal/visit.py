"""The deployed site as people meet it: requests through the gateway, the mails they get, and the forms on its pages."""

import base64
import email
import email.policy
import html.parser
import http.client
import json
import re
import time
import urllib.parse

# The longest wait for anything that must happen by itself.
PATIENCE_SECONDS = 60


class Answer:
    """One answer of the site."""

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def text(self):
        return self.body.decode("utf-8", "replace")

    @property
    def json(self):
        return json.loads(self.body)

    def expect(self, status):
        assert self.status == status, f"{self.status} instead of {status}: {self.text[:500]}"
        return self

    def has_form(self, action):
        return Forms(self.text).find(action) is not None

    def form(self, action):
        """Returns the fields of the form with this action, or else of the first one whose action begins so."""
        found = Forms(self.text).find(action)
        assert found is not None, f"no form for {action}"
        return found


class Forms(html.parser.HTMLParser):
    """Every form of a page: its action, and its fields as they would be sent unchanged."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.area = [], None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.forms.append((given.get("action", ""), {}))
        elif not self.forms or not given.get("name"):
            return
        elif tag == "textarea":
            self.area = given["name"]
            self.forms[-1][1][self.area] = ""
        elif tag == "input" and (given.get("type") not in ("checkbox", "radio") or "checked" in given):
            self.forms[-1][1][given["name"]] = given.get("value", "")

    def handle_data(self, data):
        if self.area:
            self.forms[-1][1][self.area] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            # A line break right after the tag is none of the text (HTML, section 13.2.6.4.7).
            self.forms[-1][1][self.area] = self.forms[-1][1][self.area].removeprefix("\n")
            self.area = None

    def find(self, action):
        fitting = (fields for fits in (str.__eq__, str.startswith) for where, fields in self.forms if fits(where, action))
        return next(fitting, None)


class Site:
    """The site of one deployment. `visitor` has cookies of its own."""

    def __init__(self, deployment):
        self.deployment, self.emulator = deployment, deployment.emulator
        outputs = deployment.outputs()
        self.url = outputs["SiteUrl"]
        self.host = urllib.parse.urlsplit(outputs["ApiUrl"]).netloc
        self.networks = 0

    def network(self):
        """Returns an address of a network that nobody had before."""
        self.networks += 1
        return f"10.{self.networks // 256}.{self.networks % 256}.7"

    def send(self, method, path, form=None, body=None, cookies=None, headers=()):
        """One request through the gateway, by the host that AWS gives the API."""
        sent = {"Host": self.host, "User-Agent": "rehearsal", "X-Rehearsal-Source": self.network(), **dict(headers)}
        if form is not None:
            body, sent["Content-Type"] = urllib.parse.urlencode(form), "application/x-www-form-urlencoded"
            sent["Origin"] = self.url
        elif isinstance(body, dict):
            body, sent["Content-Type"] = json.dumps(body), "application/json"
        if cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
        address = urllib.parse.urlsplit(self.emulator.endpoint)
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=90)
        connection.request(method, path, body, sent)
        got = connection.getresponse()
        answer = Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
        connection.close()
        if cookies is not None and (made := answer.headers.get("set-cookie")):
            name, _, value = made.partition("=")
            cookies[name] = value.split(";")[0]
        return answer

    def get(self, path, **more):
        return self.send("GET", path, **more)

    def post(self, path, form, **more):
        return self.send("POST", path, form=form, **more)

    def count(self):
        """Returns the present count. The function keeps its answer for two seconds, so a fresh one is waited for."""
        time.sleep(2.1)
        return self.get("/v1/counter").expect(200).json["total"]

    def counts(self, wanted):
        """Waits until so many are counted."""
        return wait_for(lambda: self.get("/v1/counter").expect(200).json["total"] == wanted, f"a count of {wanted}")

    # ---- Mail ---------------------------------------------------------------------------------------------------

    def mails(self):
        """Lists everything that SES took."""
        return self.emulator.door("ses/emails")["emails"]

    def mails_to(self, address):
        """Lists the mails that SES took for an address: subject and text, the oldest first."""
        found = []
        for mail in self.mails():
            raw = mail.get("rawData") or ""
            try:
                raw = base64.b64decode(raw, validate=True)
            except ValueError:
                raw = raw.encode()
            message = email.message_from_bytes(raw, policy=email.policy.default)
            if address in json.dumps(mail.get("to") or mail.get("destination")) or address in (message["To"] or ""):
                part = message.get_body(("plain",))
                found.append({"subject": message["subject"], "text": part.get_content() if part else ""})
        return found

    def mail_to(self, address, number=1, patience=PATIENCE_SECONDS):
        """The mail of this number that an address gets. When it does not come by the stream, the mailer's clock strikes, as it does each minute."""
        began, struck = time.monotonic(), time.monotonic()
        while len(found := self.mails_to(address)) < number:
            assert time.monotonic() - began < patience, f"mail {number} to {address} does not come"
            if time.monotonic() - struck > 10:
                self.strike("mailer")
                struck = time.monotonic()
            time.sleep(0.1)
        return found[number - 1]

    # ---- Clocks -------------------------------------------------------------------------------------------------

    def strike(self, name):
        """Makes a function's schedule strike now."""
        events = self.emulator.client("events")
        for rule in events.list_rules()["Rules"]:
            for target in events.list_targets_by_rule(Rule=rule["Name"])["Targets"]:
                if target["Arn"].endswith(":" + self.deployment.function(name)):
                    self.emulator.door("events/fire-rule", {"ruleName": rule["Name"], "busName": "default"})
                    return
        raise AssertionError(f"no schedule calls {name}")

    def run(self, name):
        """Hands a function the event of its schedule, and waits until it is done."""
        event = {"detail-type": "Scheduled Event", "source": "aws.events", "detail": {}}
        got = self.emulator.client("lambda").invoke(FunctionName=self.deployment.function(name), Payload=json.dumps(event).encode())
        assert not got.get("FunctionError"), got["Payload"].read()


def wait_for(condition, what, seconds=PATIENCE_SECONDS):
    until = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < until, f"{what} does not come"
        time.sleep(0.1)
    return found


def token_of(mail, page=""):
    """The token in a mail's link to a page."""
    return urllib.parse.unquote(re.search(rf"{re.escape(page)}[^\s]*[?&]token=([^\s&\"]+)", mail["text"])[1])
