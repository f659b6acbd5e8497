"""The faults that a mailer meets: each person still gets their mail, once, and twice only when an answer was lost after the work."""

import json
import time

from people import Person

# name, what runtime.py is told, how often, and how many mails come of it.
CALLS = (
    ("Refused", {"call": "SendEmail", "status": 400, "type": "MessageRejected"}, 2, 1),
    ("Throttled", {"call": "SendEmail", "status": 429, "type": "TooManyRequestsException"}, 2, 1),
    ("Down", {"call": "SendEmail", "status": 500, "type": "InternalServiceErrorException"}, 8, 1),
    ("Paused", {"call": "SendEmail", "status": 400, "type": "SendingPausedException"}, 2, 1),
    ("StoreDown", {"call": "UpdateItem", "status": 500, "type": "InternalServerError"}, 6, 1),
    ("AnswerLost", {"call": "SendEmail", "status": 500, "type": "InternalFailure", "after": True}, 1, 2),
)
EVENTS = (
    ("Crash", {"what": "crash"}, 1, 1),
    ("Hang", {"what": "hang"}, 1, 1),
    ("Error", {"what": "error"}, 2, 1),
    ("Lost", {"what": "error", "after": True}, 1, 1),
)


def each_fault_costs_no_mail(site, home):
    """Returns how long each mail took."""
    took = {}
    for kind, faults in ((".calls", CALLS), ("", EVENTS)):
        for name, fault, times, most in faults:
            file = home / "faults" / f"{site.deployment.function('mailer')}{kind}.json"
            file.parent.mkdir(exist_ok=True)
            person, began = Person(site, name), time.monotonic()
            file.write_text(json.dumps({**fault, "times": times}), encoding="utf-8")
            person.signs_by_program()
            person.opens_mail()
            took[name] = round(time.monotonic() - began, 1)
            file.unlink(missing_ok=True)
            # Whatever would come twice comes now: what is left of the stream, and two minutes of the clock.
            for _ in range(2):
                site.strike("mailer")
                time.sleep(2)
            mails = len(site.mails_to(person.address))
            assert 1 <= mails <= most, f"{name}: {mails} mails"
    return took
