"""Help for a supporter: a moderator finds one of two people at an address, corrects, sends a link again, and erases."""

import re
import urllib.parse

from desk import BOUNCES
from elapsed import a_fortnight_passes_for_mailboxes
from people import Person
from visit import token_of

ROOM = "/organizer/en/help"


def one_of_two_at_an_address_is_helped(organizer, site):
    helped, friend = Person(site, "Helped"), Person(site, "Friend")
    thanks = helped.pledges()
    friend.pledges(via=own_link(site, thanks))
    a_fortnight_passes_for_mailboxes(site.deployment)
    Person(site, "Other").pledges_beside(helped)
    found = finds(organizer, helped.address)
    acts(organizer, found, "name", first_name="Helped-Ann", last_name="Rehearsal")
    acts(organizer, found, "language", language="fr")
    a_fortnight_passes_for_mailboxes(site.deployment)
    acts(organizer, found, "link")
    site.run("mailer")
    helped.opens_mail()
    acts(organizer, found, "erase")
    helped.opens_mail()
    left = finds(organizer, helped.address).text
    assert "Other Rehearsal" in left and "Helped-Ann" not in left, "one is gone, and the other is still there"


def a_bounce_is_lifted(organizer):
    found = finds(organizer, BOUNCES)
    assert "An email bounced" in found.text
    acts(organizer, found, "lift")
    assert "bounced" not in finds(organizer, BOUNCES).text


def own_link(site, thanks):
    """The code of the link that a signer's page shows for passing on."""
    page = site.get("/en/my-pledge?token=" + urllib.parse.quote(token_of(thanks))).expect(200)
    return re.search(r'class="share" href="[^"]*via=([\w-]+)', page.text)[1]


def finds(organizer, address):
    return organizer.post(f"{ROOM}/find", email=address, why="they asked").expect(200)


def acts(organizer, found, act, **typed):
    """Presses the button of an act about the first person who was found, and sends its form."""
    pressed = organizer.post(f"{ROOM}/act", **found.form(f"{ROOM}/act") | {"act": act}).expect(200)
    organizer.post(f"{ROOM}/do", **pressed.form(f"{ROOM}/do") | typed | {"reason": "asked by phone"}).expect(200)
