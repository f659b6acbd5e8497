"""People's deeds at the site, each as they would act in a browser or a program. Every function fails by itself when it does not work."""

import base64
import hmac
import re
import struct
import time
import urllib.parse

from visit import token_of, wait_for

OTTAWA = "K2P 0A1"
# The code of a link. Nobody need have it: the form cannot tell, and counts for it all the same.
AN_OWN_LINK = "Rehearsal_01"


class Person:
    """A supporter with a mailbox of their own. Without a source, each form comes from another network."""

    def __init__(self, site, name, domain=None, source=()):
        self.site, self.name, self.source = site, name, source
        self.address = f"{name.lower()}@{domain or name.lower() + '.ngo.ca'}"
        self.mails = 0

    def opens_mail(self):
        self.mails += 1
        return self.site.mail_to(self.address, self.mails)

    def signs(self, **more):
        form = {"first_name": self.name, "last_name": "Rehearsal", "email": self.address, "postal_code": OTTAWA, **more}
        return self.site.post("/en/pledges", form, headers=self.source).expect(303).headers["location"]

    def signs_by_program(self):
        body = {"first_name": self.name, "last_name": "Rehearsal", "email": self.address, "postal_code": OTTAWA, "locale": "en", "consents": {"updates": True}}
        self.site.send("POST", "/v1/pledges", body=body).expect(202)

    def confirms(self, token):
        page = self.site.get("/en/confirm?token=" + urllib.parse.quote(token)).expect(200)
        return self.site.post("/en/confirm", page.form("/en/confirm") | {"token": token, "updates": "on"}).expect(303)

    def pledges(self, **more):
        """Signs by the form and confirms by the link. Returns the mail that thanks them."""
        self.signs(**more)
        return self.confirms_and_is_thanked(self.opens_mail())

    def confirms_and_is_thanked(self, asked):
        self.mails = 1
        self.confirms(token_of(asked))
        return self.opens_mail()

    def pledges_beside(self, person):
        """Signs with another person's address, and says in the shared mailbox that they are somebody else."""
        self.address = person.address
        self.signs()
        self.site.send("POST", "/v1/pledges/confirm", body={"token": token_of(person.opens_mail()), "who": "another"}).expect(200)
        person.opens_mail()

    def pledges_by_code(self):
        """Signs by the form that somebody's own link opens, and enters the mail's code on the page that follows."""
        where = self.signs(via=AN_OWN_LINK)
        code = re.search(r"\b(\d{3})\s?(\d{3})\b", self.opens_mail()["text"])
        form = self.site.get(where).expect(200).form("/en/check-your-mail")
        self.site.post("/en/check-your-mail", form | {"code": code[1] + code[2]}).expect(303)
        return self.opens_mail()

    def pledges_by_program(self):
        self.signs_by_program()
        asked = self.opens_mail()
        self.site.send("POST", "/v1/pledges/confirm", body={"token": token_of(asked), "consents": {"updates": True}}).expect(200)
        return self.opens_mail()

    def withdraws(self, thanks):
        self.site.post("/en/my-pledge/withdraw", {"token": token_of(thanks)}).expect(303)
        return self.opens_mail()


def reads_the_public_pages(site):
    for path in ("/en", "/fr", "/en/privacy", "/en/poster", "/en/ridings", "/en/partners", "/en/integrity", "/v1/tally", "/v1/history", "/v1/integrity", "/openapi.json", "/robots.txt", "/embed/counter", "/embed/counter.svg"):
        site.get(path).expect(200)
    site.get("/").expect(303)
    site.get("/no/such/page").expect(404)
    assert site.get("/en/share.png").expect(200).body.startswith(b"\x89PNG")


def corrects_a_pledge(site, person, thanks):
    """Sees their pledge, downloads it, corrects the name, moves and comes back, stops the news."""
    token = token_of(thanks)
    page = site.get("/en/my-pledge?token=" + urllib.parse.quote(token)).expect(200)
    site.get("/en/my-pledge/download?token=" + urllib.parse.quote(token)).expect(200)
    name = page.form("/en/my-pledge/name") | {"token": token, "first_name": person.name + "-Ann"}
    site.post("/en/my-pledge/name", name).expect(303)
    site.post("/en/my-pledge/riding", {"token": token, "postal_code": "H2G 2J8"}).expect(303)
    site.post("/en/my-pledge/consents", {"token": token}).expect(303)


def says_that_it_was_not_them(site, person):
    asked = person.opens_mail()
    token = token_of(asked, "/not-me")
    page = site.get("/en/not-me?token=" + urllib.parse.quote(token)).expect(200)
    site.post("/en/not-me", page.form("/en/not-me") | {"token": token}).expect(200)


def sends_a_letter(site, thanks):
    """Looks at a letter to the Member for their riding, at the sheet for printing, and sends it."""
    where = "/en/letter/35079"
    page = site.get(f"{where}?token={urllib.parse.quote(token_of(thanks))}").expect(200)
    fields = page.form(where)
    site.post(f"{where}/print", fields).expect(200)
    site.post(f"{where}/send", fields | {"to": "member"}).expect(200)


def writes_a_letter(site, thanks):
    """Has a letter passed on to the Member."""
    before = member_mails(site)
    sends_a_letter(site, thanks)

    def passed_on():
        site.strike("mailer")
        return member_mails(site) == before + 1

    wait_for(passed_on, "the letter")


def member_mails(site):
    return len(site.mails_to("@parl.gc.ca"))


class Device:
    """A device that shows the six digits of a second factor (RFC 6238)."""

    def __init__(self, typed):
        text = typed.replace(" ", "").upper()
        self.secret = base64.b32decode(text + "=" * (-len(text) % 8))

    def code(self):
        digest = hmac.new(self.secret, struct.pack(">Q", int(time.time()) // 30), "sha1").digest()
        at = digest[-1] & 15
        return f"{(struct.unpack('>I', digest[at:at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


class Organizer:
    """An organizer with a browser of their own."""

    def __init__(self, site, address):
        self.site, self.address, self.cookies = site, address, {}

    def get(self, path):
        return self.site.get(path, cookies=self.cookies)

    def post(self, path, **fields):
        return self.site.post(path, fields, cookies=self.cookies)

    def asks_for_a_link(self):
        mails = len(self.site.mails_to(self.address))
        self.site.post("/organizer/en/sign-in", {"email": self.address}).expect(303)
        link = re.search(r"https?://\S+/open\?\S+", self.site.mail_to(self.address, mails + 1)["text"])[0]
        return urllib.parse.urlsplit(link)

    def opens(self, link):
        page = self.get(f"{link.path}?{link.query}").expect(200)
        entered = self.post("/organizer/en/open", **page.form("/organizer/en/open"))
        assert entered.status == 303 and self.cookies, f"{entered.status}: a link lets its organizer in"

    def signs_in(self):
        self.opens(self.asks_for_a_link())
        self.get("/organizer/en").expect(200)
        return self

    def looks_around(self):
        """Follows each link of the dashboard, and from each page the links to further rooms."""
        links = re.compile(r'href="(/(?:v1/)?organizer/[^"#]*)"')
        rooms, seen = set(links.findall(self.get("/organizer/en").text)), set()
        while rooms - seen:
            room = min(rooms - seen)
            seen.add(room)
            answer = self.get(room)
            assert answer.status in (200, 303), room
            if room.startswith("/organizer") and answer.status == 200:
                rooms |= set(links.findall(answer.text.partition('class="room-groups"')[2].partition("</nav>")[0]))

    def downloads_supporters(self):
        answer = self.post("/v1/organizer/supporters.csv", reason="a rehearsal").expect(200)
        assert "@" in answer.text, "somebody agreed to hear from the campaign"
        return answer

    def prints_a_report(self):
        led = self.get("/v1/organizer/report.pdf?riding=35079").expect(303)
        where = urllib.parse.urlsplit(led.headers["location"])
        answer = self.site.get(f"{where.path}?{where.query}").expect(200)
        assert answer.body.startswith(b"%PDF"), answer.text[:200]

    def invites_and_removes(self, address):
        self.post("/organizer/en/team", email=address, role="viewer").expect(303)
        self.post("/organizer/en/team/role", email=address, role="exporter", **{"from": "viewer"}).expect(303)
        self.post("/organizer/en/team/remove", email=address).expect(303)

    def recounts(self):
        self.post("/organizer/en/integrity/recount").expect(303)

    def examines(self):
        self.post("/organizer/en/integrity/examine").expect(200)

    def takes_out(self, mail_domain):
        """Takes the signers of a mail domain out of the count. Returns the page of this work."""
        self.post("/organizer/en/integrity/preview", mail_domain=mail_domain).expect(200)
        done = self.post("/organizer/en/integrity/apply", mail_domain=mail_domain, cause="automated", reason="a rehearsal").expect(303)
        return done.headers["location"]

    def takes_back(self, where):
        """Takes them back into the count."""
        self.get(where).expect(200)
        self.post(f"{where}/undo", reason="it was one").expect(303)

    def pauses_letters(self):
        for deed in ("pause", "resume"):
            self.post("/organizer/en/letters/pause", deed=deed, reason="a rehearsal").expect(303)

    def turns_each_switch(self):
        """Puts each switch for a rush on and off again."""
        for switch in ("form-closed", "holding-page", "reminders-paused"):
            for on in ("true", "false"):
                self.post("/organizer/en/switches", switch=switch, on=on, reason="a rehearsal").expect(303)

    def notes_that_the_prime_minister_answered(self):
        self.post("/organizer/en/letters/mark", to="prime-minister", mark="answered", source="a letter", reason="they wrote").expect(303)
        kept = "/organizer/en/letters/marks/prime-minister:answered"
        self.post(f"{kept}/switch", goes_on="true", reason="a new question").expect(303)
        self.post(f"{kept}/lift", reason="a mistake").expect(303)

    def reads_paper(self, names):
        """Reads a sheet of paper. Returns the page of this import."""
        sheet = "First name,Last name,Postal code,Riding code\r\n" + "".join(f"{name},Roy,{OTTAWA},\r\n" for name in names)
        parts = (("partner", "", "ccr"), ("note", "", "the market"), ("file", '; filename="sheet.csv"', sheet))
        body = "".join(f'--rehearsal\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}\r\n' for name, more, value in parts) + "--rehearsal--\r\n"
        headers = (("Content-Type", "multipart/form-data; boundary=rehearsal"), ("Origin", self.site.url))
        page = self.site.send("POST", "/organizer/en/paper", body=body.encode(), cookies=self.cookies, headers=headers).expect(200)
        return re.search(r'action="(/organizer/en/paper/[^"]+)/count"', page.text)[1]

    def counts_paper(self, where):
        self.post(f"{where}/count").expect(303)

    def takes_paper_back(self, where):
        self.post(f"{where}/take-back", reason="the wrong file").expect(303)

    def repairs(self):
        self.post("/organizer/en/integrity/repair", reason="a rehearsal").expect(303)

    def switches_a_second_factor_on_and_off(self):
        """Sets it up, comes in with it, and switches it off by a recovery code."""
        page = self.get("/organizer/en/second-factor").expect(200)
        device = Device(re.search(r'id="factor-secret">([^<]+)<', page.text)[1])
        shown = self.post("/organizer/en/second-factor", secret=page.form("/organizer/en/second-factor")["secret"], code=device.code()).expect(200)
        recovery = re.findall(r'<li><code class="typed">([^<]+)<', shown.text)
        self.post("/organizer/en/sign-out").expect(303)
        self.comes_in_by(recovery[0])
        self.post("/organizer/en/second-factor/off", code=recovery[1]).expect(303)

    def comes_in_by(self, code):
        link = self.asks_for_a_link()
        page = self.get(f"{link.path}?{link.query}").expect(200)
        asked = self.post("/organizer/en/open", **page.form("/organizer/en/open")).expect(200)
        self.post("/organizer/en/code", **asked.form("/organizer/en/code") | {"code": code}).expect(303)

    def signs_out(self):
        self.post("/organizer/en/sign-out").expect(303)
