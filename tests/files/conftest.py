"""A site with people in it, an organizer who is signed in, and the files that they downloaded."""

import http.cookiejar
import json
import pathlib
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

PROJECT = pathlib.Path(__file__).resolve().parents[2]
ORGANIZER = "organizer@example.org"
PEOPLE = 120
PATIENCE_SECONDS = 120


def wait_for(what, look):
    """Looks until something is there; fails when it never comes."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{what} never came")


class Office:
    """A browser whose organizer is signed in."""

    def __init__(self, url):
        self.url = url
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar(Everywhere()))
        self.browser = urllib.request.build_opener(cookies)
        self.post("/organizer/en/sign-in", email=ORGANIZER)
        mails = wait_for("the link", lambda: self.json(f"/_local/mailbox.json?to={ORGANIZER}"))
        link = next(link for link in mails[0]["links"] if "/open?" in link)
        token = urllib.parse.parse_qs(urllib.parse.urlsplit(link).query)["token"][0]
        self.post("/organizer/en/open", token=token)

    def post(self, path, **fields):
        """Sends a form as the site's own pages do."""
        body = urllib.parse.urlencode(fields).encode()
        request = urllib.request.Request(self.url + path, data=body, headers={"Origin": self.url})
        with self.browser.open(request) as answer:
            return answer.read()

    def get(self, path):
        """The bytes of a page or a file."""
        with self.browser.open(self.url + path) as answer:
            return answer.read()

    def json(self, path):
        return json.loads(self.get(path))


class Everywhere(http.cookiejar.DefaultCookiePolicy):
    """Sends cookies that are for TLS alone to this machine too, as browsers do."""

    def return_ok_secure(self, cookie, request):
        return True


@pytest.fixture(scope="session")
def office():
    site = subprocess.Popen(
        [PROJECT / "target/debug/local", "--memory", "--port", "0", "--quiet", "--demo", str(PEOPLE)],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        url = site.stdout.readline().strip()
        assert url, "the site did not start"
        office = Office(url)
        # The counter is kept for two seconds, so it is asked until everybody is in it.
        wait_for("everybody", lambda: office.json("/v1/counter")["total"] == PEOPLE)
        yield office
    finally:
        site.terminate()
        site.wait()


@pytest.fixture(scope="session")
def tally(office):
    """The public numbers, which every file must agree with."""
    return office.json("/v1/tally")


@pytest.fixture(scope="session")
def counts(tally):
    return {riding["code"]: riding["count"] for riding in tally["ridings"]}
