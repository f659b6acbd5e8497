"""Partners: an organization asks, an admin accepts, and its contact has a page of its own, which shows no number below five."""

import urllib.parse

from people import Person
from visit import token_of, wait_for

ROOM = "/organizer/en/partners"


class Organization:
    """An organization with one person, who has a mailbox and a browser at one network."""

    def __init__(self, site, name):
        self.site, self.name, self.slug = site, name, name.lower().replace(" ", "-")
        self.domain = f"{self.slug}.ngo.ca"
        self.address, self.mails, self.cookies = f"contact@{self.domain}", 0, {}
        self.source = (("X-Rehearsal-Source", site.network()),)

    def post(self, path, form):
        return self.site.post(path, form, cookies=self.cookies, headers=self.source)

    def follows_the_link(self, page):
        """Opens the link of the next mail and presses the page's button."""
        self.mails += 1
        token = token_of(self.site.mail_to(self.address, self.mails), page)
        shown = self.site.get(f"{page}?token={urllib.parse.quote(token)}").expect(200)
        return self.post(page, shown.form(page)).expect(303)

    def asks(self):
        names = {"name_en": self.name, "name_fr": f"{self.name} en français"}
        self.post("/partner/en/ask", {**names, "website": f"https://www.{self.domain}", "email": self.address, "listed": "yes"}).expect(303)
        self.follows_the_link("/partner/en/asked")

    def enters_its_page(self):
        self.mails += 1  # the welcome
        self.site.mail_to(self.address, self.mails)
        self.post("/partner/en/sign-in", {"email": self.address}).expect(303)
        self.follows_the_link("/partner/en/open")

    def shows_no_number(self):
        """Looks at its page, which shows no number below five."""
        page = self.site.get("/partner/en", cookies=self.cookies).expect(200)
        assert "Fewer than 5 signatures" in page.text or "have not been counted yet" in page.text, page.text
        assert '<strong class="number">' not in page.text, page.text

    def signs_out(self):
        self.post("/partner/en/sign-out", {}).expect(303)
        self.site.get("/partner/en", cookies=self.cookies).expect(303)


def an_organization_becomes_a_partner_and_is_credited(organizer, site):
    """Asks, is accepted, brings one person, and signs out. The office sees the number, and its page shows none. A second contact comes
    and goes."""
    river = Organization(site, "River Town Welcome")
    river.asks()
    asked = organizer.post(f"{ROOM}/ask", email=river.address).expect(200)
    organizer.post(f"{ROOM}/accept", **asked.form(f"{ROOM}/accept")).expect(303)
    wait_for(lambda: river.name in site.get("/en/partners").expect(200).text, "the partner in the public list")
    river.enters_its_page()
    river.shows_no_number()
    Person(site, "Rivera").pledges(partner=river.slug)
    wait_for(lambda: organizer.get("/v1/organizer/tally.json").json["partners"].get(river.slug) == 1, "the credit")
    river.shows_no_number()
    river.signs_out()
    second = f"second@{river.domain}"
    organizer.post(f"{ROOM}/{river.slug}/contacts", email=second).expect(303)
    site.mail_to(second, 1)
    organizer.post(f"{ROOM}/{river.slug}/contacts/remove", email=second).expect(303)


def an_organization_asks_in_vain(site):
    Organization(site, "Lake Town Welcome").asks()
