"""Deploys template.yaml to the emulator as `sam deploy` does to AWS.

This file replaces the parts that the emulator lacks, and nothing else:

- `sam package`: code and nested templates become objects in a bucket, named by what is in them;
- `Rules` and the patterns of parameters are checked before;
- a `{{resolve:secretsmanager:...}}` is replaced as CloudFormation does it: when a resource is created, or when the text of its
  properties changes, and at no other time. So a rotation that would change nothing on AWS changes nothing here;
- routes and addresses of functions inside the OpenAPI body, which the emulator reads differently. Among them is the alias `live`:
  the emulator publishes no further version when a version's description changes, so the gateway is led to the function itself.
"""

import hashlib
import io
import json
import logging
import os
import re
import time
import zipfile
from pathlib import Path

from botocore.exceptions import ClientError

from emulator import REGION

PROJECT = Path(__file__).resolve().parents[2]
FUNCTIONS = ("sign", "public", "letter", "organizer", "report", "mailer", "upkeep", "ledger")
REFERENCE = re.compile(r"\{\{resolve:secretsmanager:(arn:[^}]+?|[^:}]+):SecretString:(?::([A-Za-z0-9]+))\}\}")
DONE = ("CREATE_COMPLETE", "UPDATE_COMPLETE")
# Values that the template's Rules ask for. The last ones replace parts that the emulator lacks: the DNS records of a mail
# identity, and CodeDeploy's moving of an alias. Webhooks go to programs on this machine, as a trial of the template may have it.
GIVEN = {
    "FirstAdmin": "organizer@ngo.ca", "SiteUrl": "https://lead.ngo.ca", "MailFrom": "pledge@ngo.ca", "Architecture": "x86_64",
    "MailIdentity": "exists", "GradualRollout": "false", "HooksToLoopback": "yes",
    # A choir of three is a crowd here (held.py).
    "MailsPerPair": "1", "LettersPerMailDomain": "1",
}

os.environ.setdefault("AWS_DEFAULT_REGION", REGION)


def parsed(text):
    from samtranslator.yaml_helper import yaml_parse

    return yaml_parse(text)


def expanded(text, parameters):
    """The template after AWS's own translator, as CloudFormation would have it."""
    from samtranslator.translator.transform import transform

    # It warns of metrics and switches that only CloudFormation's own copy of it has.
    logging.getLogger("samtranslator").setLevel(logging.ERROR)

    class NoManagedPolicies:
        load = staticmethod(dict)

    template = parsed(text)
    values = {name: declared.get("Default", "") for name, declared in template["Parameters"].items()}
    whole = transform(template, {**values, **parameters}, NoManagedPolicies)
    whole.pop("Transform", None)
    return whole


class Refused(Exception):
    """CloudFormation refused to begin, or did not end well. Its text has the reason."""


class Deployment:
    """One stack in the emulator."""

    def __init__(self, emulator, stack, binaries):
        self.emulator, self.stack, self.binaries = emulator, stack, binaries
        self.cloudformation = emulator.client("cloudformation")
        self.resolved_file = emulator.home / f"resolved-{stack}.json"

    # ---- An operator's steps ----------------------------------------------------------------------------------

    def up(self, change=lambda text: text, **parameters):
        """Creates or updates the stack, and waits. `change` may change the template's text first. Returns the functions whose secrets were read."""
        text = change((PROJECT / "template.yaml").read_text(encoding="utf-8"))
        status = self.status()
        # `sam deploy` keeps the value of each parameter that it is not given.
        before = self.parameters() if status else {}
        declared = parsed(text)["Parameters"]
        values = {**GIVEN, **{name: value for name, value in before.items() if name in declared}, **parameters}
        check_rules(declared, values)
        request = {
            "StackName": self.stack,
            "TemplateURL": self.packaged(text, values),
            "Capabilities": ["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"],
            "Parameters": [{"ParameterKey": name, "ParameterValue": value} for name, value in values.items()],
        }
        if status in ("CREATE_FAILED", "ROLLBACK_COMPLETE", "ROLLBACK_FAILED"):
            raise Refused(f"the stack is in the state {status} and cannot be updated; it is to be deleted first")
        try:
            self.cloudformation.update_stack(**request) if status else self.cloudformation.create_stack(**request)
        except ClientError as error:
            if "No updates" not in str(error):
                raise Refused(str(error)) from error
        if (status := self.wait()) not in DONE:
            raise Refused(f"{status}: {self.failures()}")
        return self.settle()

    def down(self):
        self.cloudformation.delete_stack(StackName=self.stack)
        if status := self.wait():
            raise Refused(f"{status}: {self.failures()}")
        self.resolved_file.unlink(missing_ok=True)

    # ---- The stack's state ------------------------------------------------------------------------------------------

    def describe(self):
        try:
            return self.cloudformation.describe_stacks(StackName=self.stack)["Stacks"][0]
        except ClientError:
            return None

    def status(self):
        """The stack's state; None when there is no stack."""
        found = self.describe()
        return found["StackStatus"] if found and found["StackStatus"] != "DELETE_COMPLETE" else None

    def wait(self, seconds=180):
        until = time.monotonic() + seconds
        while (status := self.status()) and status.endswith("IN_PROGRESS"):
            if time.monotonic() > until:
                raise Refused(f"still {status} after {seconds} s")
            time.sleep(0.1)
        return status

    def failures(self):
        events = self.cloudformation.describe_stack_events(StackName=self.stack)["StackEvents"]
        return [(event["LogicalResourceId"], event.get("ResourceStatusReason")) for event in events if "FAILED" in event["ResourceStatus"]]

    def parameters(self):
        return {given["ParameterKey"]: given["ParameterValue"] for given in self.describe().get("Parameters", [])}

    def outputs(self):
        return {output["OutputKey"]: output["OutputValue"] for output in self.describe().get("Outputs", [])}

    def physical(self, name):
        return self.cloudformation.describe_stack_resource(StackName=self.stack, LogicalResourceId=name)["StackResourceDetail"]["PhysicalResourceId"]

    def function(self, name):
        return f"{self.stack}-{name}"

    def environment(self, name):
        """The variables that a function runs with."""
        config = self.emulator.client("lambda").get_function_configuration(FunctionName=self.function(name))
        return config["Environment"]["Variables"]

    # ---- Substitutes for the emulator --------------------------------------------------------------------------------

    def packaged(self, text, values):
        """Puts code and templates into a bucket and returns the address of the expanded template there."""
        s3 = self.emulator.client("s3")
        try:
            s3.create_bucket(Bucket="code", CreateBucketConfiguration={"LocationConstraint": REGION})
        except ClientError as error:
            if "BucketAlreadyOwnedByYou" not in str(error):
                raise

        def upload(name, body):
            key = f"{name}-{hashlib.sha256(body).hexdigest()[:16]}"
            s3.put_object(Bucket="code", Key=key, Body=body)
            return key

        for name in FUNCTIONS:
            binary = self.binaries / name
            if binary not in self.emulator.packages:  # it does not change during a rehearsal
                self.emulator.packages[binary] = upload(name, package(binary.read_bytes()))
            key = self.emulator.packages[binary]
            text, times = re.subn(rf"CodeUri: functions/{name}\n", f"CodeUri: s3://code/{key}\n", text)
            assert times == 1, name
        whole = json.dumps(expanded(text, values))
        for nested in set(re.findall(r'"TemplateURL": "(infra/[^"]+)"', whole)):
            key = upload(Path(nested).name, (PROJECT / nested).read_bytes())
            whole = whole.replace(f'"{nested}"', f'"https://code.s3.{REGION}.amazonaws.com/{key}"')
        return f"{self.emulator.endpoint}/code/{upload('template.json', whole.encode())}"

    def settle(self):
        """Resolves secrets and mends routes, after CloudFormation is done. Returns the functions whose secrets were read."""
        functions = self.emulator.client("lambda")
        known = json.loads(self.resolved_file.read_text(encoding="utf-8")) if self.resolved_file.exists() else {}
        read = []
        for name in FUNCTIONS:
            config = functions.get_function_configuration(FunctionName=self.function(name))
            asked = config.get("Environment", {}).get("Variables", {})
            if not any("{{resolve:" in value for value in asked.values()):
                continue
            properties = [asked, config["CodeSha256"], config["Timeout"], config["MemorySize"], config["FunctionArn"]]
            seen = hashlib.sha256(json.dumps(properties, sort_keys=True).encode()).hexdigest()
            if known.get(name, {}).get("properties") != seen:
                known[name] = {"properties": seen, "variables": {variable: REFERENCE.sub(self.secret_value, text) for variable, text in asked.items()}}
                read.append(name)
            left = [variable for variable, value in known[name]["variables"].items() if "{{resolve:" in value]
            if left:
                raise Refused(f"{name}: no secret was found for {left}")
            functions.update_function_configuration(FunctionName=self.function(name), Environment={"Variables": known[name]["variables"]})
        self.resolved_file.touch(0o600)
        self.resolved_file.write_text(json.dumps(known), encoding="utf-8")
        self.mend_routes()
        return read

    def secret_value(self, reference):
        return self.emulator.client("secretsmanager").get_secret_value(SecretId=reference[1], VersionStage=reference[2])["SecretString"]

    def mend_routes(self):
        """Turns the route of everything else into `$default`, and a function's address the function's ARN, without the alias."""
        gateway, api = self.emulator.client("apigatewayv2"), self.physical("Api")
        for page in gateway.get_paginator("get_routes").paginate(ApiId=api):
            for route in page["Items"]:
                if route["RouteKey"] in ("ANY /$default", "ANY $default"):
                    gateway.update_route(ApiId=api, RouteId=route["RouteId"], RouteKey="$default")
        for page in gateway.get_paginator("get_integrations").paginate(ApiId=api):
            for integration in page["Items"]:
                if found := re.search(r"/functions/(arn:[^/]+?)(?::live)?/invocations$", integration["IntegrationUri"]):
                    gateway.update_integration(ApiId=api, IntegrationId=integration["IntegrationId"], IntegrationUri=found[1])


def package(binary):
    """A function as it is deployed: its binary alone, named bootstrap."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        entry = zipfile.ZipInfo("bootstrap")
        entry.external_attr = 0o755 << 16
        archive.writestr(entry, binary)
    return out.getvalue()


def check_rules(declared, values):
    """The patterns of parameters, and the rule that refuses the examples."""
    for name, parameter in declared.items():
        value = str(values.get(name, parameter.get("Default", "")))
        if (pattern := parameter.get("AllowedPattern")) and not re.fullmatch(pattern, value):
            raise Refused(f"parameter {name} {parameter.get('ConstraintDescription', pattern)}")
        if name in ("FirstAdmin", "SiteUrl", "MailFrom") and value == parameter["Default"]:
            raise Refused(f"give {name}")
