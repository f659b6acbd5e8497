"""The faults that a mailer meets: each person still gets their mail, once, and twice only when an answer, or the note that it went, was lost after the work."""

import json
import time

from people import Person
from visit import wait_for

# A mail that is not taken is tried again a minute later at the soonest, and the mailer's clock strikes more often here.
PATIENCE_SECONDS = 240
# Who signs meanwhile, what runtime.py is told, how often, and how many mails may come of it. The SDK tries a call three times.
CALLS = (
    ("Refused", {"call": "SendEmail", "status": 400, "type": "MessageRejected", "message": "Email address is not verified."}, 1, 1),
    ("Throttled", {"call": "SendEmail", "status": 429, "type": "TooManyRequestsException"}, 3, 1),
    ("Down", {"call": "SendEmail", "status": 500, "type": "InternalServiceErrorException"}, 3, 1),
    ("Paused", {"call": "SendEmail", "status": 400, "type": "SendingPausedException"}, 1, 1),
    ("StoreDown", {"call": "UpdateItem", "status": 500, "type": "InternalServerError"}, 1, 2),
    ("AnswerLost", {"call": "SendEmail", "status": 500, "type": "InternalFailure", "after": True}, 1, 2),
)
EVENTS = (
    ("Crash", {"what": "crash"}, 1, 1),
    ("Hang", {"what": "hang"}, 1, 1),
    ("Error", {"what": "error"}, 2, 1),
    ("Lost", {"what": "error", "after": True}, 1, 1),
)


def each_fault_costs_no_mail(site, home):
    (home / "faults").mkdir(exist_ok=True)
    people = []
    for kind, faults in ((".calls", CALLS), ("", EVENTS)):
        file = home / "faults" / f"{site.deployment.function('mailer')}{kind}.json"
        for name, fault, times, most in faults:
            person = Person(site, name)
            file.write_text(json.dumps({**fault, "times": times}), encoding="utf-8")
            person.signs_by_program()
            wait_for(lambda: not file.exists() or json.loads(file.read_text(encoding="utf-8") or "{}").get("times") != times, f"the fault {name}")
            people.append((person, name, most))
            # The next fault begins when this one is over. One that the SDK does not try so often ends here.
            time.sleep(1)
            file.unlink(missing_ok=True)
    for person, _, _ in people:
        site.mail_to(person.address, patience=PATIENCE_SECONDS)
    # Whatever would come twice comes now.
    for _ in range(2):
        site.strike("mailer")
        time.sleep(3)
    for person, name, most in people:
        mails = len(site.mails_to(person.address))
        assert 1 <= mails <= most, f"{name}: {mails} mails"
