"""Work that an organizer's request leaves half done, since the table breaks down meanwhile. Upkeep finishes it."""

from faults import every_batch_fails


def upkeep_finishes_what_organizers_began(organizer, site, mail_domain, total):
    """Signers leave the count and come back, and paper is counted and taken back, all of it by upkeep."""
    sheet = organizer.reads_paper(["Jeanne", "Pierre"])
    steps = (
        (organizer.takes_out, mail_domain, total - 1),
        (organizer.takes_back, None, total),
        (organizer.counts_paper, sheet, total + 2),
        (organizer.takes_paper_back, sheet, total),
    )
    where = None
    for step, about, after in steps:
        with every_batch_fails(site, "organizer"):
            where = step(about or where)
        site.run("upkeep")
        site.counts(after)
