"""Mail that is held: forms beyond what one network may cause, and letters beyond what one mail domain may. An organizer decides."""

from elapsed import items
from faults import every_event_fails
from people import Person, member_mails, sends_a_letter
from visit import wait_for

FORMS, LETTERS = "/organizer/en/held", "/organizer/en/letters"
# Nobody else's letters count for this domain; those of a name below `ngo.ca` count for `ngo.ca`.
CHOIR = "choir.ca"


def a_choir_is_released_and_a_robot_is_discarded(organizer, site):
    """Three sign at one network with addresses of one domain, and two of them write to their Member. One letter leaves, the next waits."""
    source = (("X-Rehearsal-Source", site.network()),)
    flora, fauna, robot = (Person(site, name, CHOIR, source) for name in ("Flora", "Fauna", "Robot"))
    flora.signs()
    asked = [flora.opens_mail()]
    fauna.signs()
    decides(organizer, FORMS, "release")
    asked.append(wait_for(lambda: works_off(site) and site.mails_to(fauna.address), "the mail that was held")[0])
    robot.signs()
    ruling = decides(organizer, FORMS, "discard")
    wait_for(lambda: works_off(site) and "Discarded." in organizer.get(ruling).expect(200).text, "the end of the robot's form")
    assert not site.mails_to(robot.address)

    thanks = [person.confirms_and_is_thanked(mail) for person, mail in zip((flora, fauna), asked, strict=True)]
    before = member_mails(site)
    sends_a_letter(site, thanks[0])
    wait_for(lambda: works_off(site) and member_mails(site) == before + 1, "the letter that nothing holds")
    sends_a_letter(site, thanks[1])
    decides(organizer, LETTERS, "release")
    wait_for(lambda: works_off(site) and member_mails(site) == before + 2, "the letter that was held")


def a_letter_of_somebody_who_does_not_count_is_erased(organizer, site):
    """A signer leaves the count while their letter waits to leave. The Member never gets it."""
    doubtful = Person(site, "Doubtful")
    thanks, before, letters = doubtful.pledges(), member_mails(site), kept_letters(site)
    with every_event_fails(site, "mailer"):
        sends_a_letter(site, thanks)
        work = organizer.takes_out("doubtful.ngo.ca")
    wait_for(lambda: works_off(site) and kept_letters(site) == letters, "the end of the letter")
    assert member_mails(site) == before
    organizer.takes_back(work)


def kept_letters(site):
    return len(items(site.deployment, "Pledges", "T#"))


def decides(organizer, room, verdict):
    """Waits for a group in a room of held mail, and decides about it. Returns the page of the decision."""
    shown = wait_for(lambda: (page := organizer.get(room).expect(200)).has_form(f"{room}/group") and page, f"a group in {room}")
    group = organizer.post(f"{room}/group", **shown.form(f"{room}/group")).expect(200)
    return organizer.post(f"{room}/rule", **group.form(f"{room}/rule") | {"verdict": verdict, "reason": "a rehearsal"}).expect(303).headers["location"]


def works_off(site):
    """Lets the mailer's minute pass."""
    site.run("mailer")
    return True
