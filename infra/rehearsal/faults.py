"""The faults that a mailer meets. Everybody gets their mail all the same.

The mailer sends first and notes it afterwards, so that no mail is ever lost: at least once, not exactly once. Each fault says how
many mails come of it. It is one wherever the mail had not gone yet, and two where SES's answer was lost: the mailer could not know
that it had taken the mail. Where the note that it went could not be written it is one or two: the table may have failed before the mail
or after it, since the mailer changes items of several kinds.
"""

import contextlib
import json

from people import Person
from visit import wait_for

# The minute's round finds an unsent mail two minutes after it was written (store::STREAM_TIME). The rehearsal does
# something else meanwhile.
PATIENCE_SECONDS = 240
# The tries of one call by the SDK: a fault that lasts as long reaches the mailer.
TRIES = 3
# The person who signs meanwhile, the order to runtime.py, its number of times, and the mails that follow.
CALLS = (
    ("Refused", {"call": "SendEmail", "status": 400, "type": "MessageRejected", "message": "Email address is not verified."}, 1, {1}),
    ("Throttled", {"call": "SendEmail", "status": 429, "type": "TooManyRequestsException"}, TRIES, {1}),
    ("Down", {"call": "SendEmail", "status": 500, "type": "InternalServiceErrorException"}, TRIES, {1}),
    ("Paused", {"call": "SendEmail", "status": 400, "type": "SendingPausedException"}, 1, {1}),
    # The note that the mail went is lost, once for each try of one mail.
    ("StoreDown", {"call": "UpdateItem", "status": 500, "type": "InternalServerError"}, TRIES, {1, 2}),
    # SES took the mail, and its answer was lost: the SDK sends it again.
    ("AnswerLost", {"call": "SendEmail", "status": 500, "type": "InternalFailure", "after": True}, 1, {2}),
)
EVENTS = (
    ("Crash", {"what": "crash"}, 1, {1}),
    ("Hang", {"what": "hang"}, 1, {1}),
    ("Error", {"what": "error"}, 2, {1}),
    # The mailer did its work and noted it, and Lambda's answer was lost.
    ("Lost", {"what": "error", "after": True}, 1, {1}),
)


def each_fault_strikes(site, stream, home):
    """Lets each fault strike while somebody signs. Returns those people, with the name of their fault and how many mails may come of it."""
    (home / "faults").mkdir(exist_ok=True)
    people = []
    for kind, faults in ((".calls", CALLS), ("", EVENTS)):
        file = home / "faults" / f"{site.deployment.function('mailer')}{kind}.json"
        for name, fault, times, mails in faults:
            person, done = Person(site, name), stream.done
            file.write_text(json.dumps({**fault, "times": times}), encoding="utf-8")
            person.signs_by_program()
            # The next fault begins when this one is over, and the stream has nothing left to try again.
            wait_for(lambda: not file.exists() and stream.done > done, f"the end of the fault {name}")
            people.append((person, name, mails))
    return people


def every_event_fails(site, name):
    """Lets a function do nothing meanwhile, as if each of its calls broke down."""
    return lasting(site, name, "", {"what": "error"})


def every_batch_fails(site, name):
    """Lets the table answer no request of a function for several items meanwhile."""
    return lasting(site, name, ".calls", {"call": "BatchGetItem", "status": 500, "type": "InternalServerError"})


@contextlib.contextmanager
def lasting(site, name, kind, fault):
    """A fault that strikes until it is over."""
    folder = site.emulator.home / "faults"
    folder.mkdir(exist_ok=True)
    file = folder / f"{site.deployment.function(name)}{kind}.json"
    file.write_text(json.dumps(fault), encoding="utf-8")
    try:
        yield
    finally:
        file.unlink()


def everybody_has_their_mail(site, people):
    for person, _, _ in people:
        site.mail_to(person.address, patience=PATIENCE_SECONDS)
    # A second mail would come now: the round looks at all that is due, and its answer is waited for.
    site.run("mailer")
    for person, name, expected in people:
        mails = len(site.mails_to(person.address))
        assert mails in expected, f"{name}: {mails} mails, and not {' or '.join(map(str, sorted(expected)))}"
