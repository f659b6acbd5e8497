"""The emulator of AWS: starts and stops it, and opens the doors that AWS does not have."""

import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import boto3
from botocore.config import Config

HERE = Path(__file__).resolve().parent
REGION = "ca-central-1"


class Emulator:
    """A process of the emulator with IAM enforced, its state in memory, its functions run by container.py."""

    def __init__(self, program, home, port):
        self.program, self.home = program, home
        self.endpoint = f"http://127.0.0.1:{port}"
        self.process = None
        # The packages that are in the bucket already, by their binaries.
        self.packages = {}

    def __enter__(self):
        environment = {
            **os.environ,
            "FAKECLOUD_IAM": "strict",
            "FAKECLOUD_CONTAINER_CLI": str(HERE / "container.py"),
            # Instances of each function: the mailer's round must not keep its stream waiting.
            "FAKECLOUD_LAMBDA_MAX_CONCURRENCY": "3",
            "REHEARSAL_HOME": str(self.home),
            "NO_COLOR": "1",
        }
        with (self.home / "emulator.log").open("ab") as log:
            command = [self.program, "--addr", self.endpoint.removeprefix("http://"), "--region", REGION]
            self.process = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        until = time.monotonic() + 60
        while True:
            try:
                self.door("health")
                return self
            except (urllib.error.URLError, ConnectionError):
                if self.process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"the emulator does not start; see {self.home}/emulator.log") from None
                time.sleep(0.1)

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:  # what went wrong before is worth more than this
            self.process.kill()
        for pid in self.home.glob("containers/*/pid"):
            subprocess.run([HERE / "container.py", "kill", pid.parent.name], env={**os.environ, "REHEARSAL_HOME": str(self.home)}, stdout=subprocess.DEVNULL, check=False)

    def client(self, service, **credentials):
        """A client of a service. Without credentials it may do everything: the emulator takes keys that begin with `test` for an administrator's."""
        given = credentials or {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        return boto3.client(service, endpoint_url=self.endpoint, region_name=REGION, config=Config(retries={"total_max_attempts": 1}, read_timeout=300), **given)

    def door(self, path, body=None):
        """The emulator's own doors: what it sent, and what makes its clocks strike."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.endpoint}/_fakecloud/{path}", data=data, headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=330) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def as_role_of(self, function):
        """Credentials of a function's role, for doing what Lambda itself does with them. Only Lambda is trusted with them, so for a moment we are too."""
        role, iam = self.client("lambda").get_function_configuration(FunctionName=function)["Role"], self.client("iam")
        name = role.split("/")[-1]
        trust = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
        ours = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps({**trust, "Statement": [*trust["Statement"], ours]}))
        try:
            got = self.client("sts").assume_role(RoleArn=role, RoleSessionName="rehearsal")["Credentials"]
        finally:
            iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(trust))
        return {"aws_access_key_id": got["AccessKeyId"], "aws_secret_access_key": got["SecretAccessKey"], "aws_session_token": got["SessionToken"]}
