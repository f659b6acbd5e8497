"""Members' offices: a page by an unguessable link, the week's digest by mail, and a note for the press."""

import re

from desk import BOUNCES, RIDING
from elapsed import a_week_passes
from faults import every_event_fails
from held import works_off
from visit import wait_for

ROOM, LETTERS = "/organizer/en/offices", "/organizer/en/letters"


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
    wait_for(lambda: works_off(site) and organizer.get(ROOM).expect(200).has_form(f"{ROOM}/send"), "the end of what was taken back")
    assert not site.mails_to(BOUNCES)
    organizer.post(f"{ROOM}/send").expect(303)
    wait_for(lambda: works_off(site) and site.mails_to(BOUNCES), "the digest")
    note = wait_for(lambda: re.search(rf'href="(/organizer/en/letters/marks/{RIDING}:[\w-]+)"', organizer.get(LETTERS).expect(200).text), "the note that it bounced")
    organizer.post(f"{note[1]}/lift", reason="it was tried").expect(303)
    wait_for(lambda: works_off(site) and "on their way" not in organizer.get(ROOM).text, "the end of the week's digests")
    assert len(site.mails_to(BOUNCES)) == 1


def paper_makes_a_note_for_the_press(organizer):
    """Twenty-five people sign on paper, so that a note may name their riding's number. Then the sheet is taken back."""
    sheet = organizer.reads_paper([f"Anne{letter}" for letter in "abcdefghijklmnopqrstuvwxy"])
    organizer.counts_paper(sheet)
    press = f"/organizer/en/press?of={RIDING}"
    # The count is some seconds old at most.
    wait_for(lambda: 'id="note-fr"' in organizer.get(press).expect(200).text, "a note with numbers enough")
    organizer.takes_paper_back(sheet)
