"""Webhooks: programs on this machine receive them, check them with a library that is not ours, refuse one, and get it again."""

import json
import re
import subprocess
import time
import urllib.request

from deployment import PROJECT
from elapsed import an_hour_passes_for_recipients, items, three_days_pass_for_messages
from people import Person
from visit import token_of, wait_for

ROOM = "/organizer/en/webhooks"
# The organization that the consent names: it alone may hear of people.
NAMED = {"name_en": "Canadian Council for Refugees", "name_fr": "Conseil canadien pour les réfugiés"}


class Program:
    """One of the programs in tests/hooks, until it is stopped."""

    def __init__(self, name):
        command = [PROJECT / ".tools/hooks/bin/python", PROJECT / "tests/hooks" / name, "0"]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def post(self, path, **body):
        urllib.request.urlopen(urllib.request.Request(self.url + path, data=json.dumps(body).encode()), timeout=30).close()

    def list(self, path):
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return json.load(answer)


def delivers_until(site, condition, what):
    """Lets the ledger's minutes pass until something is so. A round that finds another one at work does nothing."""

    def passed():
        site.run("ledger")
        return condition()

    return wait_for(passed, what)


def a_recipient_hears_of_a_consent_and_of_its_end(organizer, site):
    """Adds a recipient that refuses a message for days and gets it again, and removes it in the end."""
    with Program("receiver.py") as receiver:
        added = organizer.post(ROOM, **NAMED, kind="standard", address=f"{receiver.url}/hook", hours="on", integrity="on", consents="on").expect(200)
        receiver.post("/_set", secret=re.search(r'id="hook-secret">([^<]+)<', added.text)[1])
        page = re.search(rf'href="({ROOM}/[^"]+)"', added.text)[1]

        def seen(kind):
            return [message for message in receiver.list("/_seen") if message["body"]["type"] == kind]

        hears = Person(site, "Hears")
        thanks = hears.pledges()
        delivers_until(site, lambda: seen("consent.given"), "a consent at its recipient")
        hears.withdraws(thanks)
        delivers_until(site, lambda: seen("consent.withdrawn"), "the end of a consent at its recipient")

        receiver.post("/_set", status=400)
        organizer.post(f"{page}/test").expect(303)
        three_days_pass_for_messages(site.deployment)
        delivers_until(site, lambda: seen("webhook.test"), "a test at its recipient")
        again = wait_for(lambda: (shown := organizer.get(page).expect(200)).has_form(f"{page}/again") and shown, "the message that failed")
        receiver.post("/_set", status=200)
        organizer.post(f"{page}/again", **again.form(f"{page}/again")).expect(303)
        delivers_until(site, lambda: len(seen("webhook.test")) == 2, "the test once more")
        assert all(message["verified"] for message in receiver.list("/_seen")), "each message bears good signatures"
    for deed in ("pause", "resume", "remove"):
        organizer.post(f"{page}/{deed}").expect(303)
    delivers_until(site, lambda: not items(site.deployment, "Office", "H#"), "the end of the recipient")


def action_network_hears_of_a_consent_and_takes_it_back(organizer, site):
    """Somebody who agreed here unsubscribes over there, and their consent is taken back here."""
    with Program("action_network.py") as network:
        organizer.post(ROOM, **NAMED, kind="action-network", address=network.url, api_key="an-api-key").expect(303)
        leaves = Person(site, "Unsubscriber")
        thanks = leaves.pledges()
        delivers_until(site, lambda: network.list("/_people"), "a consent at Action Network")
        in_a_minute = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 60))
        network.post("/_set", now=in_a_minute)
        network.post("/_leave", email=leaves.address)
        an_hour_passes_for_recipients(site.deployment)
        delivers_until(site, lambda: not agrees(site, thanks), "the end of the consent")


def agrees(site, thanks):
    """Whether the box for news is ticked on a signer's page."""
    page = site.get(f"/en/my-pledge?token={token_of(thanks)}").expect(200)
    return "updates" in page.form("/en/my-pledge/consents")
