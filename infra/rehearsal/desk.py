"""The campaign's desk: a coordinator changes the goal, a sentence and a seat, and sees each at the site. An undo takes one back."""

from visit import wait_for

DESK, MEMBERS = "/organizer/en/campaign", "/organizer/en/members"
RIDING = "35079"
LEDE = {"en": "A first line of the rehearsal.", "fr": "Une première ligne de la répétition."}
# SES itself bounces every mail to this address, and the emulator does so too.
BOUNCES = "bounce@simulator.amazonses.com"
ELECTED = {"seat": "member", "name": "Lou Nouveau", "party": "Independent", "email": BOUNCES, "email_source": "https://www.ngo.ca/lou"}


def publishes(organizer, path, typed):
    """Changes a form of the desk by its preview."""
    page = organizer.get(path).expect(200)
    preview = organizer.post(path, **page.form(path) | typed | {"step": "preview"}).expect(200)
    organizer.post(path, **preview.form(path) | {"step": "publish"}).expect(303)


def changes_the_goal_and_a_sentence(organizer, site):
    """Publishes two editions, and takes the second back."""
    publishes(organizer, f"{DESK}/goal", {"goal": "30000", "goal_steps": ""})
    wait_for(lambda: site.get("/v1/counter").expect(200).json["goal"] == 30_000, "the goal at the site")
    publishes(organizer, f"{DESK}/page", {f"{lang}-campaign-lede-0": line for lang, line in LEDE.items()})
    for lang, line in LEDE.items():
        wait_for(lambda: line in site.get(f"/{lang}").expect(200).text, "the sentence at the site")
    undo = f"{DESK}/history/2/undo"
    preview = organizer.post(undo, **organizer.get(f"{DESK}/history").expect(200).form(undo) | {"step": "preview"}).expect(200)
    organizer.post(undo, **preview.form(undo) | {"step": "publish"}).expect(303)
    wait_for(lambda: LEDE["en"] not in site.get("/en").expect(200).text, "the former sentence at the site")


def has_a_seat_elected(organizer, site):
    """Publishes a by-election. From then on a mail to that Member's office bounces."""
    form = organizer.get(f"{MEMBERS}/seat?riding={RIDING}").expect(200).form(f"{MEMBERS}/holder")
    publishes_members(organizer, organizer.post(f"{MEMBERS}/holder", **form | ELECTED))
    for path in (f"/en/ridings/{RIDING}", f"/en/letter/{RIDING}"):
        wait_for(lambda: ELECTED["name"] in site.get(path).expect(200).text, f"the new Member at {path}")


def has_the_former_member_back(organizer, site):
    publishes_members(organizer, organizer.post(f"{MEMBERS}/restore", version="0"))
    wait_for(lambda: ELECTED["name"] not in site.get(f"/en/ridings/{RIDING}").expect(200).text, "the former Member at the site")


def publishes_members(organizer, preview):
    organizer.post(f"{MEMBERS}/publish", **preview.expect(200).form(f"{MEMBERS}/publish")).expect(303)
