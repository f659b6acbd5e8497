"""infra/stack/preflight, against an `aws` and a `dig` that answer what a file says."""

import copy
import hashlib
import json
import os
import re
import subprocess
import sys

import pytest
from expansion import PROJECT, Stack

# Answers the longest entry that its arguments begin with.
STUB = f"""#!{sys.executable}
import json, os, sys
answers = json.load(open(os.environ["ANSWERS"]))["{{name}}"]
words = " ".join(sys.argv[1:])
known = [key for key in answers if words.startswith(key)]
if not known:
    sys.exit(f"An error occurred: no answer to {{{{words}}}}")
answer = answers[max(known, key=len)]
print(answer if isinstance(answer, str) else json.dumps(answer))
"""
STACK = "arn:aws:cloudformation:ca-central-1:111122223333:stack/time-to-lead-Watch/1"
CERTIFICATE = "arn:aws:acm:ca-central-1:111122223333:certificate/1"
PARAMETERS = {
    "SiteUrl": "https://pledge.example.ca",
    "MailFrom": "pledge@example.ca",
    "MailsPerSecond": "14",
    "DomainName": "pledge.example.ca",
    "CertificateArn": CERTIFICATE,
    "AlarmMail": "operator@example.ca",
    "MonthlyBudget": "50",
    "IdentityKeyVersion": "v1",
    "PersonKeyVersion": "v1",
}
OUTPUTS = {"PledgesTable": "p", "TallyTable": "t", "OfficeTable": "o", "DomainTarget": "d-1.execute-api.example.net", "MailRecord1": "one CNAME two"}


def physical(name):
    return {"StackResourceDetail": {"PhysicalResourceId": name}}


def table(name, **more):
    return {"Table": {"TableName": name, "DeletionProtectionEnabled": True, **more}}


def followed(uuid, state="Enabled"):
    return {"UUID": uuid, "State": state, "EventSourceArn": "arn:aws:dynamodb:ca-central-1:111122223333:table/p/stream/2026-11-23T00:00:00.000"}


BACKED_UP = {"ContinuousBackupsDescription": {"PointInTimeRecoveryDescription": {"PointInTimeRecoveryStatus": "ENABLED"}}}
RESOURCE = "cloudformation describe-stack-resource --stack-name"
GOOD = {
    "aws": {
        "sts get-caller-identity": {"Account": "111122223333"},
        "cloudformation describe-stacks --stack-name time-to-lead": {
            "Stacks": [
                {
                    "StackStatus": "UPDATE_COMPLETE",
                    "Parameters": [{"ParameterKey": key, "ParameterValue": value} for key, value in PARAMETERS.items()],
                    "Outputs": [{"OutputKey": key, "OutputValue": value} for key, value in OUTPUTS.items()],
                }
            ]
        },
        f"{RESOURCE} time-to-lead --logical-resource-id Watch": physical(STACK),
        f"{RESOURCE} time-to-lead --logical-resource-id Mailer": physical("time-to-lead-mailer"),
        f"{RESOURCE} time-to-lead --logical-resource-id Ledger": physical("time-to-lead-ledger"),
        f"{RESOURCE} time-to-lead --logical-resource-id IdentityKey": physical("identity"),
        f"{RESOURCE} time-to-lead --logical-resource-id PersonKey": physical("person"),
        f"{RESOURCE} {STACK} --logical-resource-id Told": physical("arn:aws:sns:topic"),
        "sesv2 get-account": {"ProductionAccessEnabled": True, "SendingEnabled": True, "EnforcementStatus": "HEALTHY", "SendQuota": {"Max24HourSend": 100000, "MaxSendRate": 28}},
        "sesv2 get-email-identity --email-identity example.ca": {
            "VerifiedForSendingStatus": True,
            "DkimAttributes": {"Status": "SUCCESS", "Tokens": ["a", "b", "c"]},
            "MailFromAttributes": {"MailFromDomain": "bounce.example.ca", "MailFromDomainStatus": "SUCCESS"},
        },
        f"acm describe-certificate --certificate-arn {CERTIFICATE}": {"Certificate": {"Status": "ISSUED", "DomainName": "*.example.ca", "SubjectAlternativeNames": []}},
        "lambda get-account-settings": {"AccountLimit": {"ConcurrentExecutions": 1000}},
        "lambda list-event-source-mappings --function-name time-to-lead-mailer": {"EventSourceMappings": [{"UUID": "u-0", "State": "Enabled", "EventSourceArn": "arn:aws:sqs:ca-central-1:111122223333:feedback"}, followed("u-1")]},
        "lambda list-event-source-mappings --function-name time-to-lead-ledger": {"EventSourceMappings": [followed("u-2")]},
        "dynamodb describe-table --table-name p": table("p", StreamSpecification={"StreamViewType": "KEYS_ONLY"}),
        "dynamodb describe-table --table-name t": table("t"),
        "dynamodb describe-table --table-name o": table("o"),
        "dynamodb describe-continuous-backups": BACKED_UP,
        "dynamodb describe-time-to-live --table-name p": {"TimeToLiveDescription": {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires_at"}},
        "secretsmanager get-secret-value --secret-id identity --version-stage v1": {"SecretString": "first secret"},
        "secretsmanager get-secret-value --secret-id identity --version-stage AWSCURRENT": {"SecretString": "first secret"},
        "secretsmanager get-secret-value --secret-id person --version-stage v1": {"SecretString": "second secret"},
        "sns list-subscriptions-by-topic --topic-arn arn:aws:sns:topic": {"Subscriptions": [{"SubscriptionArn": "arn:aws:sns:topic:1"}]},
    },
    "dig": {"+short _dmarc.example.ca TXT": '"v=DMARC1; p=none"', "+short pledge.example.ca CNAME": "d-1.execute-api.example.net."},
}
COPIES = [
    f"--identity-key-sha256={hashlib.sha256(b'first secret').hexdigest()}",
    f"--person-key-sha256={hashlib.sha256(b'second secret').hexdigest()}",
]


def preflight(folder, answers, *options):
    for name in ("aws", "dig"):
        program = folder / name
        program.write_text(STUB.format(name=name), encoding="utf-8")
        program.chmod(0o755)
    (folder / "answers.json").write_text(json.dumps(answers), encoding="utf-8")
    environment = {**os.environ, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "ANSWERS": str(folder / "answers.json")}
    command = [sys.executable, "infra/stack/preflight", "--peak=4000", *options]
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def changed(service, answers=GOOD, **values):
    """The good account, with some values of one answer changed."""
    answers = copy.deepcopy(answers)
    answers["aws"][service] |= values
    return answers


def with_parameter(name, value):
    answers = copy.deepcopy(GOOD)
    stack = answers["aws"]["cloudformation describe-stacks --stack-name time-to-lead"]["Stacks"][0]
    stack["Parameters"] = [{"ParameterKey": key, "ParameterValue": value} for key, value in {**PARAMETERS, name: value}.items()]
    return answers


def without_dns(name):
    answers = copy.deepcopy(GOOD)
    answers["dig"] = {key: "" if name in key else value for key, value in answers["dig"].items()} | {"+short": ""}
    return answers


def test_an_account_that_has_everything_is_ready(tmp_path):
    result = preflight(tmp_path, GOOD, *COPIES)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "missing " not in result.stdout and result.stdout.rstrip().endswith("nothing is missing")
    assert "secret" not in result.stdout, "a key is never shown"


SES = "sesv2 get-account"
MAPPINGS = "lambda list-event-source-mappings --function-name time-to-lead-{}"
IDENTITY = "sesv2 get-email-identity --email-identity example.ca"
BAD = [
    ("SES production access", changed(SES, ProductionAccessEnabled=False), "put-account-details"),
    ("SES standing", changed(SES, EnforcementStatus="PROBATION"), "A bounce storm"),
    ("SES mails in 24 hours", changed(SES, SendQuota={"Max24HourSend": 50000, "MaxSendRate": 28}), "Request increase at account level: 100000"),
    ("SES mails a second", changed(SES, with_parameter("MailsPerSecond", "10"), SendQuota={"Max24HourSend": 100000, "MaxSendRate": 13}), "Request increase at account level: 14"),
    ("MailsPerSecond", with_parameter("MailsPerSecond", "50"), "MailsPerSecond=28"),
    ("mail domain (DKIM)", changed(IDENTITY, DkimAttributes={"Status": "PENDING"}), "one CNAME two"),
    ("return address (MAIL FROM)", changed(IDENTITY, MailFromAttributes={}), "MX"),
    ("DMARC", without_dns("_dmarc"), "v=DMARC1; p=none"),
    ("the site's name", without_dns("pledge"), "CNAME d-1.execute-api.example.net"),
    ("certificate", with_parameter("CertificateArn", ""), "ACM"),
    ("certificate (CertificateArn)", with_parameter("SiteUrl", "https://www.pledge.example.ca"), "www.pledge.example.ca in ca-central-1"),
    ("Lambda concurrency", changed("lambda get-account-settings", AccountLimit={"ConcurrentExecutions": 10}), "L-B99A9384"),
    ("the mailer", changed(MAPPINGS.format("mailer"), EventSourceMappings=[followed("u-1", "Disabled")]), "--uuid u-1 --enabled"),
    ("the mailer", changed(MAPPINGS.format("mailer"), EventSourceMappings=[{"UUID": "u-0", "State": "Enabled", "EventSourceArn": "arn:aws:sqs:ca-central-1:111122223333:feedback"}]), "Deploy the stack again"),
    ("the ledger", changed(MAPPINGS.format("ledger"), EventSourceMappings=[followed("u-2", "Disabled")]), "--uuid u-2 --enabled"),
    ("the ledger", changed(MAPPINGS.format("ledger"), EventSourceMappings=[]), "Deploy the stack again"),
    ("p", changed("dynamodb describe-table --table-name p", Table={"DeletionProtectionEnabled": False}), "Restore from a point in time"),
    ("AlarmMail", changed("sns list-subscriptions-by-topic --topic-arn arn:aws:sns:topic", Subscriptions=[{"SubscriptionArn": "PendingConfirmation"}]), "Subscription Confirmation"),
    ("copy of IdentityKey", changed("secretsmanager get-secret-value --secret-id identity --version-stage v1", SecretString="another"), "--identity-key-sha256"),
    ("IdentityKey", with_parameter("IdentityKeyVersion", "AWSCURRENT"), "keys pin"),
    ("money", with_parameter("MonthlyBudget", "0"), "MonthlyBudget"),
]


@pytest.mark.parametrize(("subject", "answers", "todo"), BAD, ids=[subject for subject, _, _ in BAD])
def test_what_is_missing_is_said_with_what_to_do(subject, answers, todo, tmp_path):
    result = preflight(tmp_path, answers, *COPIES)
    assert result.returncode == 1, result.stdout + result.stderr
    findings = [line for line in result.stdout.splitlines() if line.startswith("missing ")]
    assert [line.split(":")[0].removeprefix("missing").strip() for line in findings] == [subject], result.stdout
    assert todo in result.stdout.split(findings[0])[1]


@pytest.mark.parametrize(("edge", "leads_to"), [("yes", "d1.cloudfront.example.net"), ("beside", "d1.cloudfront.example.net"), ("beside", "d-1.execute-api.example.net")])
def test_with_the_edge_the_sites_name_leads_to_it(edge, leads_to, tmp_path):
    answers = with_parameter("Edge", edge)
    [stack] = answers["aws"]["cloudformation describe-stacks --stack-name time-to-lead"]["Stacks"]
    stack["Outputs"] = [given for given in stack["Outputs"] if edge != "yes" or given["OutputKey"] != "DomainTarget"]
    stack["Outputs"].append({"OutputKey": "EdgeTarget", "OutputValue": "d1.cloudfront.example.net"})
    answers["dig"] |= {"+short pledge.example.ca CNAME": f"{leads_to}.", "+short": ""}
    assert f"the site's name: pledge.example.ca leads to {leads_to}" in preflight(tmp_path, answers, *COPIES).stdout
    answers["dig"]["+short pledge.example.ca CNAME"] = "elsewhere.example.net."
    assert "pledge.example.ca CNAME d1.cloudfront.example.net" in preflight(tmp_path, answers, *COPIES).stdout


ORIGIN = "api-0f1e2d3c.example.ca"


def with_origin(**more):
    """The good account with the edge in front and a name for its origin."""
    answers = with_parameter("Edge", "yes")
    [stack] = answers["aws"]["cloudformation describe-stacks --stack-name time-to-lead"]["Stacks"]
    stack["Parameters"] += [{"ParameterKey": key, "ParameterValue": value} for key, value in {"OriginDomainName": ORIGIN, **more}.items()]
    stack["Outputs"].append({"OutputKey": "OriginTarget", "OutputValue": "d-2.execute-api.example.net"})
    answers["dig"] |= {f"+short {ORIGIN} CNAME": "d-2.execute-api.example.net.", "+short": ""}
    return answers


@pytest.mark.parametrize(("step", "following"), [("address", "; next, deploy with Origin=beside"), ("beside", "; next, deploy with Origin=domain"), ("domain", "")])
def test_the_name_of_the_origin_is_there_before_cloudfront_uses_it(step, following, tmp_path):
    answers = with_origin(Origin=step)
    result = preflight(tmp_path, answers, *COPIES)
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"ok       the API's name: {ORIGIN} leads to the API{following}\n" in result.stdout
    assert f"ok       certificate (CertificateArn): issued, for {ORIGIN}\n" in result.stdout
    answers["dig"][f"+short {ORIGIN} CNAME"] = "elsewhere.example.net."
    said = preflight(tmp_path, answers, *COPIES).stdout
    assert f"missing  the API's name: {ORIGIN} does not lead to the API\n         Add a DNS record: {ORIGIN} CNAME d-2.execute-api.example.net\n" in said
    assert ("leave Origin=address" if step == "address" else "deploy with Origin=address") in said


@pytest.mark.parametrize(
    ("edge", "names", "told"),
    [
        ("yes", ["pledge.example.ca"], f"is not for {ORIGIN}\n         Request one for *.example.ca in ca-central-1."),
        ("yes", [ORIGIN], f"names {ORIGIN}, and so does the public log of certificates\n         Give OriginDomainName another name"),
        ("yes", ["*.example.ca", ORIGIN], f"names {ORIGIN}, and so does the public log"),
        ("beside", ["pledge.example.org"], f"is not for pledge.example.ca and {ORIGIN}\n         Request one for *.example.ca"),
        # Without the edge the name is not used.
        ("no", ["pledge.example.ca"], None),
    ],
)
def test_the_certificate_of_the_origin_is_for_its_name_and_does_not_tell_it(edge, names, told, tmp_path):
    answers = with_origin(Edge=edge)
    answers["aws"][f"acm describe-certificate --certificate-arn {CERTIFICATE}"]["Certificate"] |= {"DomainName": names[0], "SubjectAlternativeNames": names}
    said = preflight(tmp_path, answers, *COPIES).stdout
    assert (f"missing  certificate (CertificateArn): {told}" in said) if told else ("ok       certificate (CertificateArn): issued, for pledge.example.ca\n" in said), said


def test_a_new_account_is_told_everything_before_the_first_deployment(tmp_path):
    answers = copy.deepcopy(GOOD)
    for key in list(answers["aws"]):
        if key.startswith(("cloudformation", "sesv2 get-email", "acm")):
            del answers["aws"][key]
    settings = tmp_path / "samconfig.toml"
    settings.write_text('[default.global.parameters]\nregion = "us-east-1"\n[default.deploy.parameters]\nparameter_overrides = ["MailFrom=pledge@example.ca"]\n', encoding="utf-8")
    result = preflight(tmp_path, answers, f"--config-file={settings}")
    assert result.returncode == 1
    for subject in ("region: us-east-1 is not in Canada", "stack: time-to-lead cannot be read", "mail domain: example.ca is no identity", "certificate: none", "AlarmMail: nobody"):
        assert f"missing  {subject}" in result.stdout, result.stdout


def test_settings_that_would_set_keys_back_are_told(tmp_path):
    settings = tmp_path / "samconfig.local.toml"
    settings.write_text('[default.deploy.parameters]\nparameter_overrides = ["SiteUrl=https://pledge.example.ca", "TokenKeyVersion=AWSCURRENT"]\n', encoding="utf-8")
    result = preflight(tmp_path, GOOD, *COPIES, f"--config-file={settings}")
    assert result.returncode == 1
    assert "missing  settings: they name TokenKeyVersion" in result.stdout, result.stdout
    assert "there is no" in preflight(tmp_path, GOOD, *COPIES, f"--config-file={tmp_path / 'absent.toml'}").stderr


def test_an_account_without_limits_of_mail_lacks_none(tmp_path):
    answers = changed(SES, SendQuota={"Max24HourSend": -1, "MaxSendRate": -1})
    assert "nothing is missing" in preflight(tmp_path, answers, *COPIES).stdout


def test_a_peak_asks_for_as_much_as_it_takes(tmp_path):
    result = preflight(tmp_path, GOOD, *COPIES, "--peak=400000")
    for line in (
        "Lambda concurrency: 1000, and 1717 are needed",
        "DynamoDB writes: 19445 a second at the peak, and the table takes 4000",
        "SES mails in 24 hours: 100000, and 10000000",
        "forms at the gateway: 556 a second at the peak, and 200 are let through",
        "requests at the gateway: 6672 a second at the peak, and 2000 are let through",
    ):
        assert f"missing  {line}" in result.stdout, result.stdout
    assert "WarmWriteUnits=19445" in result.stdout and "Put the edge in front" in result.stdout


def test_what_was_done_for_a_peak_is_asked_for_no_more(tmp_path):
    answers = with_parameter("WarmWriteUnits", "19445")
    [stack] = answers["aws"]["cloudformation describe-stacks --stack-name time-to-lead"]["Stacks"]
    stack["Parameters"].append({"ParameterKey": "Edge", "ParameterValue": "beside"})
    said = preflight(tmp_path, answers, *COPIES, "--peak=400000").stdout
    for line in ("ok       DynamoDB writes: 19445 a second", "ok       forms at the gateway: 556 a second", "missing  requests at the gateway: 6672 a second"):
        assert line in said, said
    assert "Raise ThrottlingRateLimit under DefaultRouteSettings" in said
    # No table is warmed beyond what AWS grants at first.
    beyond = preflight(tmp_path, GOOD, *COPIES, "--peak=1000000").stdout
    assert "WarmWriteUnits=40000" in beyond and "Table-level write throughput limit > 48612" in beyond, beyond


def written(name, text):
    """The number that a line of a file gives to a name."""
    return int(re.search(rf"^(?:const )?{name}(?:: f64)? = ([\d_]+)(?:\.0;)?$", text, re.MULTILINE)[1].replace("_", ""))


def test_the_arithmetic_is_that_of_the_measurements_and_of_the_template():
    advised = (PROJECT / "infra/stack/preflight").read_text(encoding="utf-8")
    measured = (PROJECT / "infra/bench/src/cost.rs").read_text(encoding="utf-8")
    assert written("WRITES_PER_SIGNER", advised) == written("WRITE_UNITS_MAX", measured)
    stack = Stack.read()
    warm = stack.source["Parameters"]["WarmWriteUnits"]
    assert (written("TABLE_WRITES", advised), written("TABLE_WRITES_MAX", advised)) == (warm["MinValue"], warm["MaxValue"])
    assert stack.properties("ApiApiGatewayDefaultStage")["DefaultRouteSettings"]["ThrottlingRateLimit"] == written("GATEWAY_REQUESTS", advised)
    forms = stack.source["Resources"]["Sign"]["Properties"]["Events"]["Submit"]["Properties"]["RouteSettings"]["ThrottlingRateLimit"]
    assert forms == {"Fn::If": ["HasEdge", written("GATEWAY_REQUESTS", advised), written("GATEWAY_FORMS", advised)]}


def test_who_is_not_signed_in_is_told_so(tmp_path):
    result = preflight(tmp_path, {"aws": {}, "dig": {}})
    assert result.returncode != 0 and "aws configure sso" in result.stderr
