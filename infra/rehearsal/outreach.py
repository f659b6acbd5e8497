"""Members' offices: a page by an unguessable link, the week's digest by mail, and a note for the press."""

import re

from desk import BOUNCES, RIDING
from elapsed import a_week_passes
from faults import every_event_fails
from visit import wait_for

ROOM = "/organizer/en/offices"


def an_office_has_a_page_and_gets_another_link(organizer, site):
    organizer.post(f"{ROOM}/links").expect(303)
    former = link(organizer)
    wait_for(lambda: site.get(former).status == 200, "the office's page")
    organizer.post(f"{ROOM}/replace", riding=RIDING, reason="it was passed on").expect(303)
    wait_for(lambda: site.get(former).status == 404, "the end of the former link")
    wait_for(lambda: site.get(link(organizer)).status == 200, "the office's page by its new link")


def link(organizer):
    return re.search(r"/en/office/[\w-]+", organizer.get(f"{ROOM}/{RIDING}").expect(200).text)[0]


def keeps_the_counts_of_a_week_ago(site):
    site.run("upkeep")
    a_week_passes(site.deployment)


def digests_are_taken_back_and_sent(organizer, site):
    """Takes the week's digests back before they leave, and sends them. The one to Lou Nouveau's office bounces."""
    with every_event_fails(site, "mailer"):
        organizer.post(f"{ROOM}/send").expect(303)
        organizer.post(f"{ROOM}/take-back", **organizer.get(ROOM).expect(200).form(f"{ROOM}/take-back")).expect(303)
    wait_for(lambda: works_off(site) and f'action="{ROOM}/send"' in organizer.get(ROOM).text, "the end of what was taken back")
    assert not site.mails_to(BOUNCES)
    organizer.post(f"{ROOM}/send").expect(303)
    wait_for(lambda: works_off(site) and site.mails_to(BOUNCES), "the digest")
    wait_for(lambda: "does not accept email" in organizer.get("/organizer/en/letters").expect(200).text, "the note that it bounced")
    wait_for(lambda: works_off(site) and "on their way" not in organizer.get(ROOM).text, "the end of the week's digests")
    assert len(site.mails_to(BOUNCES)) == 1


def works_off(site):
    """Lets the mailer's minute pass."""
    site.run("mailer")
    return True


def a_note_for_the_press(organizer):
    page = organizer.get(f"/organizer/en/press?of={RIDING}").expect(200)
    assert all(f'id="note-{lang}"' in page.text for lang in ("en", "fr")), "there are numbers enough"
