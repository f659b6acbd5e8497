"""Expands template.yaml to plain CloudFormation, as the deployment would, without a network or an account."""

import copy
import os
import re
from pathlib import Path

from samtranslator.open_api import open_api
from samtranslator.translator.transform import transform
from samtranslator.yaml_helper import yaml_parse

PROJECT = Path(__file__).resolve().parents[2]

# The translator asks for a region; nothing is sent there.
os.environ.setdefault("AWS_DEFAULT_REGION", "ca-central-1")


# For each route the translator copies the API's whole definition three times, which is most of an expansion's time. Nobody else
# holds the definition here. A test compares the two ways.
open_api._deepcopy = lambda definition: definition


class NoManagedPolicies:
    """The template names no managed policy, so none is loaded."""

    @staticmethod
    def load():
        return {}


class Stack:
    """The template as written (`source`), as deployed (`resources`), and the templates beside it: what watches it, the edge in
    front of it, and what the edge takes from us-east-1 (`abroad`)."""

    def __init__(self, source, watch, edge, abroad):
        self.source = source
        self.watch = watch
        self.edge = edge
        self.abroad = abroad
        self.parameters = {name: parameter["Default"] for name, parameter in source["Parameters"].items()}
        self.resources = self.expand(self.parameters)

    def expand(self, parameters):
        packaged = copy.deepcopy(self.source)
        for resource in packaged["Resources"].values():
            if resource["Type"] == "AWS::Serverless::Function":
                # `sam deploy` puts such an address here after uploading.
                resource["Properties"]["CodeUri"] = "s3://bucket/key"
        return transform(packaged, parameters, NoManagedPolicies)["Resources"]

    @classmethod
    def read(cls):
        return cls(*(parse(path) for path in ("template.yaml", "infra/stack/watch.yaml", "infra/stack/edge.yaml", "infra/stack/us-east-1.yaml")))

    def of_type(self, kind):
        return {name: resource for name, resource in self.resources.items() if resource["Type"] == kind}

    def properties(self, name):
        return self.resources[name]["Properties"]

    def environment(self, function):
        return self.properties(function)["Environment"]["Variables"]

    def role_of(self, function):
        role = self.properties(function)["Role"]["Fn::GetAtt"]
        assert role[1] == "Arn", f"{function}: its Role must be the Arn of a role of this template"
        return role[0]

    def statements(self, role):
        """Every statement of a role's policies, its actions always a list."""
        for policy in self.properties(role)["Policies"]:
            for statement in policy["PolicyDocument"]["Statement"]:
                yield {**statement, "Action": as_list(statement["Action"]), "Resource": as_list(statement["Resource"])}

    def routes(self):
        """(method, path) -> the function that it invokes."""
        found = {}
        for path, methods in self.properties("Api")["Body"]["paths"].items():
            for method, operation in methods.items():
                uri = operation["x-amazon-apigateway-integration"]["uri"]["Fn::Sub"]
                name = re.search(r"functions/\$\{(\w+?)(?:Aliaslive|\.Arn)\}", uri)[1]
                if operation.get("isDefaultRoute"):
                    found["$default"] = name
                else:
                    # The expansion's name of a route that takes every method.
                    method = method.removeprefix("x-amazon-apigateway-").removesuffix("-method")
                    found[f"{method.upper()} {path}"] = name
        return found


def parse(path):
    return yaml_parse((PROJECT / path).read_text(encoding="utf-8"))


def as_list(value):
    return value if isinstance(value, list) else [value]
