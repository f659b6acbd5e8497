"""The rules that template.yaml must keep. Each is a function that fails on a stack which breaks it."""

import json
import re
import tomllib
from fnmatch import fnmatchcase

from expansion import PROJECT, as_list

FUNCTIONS = ("Sign", "Public", "Report", "Mailer", "Upkeep", "Organizer", "Letter", "Ledger")

ROUTES = {
    "Sign": [
        "ANY /{lang}/pledges",
        "POST /{lang}/pledges",
        "ANY /{lang}/check-your-mail",
        "POST /{lang}/check-your-mail",
        "ANY /{lang}/not-me",
        "ANY /{lang}/confirm",
        "ANY /{lang}/thank-you",
        "ANY /{lang}/my-pledge",
        "ANY /{lang}/my-pledge/download",
        "ANY /{lang}/my-pledge/name",
        "ANY /{lang}/my-pledge/riding",
        "ANY /{lang}/my-pledge/consents",
        "ANY /{lang}/my-pledge/withdraw",
        "ANY /{lang}/withdrawn",
        "ANY /{lang}/digest/stop",
        "ANY /{lang}/updates/stop",
        "ANY /v1/pledges",
        "POST /v1/pledges",
        "ANY /v1/pledges/confirm",
        "ANY /v1/pledges/withdraw",
    ],
    "Public": [
        "GET /",
        "GET /{lang}",
        "GET /{lang}/privacy",
        "GET /{lang}/poster",
        "GET /{lang}/ridings",
        "GET /{lang}/ridings/{code}",
        "GET /{lang}/ridings/{code}/{day}",
        "GET /{lang}/ridings/{code}/{day}/counts.csv",
        "GET /v1/counter",
        "GET /v1/tally",
        "GET /v1/tally/{code}",
        "GET /v1/history",
        "GET /openapi.json",
        "GET /{lang}/partners",
        "GET /{lang}/integrity",
        "GET /{lang}/office/{code}",
        "GET /v1/ridings",
        "GET /v1/integrity",
        "GET /assets/{file}",
        "GET /robots.txt",
        "GET /favicon.ico",
        "GET /embed/counter.js",
        "GET /embed/counter",
        "GET /embed/counter.svg",
        "GET /embed/form.js",
        "GET /embed/form",
        "GET /oembed",
        "$default",
    ],
    "Organizer": [
        "ANY /organizer",
        "ANY /organizer/{page+}",
        "ANY /v1/organizer/{file+}",
        "ANY /partner/{page+}",
    ],
    "Letter": [
        "ANY /{lang}/letter",
        "ANY /{lang}/letter/{code}",
        "ANY /{lang}/letter/{code}/print",
        "ANY /{lang}/letter/{code}/send",
    ],
    "Report": [
        "ANY /v1/report.pdf",
        "ANY /{lang}/share.png",
        "ANY /{lang}/sign-up-sheet.pdf",
        "ANY /{lang}/ridings/{code}/share.png",
        "ANY /{lang}/ridings/{code}/{day}/one-pager.pdf",
        "ANY /{lang}/ridings/{code}/{day}/book.pdf",
    ],
}

ENVIRONMENT = {
    "Sign": "CAMPAIGN SITE_URL PLEDGES_TABLE TALLY_TABLE TALLY_SHARDS OFFICE_TABLE TOKEN_KEYS UPDATES_KEYS PERSON_KEY SUBMISSIONS_PER_NETWORK EDGE EDGE_KEYS RUST_LOG",
    "Public": "CAMPAIGN SITE_URL TALLY_TABLE TALLY_SHARDS OFFICE_TABLE EDGE EDGE_KEYS RUST_LOG",
    "Report": "CAMPAIGN SITE_URL TALLY_TABLE TALLY_SHARDS OFFICE_TABLE REPORT_KEYS EDGE EDGE_KEYS RUST_LOG",
    "Letter": "CAMPAIGN SITE_URL PLEDGES_TABLE TALLY_TABLE TALLY_SHARDS OFFICE_TABLE TOKEN_KEYS EDGE EDGE_KEYS RUST_LOG",
    "Upkeep": "CAMPAIGN PLEDGES_TABLE TALLY_TABLE TALLY_SHARDS OFFICE_TABLE RUST_LOG",
    "Organizer": "CAMPAIGN SITE_URL PLEDGES_TABLE TALLY_TABLE TALLY_SHARDS OFFICE_TABLE FIRST_ADMIN SESSION_KEYS REPORT_KEYS IDENTITY_KEY PERSON_KEY UPDATES_KEYS OIDC_ISSUERS HOOKS_TO_LOOPBACK EDGE EDGE_KEYS RUST_LOG",
    "Ledger": "CAMPAIGN PLEDGES_TABLE TALLY_TABLE OFFICE_TABLE IDENTITY_KEY HOOKS_TO_LOOPBACK RUST_LOG",
    "Mailer": "CAMPAIGN SITE_URL PLEDGES_TABLE OFFICE_TABLE FIRST_ADMIN SESSION_KEYS IDENTITY_KEY TOKEN_KEYS UPDATES_KEYS MAIL_TRANSPORT MAIL_FROM MAILS_PER_SECOND MAILS_PER_DAY MAIL_CONFIGURATION_SET MAILS_PER_PAIR MAILS_PER_NETWORK MAILS_PER_MAIL_DOMAIN LETTERS_PER_MEMBER LETTERS_PER_MAIL_DOMAIN LETTERS_PER_HOUR RUST_LOG",
}

# Everything a role may do, and to what. A new permission is a decision, so it is written here too.
BY_KEY = {f"dynamodb:{action}" for action in ("BatchGetItem", "ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem")}
# Each function reads so what the campaign's desk has published.
DESK = {"dynamodb:BatchGetItem", "dynamodb:GetItem"}
LOG = {"logs:CreateLogStream", "logs:PutLogEvents"}
PERMISSIONS = {
    "SignRole": {"Pledges.Arn": BY_KEY, "Tally.Arn": {"dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query", "dynamodb:UpdateItem"}, "Office.Arn": DESK, "SignLog.Arn": LOG},
    "PublicRole": {"Tally.Arn": {"dynamodb:BatchGetItem", "dynamodb:Query"}, "Office.Arn": DESK, "PublicLog.Arn": LOG},
    "ReportRole": {"Tally.Arn": {"dynamodb:BatchGetItem", "dynamodb:Query"}, "Office.Arn": DESK, "ReportLog.Arn": LOG},
    "LetterRole": {
        "Pledges.Arn": {"dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:PutItem"},
        "Tally.Arn": {"dynamodb:Query"},
        "Office.Arn": DESK,
        "LetterLog.Arn": LOG,
    },
    "UpkeepRole": {
        "Pledges.Arn": BY_KEY | {"dynamodb:Scan"},
        "Tally.Arn": {"dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem"},
        "Office.Arn": DESK | {"dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:Query", "dynamodb:UpdateItem"},
        "UpkeepLog.Arn": LOG,
    },
    "LedgerRole": {
        "Pledges.Arn": {"dynamodb:BatchGetItem", "dynamodb:UpdateItem"},
        "Tally.Arn": {"dynamodb:BatchGetItem"},
        "Office.Arn": {f"dynamodb:{action}" for action in ("BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem")},
        "${Pledges.Arn}/stream/*": {f"dynamodb:{action}" for action in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")},
        "LedgerLog.Arn": LOG,
    },
    "OrganizerRole": {
        "Pledges.Arn": BY_KEY | {"dynamodb:Scan"},
        "Tally.Arn": {"dynamodb:BatchGetItem", "dynamodb:DeleteItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem"},
        "Office.Arn": BY_KEY,
        "${Pledges.Arn}/index/Owed": {"dynamodb:Query"},
        "OrganizerLog.Arn": LOG,
    },
    "RolloutRole": {
        "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${AWS::StackName}-*:live": {"lambda:GetAlias", "lambda:GetProvisionedConcurrencyConfig", "lambda:UpdateAlias"},
        "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*": {"cloudwatch:DescribeAlarms"},
    },
    "MailerRole": {
        "Pledges.Arn": BY_KEY - {"dynamodb:ConditionCheckItem"},
        "${Pledges.Arn}/index/Owed": {"dynamodb:Query"},
        "*": {"ses:GetAccount"},
        "${Pledges.Arn}/stream/*": {f"dynamodb:{action}" for action in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")},
        "Office.Arn": {f"dynamodb:{action}" for action in ("BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem")},
        "MailFeedbackQueue.Arn": {f"sqs:{action}" for action in ("ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "ReceiveMessage")},
        "MailerLog.Arn": LOG,
        "identity/": {"ses:SendEmail", "ses:SendRawEmail"},
        "configuration-set/": {"ses:SendEmail", "ses:SendRawEmail"},
    },
}


# ---- Routes and functions ----------------------------------------------------------------------------------------


def every_route_that_is_written_down_goes_to_its_function(stack):
    expected = {route: function for function, routes in ROUTES.items() for route in routes}
    assert stack.routes() == expected
    # The expansion takes the last of two events for one route without a word.
    events = [event["Properties"] for resource in stack.source["Resources"].values() for event in resource.get("Properties", {}).get("Events", {}).values() if event["Type"] == "HttpApi"]
    written = [f"{event['Method']} {event['Path']}" for event in events]
    assert len(written) == len(set(written)), "a route has two events"


def every_method_of_an_address_leads_to_one_function(stack):
    """Requests without a route go to $default, whose function knows only its own addresses. So every other function has all methods
    of its addresses, and chooses itself. tests/api/methods.rs asks each address for each method."""
    routes = stack.routes()
    for route, function in routes.items():
        path = route.partition(" ")[2]
        if function != routes["$default"]:
            assert routes.get(f"ANY {path}") == function, f"{route} leaves its other methods to {routes['$default']}"


def the_gateway_may_invoke_what_it_routes_to(stack):
    allowed = {}
    for permission in stack.of_type("AWS::Lambda::Permission").values():
        if permission["Properties"]["Principal"] == "apigateway.amazonaws.com":
            arn = permission["Properties"]["SourceArn"]["Fn::Sub"][0]
            pattern = arn.split("${__ApiId__}/${__Stage__}/")[1]
            allowed.setdefault(permission["Properties"]["FunctionName"]["Ref"].removesuffix("Aliaslive"), []).append(pattern)
    for route, function in stack.routes().items():
        called = re.sub(r"\{\w+\}", "x", route.replace(" ", ""))
        assert any(fnmatchcase(called, pattern) for pattern in allowed.get(function, [])), f"{route} is not allowed to invoke {function}"


def what_answers_people_is_rolled_out_little_by_little(stack):
    groups = stack.of_type("AWS::CodeDeploy::DeploymentGroup")
    gradual = set(stack.routes().values()) - {"Organizer"}
    assert {f"{name}DeploymentGroup" for name in gradual} == set(groups)
    for name, group in groups.items():
        properties = group["Properties"]
        assert properties.get("AlarmConfiguration") == {"Enabled": True, "Alarms": [{"Name": {"Ref": "RolloutFails"}}]}, name
        assert "DEPLOYMENT_STOP_ON_ALARM" in properties["AutoRollbackConfiguration"]["Events"], name
    for name in gradual:
        assert stack.resources[f"{name}Aliaslive"]["UpdatePolicy"]["CodeDeployLambdaAliasUpdate"]["DeploymentGroupName"] == {"Ref": f"{name}DeploymentGroup"}
    # The alias waits for the alarm, so the alarm can wait for nothing that waits for the alias.
    alarm = stack.properties("RolloutFails")
    assert not {"Api", *FUNCTIONS} & set(re.findall(r'"(?:Ref|Fn::GetAtt)": \[?"(\w+)', json.dumps(alarm)))
    looked_at = {json.dumps(metric["MetricStat"]["Metric"].get("Dimensions")) for metric in alarm["Metrics"] if "MetricStat" in metric}
    for name in gradual:
        assert json.dumps([{"Name": "FunctionName", "Value": {"Fn::Sub": f"${{AWS::StackName}}-{name.lower()}"}}]) in looked_at, name
    parameters = stack.source["Parameters"]
    for name in gradual:
        [version] = [resource["Properties"] for key, resource in stack.of_type("AWS::Lambda::Version").items() if key.startswith(f"{name}Version")]
        settings = json.dumps(stack.environment(name))
        # The campaign is chosen once. Any other setting that changes must make a version, or it would never reach the alias.
        used = {given for given in set(parameters) - {"Campaign"} if f'{{"Ref": "{given}"}}' in settings or f"${{{given}}}" in settings}
        assert {f"${{{given}}}" for given in used} == set(version["Description"]["Fn::Sub"].split()), name
        longest = sum(longest_value(parameters[given]) + 1 for given in used)
        assert longest <= 256, f"{name}: a version's description may have {longest} characters"
        assert stack.source["Resources"][name]["Properties"]["AutoPublishAliasAllProperties"] is True, name
    # A rotation changes over at once.
    at_once = stack.expand({**stack.parameters, "GradualRollout": "false"})
    assert not [resource for resource in at_once.values() if resource["Type"].startswith("AWS::CodeDeploy::")]
    assert "UpdatePolicy" not in at_once["SignAliaslive"]


def longest_value(parameter):
    if parameter["Type"] == "Number":
        return len(str(parameter["MaxValue"]))
    if "AllowedValues" in parameter:
        return max(map(len, parameter["AllowedValues"]))
    if "AWSCURRENT" in parameter["AllowedPattern"]:
        return len("AWSCURRENT")
    lengths = re.findall(r"\{\d+,(\d+)\}\$$", parameter.get("AllowedPattern", ""))
    return parameter.get("MaxLength") or int(lengths[0])


def every_function_builds_the_package_of_its_name(stack):
    for name in FUNCTIONS:
        function = stack.source["Resources"][name]
        assert function["Metadata"]["BuildMethod"] == "rust-cargolambda"
        package = tomllib.loads((PROJECT / function["Properties"]["CodeUri"] / "Cargo.toml").read_text(encoding="utf-8"))
        assert function["Metadata"]["BuildProperties"]["Binary"] == package["package"]["name"] == name.lower()


def functions_run_on_the_chosen_processors_with_enough_memory(stack):
    assert set(stack.of_type("AWS::Lambda::Function")) == set(FUNCTIONS)
    assert stack.source["Parameters"]["Architecture"]["Default"] == "arm64"
    for name in FUNCTIONS:
        function = stack.properties(name)
        # Typesetting takes a whole processor; the others wait for the network. A recount keeps an entry for each person.
        assert (function["Runtime"], function["MemorySize"]) == ("provided.al2023", {"Report": 1769, "Upkeep": 1024}.get(name, 256))
        assert function["Architectures"] == [{"Ref": "Architecture"}]
        # The gateway gives up after 30 seconds; a person does long before, unless it is a book or everybody's addresses.
        assert function["Timeout"] <= {"Mailer": 120, "Ledger": 100, "Upkeep": 300, "Organizer": 29, "Report": 29}.get(name, 10)


def the_gateway_limits_everybody_together(stack):
    limits = stack.properties("ApiApiGatewayDefaultStage")["DefaultRouteSettings"]
    assert 0 < limits["ThrottlingRateLimit"] <= 10_000 and 0 < limits["ThrottlingBurstLimit"] <= 5_000
    # Public forms, and requests that take a whole processor, must not use up the share of the others.
    own = stack.properties("ApiApiGatewayDefaultStage")["RouteSettings"]
    drawn = set(ROUTES["Report"])
    assert set(own) == drawn | {"POST /{lang}/pledges", "POST /{lang}/check-your-mail", "POST /v1/pledges"}
    for route, limit in own.items():
        rate = limit["ThrottlingRateLimit"]
        if route not in drawn:
            # Behind the edge sign tells one viewer from another, and answers with a page; the gateway does neither.
            condition, behind_the_edge, rate = rate["Fn::If"]
            assert (condition, behind_the_edge) == ("HasEdge", limits["ThrottlingRateLimit"]), route
        assert 0 < rate <= limits["ThrottlingRateLimit"] / (50 if route in drawn else 10), route


def a_function_can_be_kept_from_starving_the_others(stack):
    """As parameters, because an account with 10 executions can keep none: Lambda leaves 100 to the functions without any kept."""
    kept = {name: stack.source["Resources"][name]["Properties"].get("ReservedConcurrentExecutions") for name in FUNCTIONS}
    assert {name for name, value in kept.items() if value} == {"Sign", "Public", "Report"}
    most = 0
    for name in ("Sign", "Public", "Report"):
        parameter = stack.source["Parameters"][f"{name}Concurrency"]
        assert kept[name] == {"Fn::If": [f"Keeps{name}", {"Ref": f"{name}Concurrency"}, {"Ref": "AWS::NoValue"}]}
        assert stack.source["Conditions"][f"Keeps{name}"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": f"{name}Concurrency"}, 0]}]}
        assert parameter["Default"] == parameter["MinValue"] == 0, "a new account cannot keep any"
        most += parameter["MaxValue"]
    assert most <= 1000 - 100, "more than an account has at first"


def the_pledges_can_be_warmed_before_a_day_of_many(stack):
    """A new table takes 4,000 writes a second, whatever is paid for; more is a decision, since it is paid at once."""
    wanted = {"ReadUnitsPerSecond": {"Ref": "WarmReadUnits"}, "WriteUnitsPerSecond": {"Ref": "WarmWriteUnits"}}
    assert stack.source["Resources"]["Pledges"]["Properties"]["WarmThroughput"] == {"Fn::If": ["IsWarmed", wanted, {"Ref": "AWS::NoValue"}]}
    # An index has throughput of its own, and a write that it refuses is refused by the table.
    [index] = stack.source["Resources"]["Pledges"]["Properties"]["GlobalSecondaryIndexes"]
    assert index["WarmThroughput"] == {"Fn::If": ["IsWarmed", {"WriteUnitsPerSecond": wanted["WriteUnitsPerSecond"]}, {"Ref": "AWS::NoValue"}]}
    assert stack.source["Resources"]["Tally"]["Properties"]["WarmThroughput"] == {"Fn::If": ["IsWarmed", {"ReadUnitsPerSecond": wanted["ReadUnitsPerSecond"]}, {"Ref": "AWS::NoValue"}]}
    # The Tally's writes need no warmth, since a pledge writes 2 units there and so many to Pledges (infra/bench/src/cost.rs).
    per_pledge = float(re.search(r"WRITE_UNITS_MAX: f64 = ([\d.]+);", (PROJECT / "infra/bench/src/cost.rs").read_text(encoding="utf-8"))[1])
    assert stack.source["Parameters"]["WarmWriteUnits"]["MaxValue"] / per_pledge * 2 <= 4_000
    assert stack.source["Conditions"]["IsWarmed"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "WarmWriteUnits"}, 4000]}]}
    for parameter, new_table in (("WarmWriteUnits", 4_000), ("WarmReadUnits", 12_000)):
        described = stack.source["Parameters"][parameter]
        assert described["Default"] == described["MinValue"] == new_table, "the table is no less than a new one, and no more unless it is asked for"


# ---- Environment and secrets -------------------------------------------------------------------------------------


def functions_have_exactly_the_variables_that_are_written_down(stack):
    for name in FUNCTIONS:
        assert set(stack.environment(name)) == {*ENVIRONMENT[name].split(), "METRICS_NAMESPACE"}, name


def table_variables_name_their_tables(stack):
    for name in FUNCTIONS:
        for variable, table in (("PLEDGES_TABLE", "Pledges"), ("TALLY_TABLE", "Tally"), ("OFFICE_TABLE", "Office")):
            if variable in stack.environment(name):
                assert stack.environment(name)[variable] == {"Ref": table}


def no_secret_is_in_plain_text(stack):
    secrets = stack.of_type("AWS::SecretsManager::Secret")
    for name, secret in secrets.items():
        assert "SecretString" not in secret["Properties"], f"{name} must be generated, not written"
        generated = secret["Properties"]["GenerateSecretString"]
        assert generated["PasswordLength"] >= 32
        # TOKEN_KEYS and its like are lists, so a secret can hold no comma.
        assert generated["ExcludePunctuation"] is True
    for name in FUNCTIONS:
        for variable in SECRET_VARIABLES:
            if variable in stack.environment(name):
                value = stack.environment(name)[variable]
                assert isinstance(value, dict), f"{name} has {variable} in plain text"
                assert not re.sub(REFERENCE, "", text_of(value)).strip(","), f"{name}: {variable} must come from Secrets Manager whole"
                assert {secret for secret, _ in re.findall(REFERENCE, text_of(value))} <= set(secrets)
        plain = {variable for variable, value in stack.environment(name).items() if isinstance(value, str)}
        assert plain == {"RUST_LOG"}, f"{name}: every other value is a parameter, a resource or a secret"
    # An SMTP address holds a password.
    assert stack.source["Parameters"]["MailTransport"]["NoEcho"] is True


# A reference to a secret, which names the version: `{{resolve:secretsmanager:${Secret}:SecretString::${Version}}}`.
REFERENCE = r"\{\{resolve:secretsmanager:\$\{(\w+)\}:SecretString::\$\{(\w+)\}\}\}"
# The variables that hold secrets, and the secret of each. The first two can never change, the others are rotated.
SECRET_VARIABLES = {
    "IDENTITY_KEY": "IdentityKey",
    "PERSON_KEY": "PersonKey",
    "TOKEN_KEYS": "TokenKey",
    "UPDATES_KEYS": "UpdatesKey",
    "SESSION_KEYS": "SessionKey",
    "REPORT_KEYS": "ReportKey",
    "EDGE_KEYS": "EdgeKey",
}


def text_of(value):
    """The text of a variable's Fn::Sub; where it depends on a condition, the text under that condition."""
    return (value["Fn::If"][1] if "Fn::If" in value else value)["Fn::Sub"]


def every_reference_to_a_secret_names_the_version_that_a_parameter_gives(stack):
    """CloudFormation reads a secret again only when the text of the reference changes, and then for all functions at once."""
    assert set(SECRET_VARIABLES.values()) == set(stack.of_type("AWS::SecretsManager::Secret"))
    for name in FUNCTIONS:
        for variable, value in stack.environment(name).items():
            text = json.dumps(value)
            assert text.count("{{resolve:") == len(re.findall(REFERENCE, text)), f"{name}: {variable} names no version"
            for secret, version in re.findall(REFERENCE, text):
                assert SECRET_VARIABLES[variable] == secret, f"{name}: {variable} holds {secret}"
                parameter = stack.source["Parameters"][version]
                # At the first deployment there is one version, and it has no label yet.
                assert parameter["Default"] == "AWSCURRENT", version
                for good in ("AWSCURRENT", "v1", "v12"):
                    assert re.fullmatch(parameter["AllowedPattern"], good), f"{version}: {good}"
                for wrong in ("", "AWSPENDING", "AWSPREVIOUS", "v", "v1,v2", "v1}}"):
                    assert not re.fullmatch(parameter["AllowedPattern"], wrong), f"{version}: {wrong}"


def all_functions_have_the_same_versions_of_a_secret(stack):
    """Invariant 22. One function verifies what another signs, so a key changes for both in one deployment."""
    for variable, secret in SECRET_VARIABLES.items():
        values = {name: text_of(stack.environment(name)[variable]) for name in FUNCTIONS if variable in stack.environment(name)}
        assert len(set(values.values())) == 1 < len(values), f"{variable} is split: {values}"
        [value] = set(values.values())
        versions = [f"{secret}Version"] if variable.endswith("_KEY") else [f"{secret}Version", f"{secret}Accepted"]
        # The one that signs comes first. The other is accepted, so that a rotation has a step before it and a way back.
        assert [version for _, version in re.findall(REFERENCE, value)] == versions, variable


def secrets_are_found_again_without_their_stack(stack):
    for name, secret in stack.of_type("AWS::SecretsManager::Secret").items():
        assert secret["Properties"]["Tags"] == [{"Key": "KeyOf", "Value": {"Fn::Sub": "${AWS::StackName}/" + name}}], name
        assert "Name" not in secret["Properties"], f"{name}: a name that is taken would keep the stack from being deployed again"


def sign_and_mailer_agree_on_their_keys(stack):
    for variable in ("TOKEN_KEYS", "UPDATES_KEYS", "CAMPAIGN", "SITE_URL"):
        assert stack.environment("Sign")[variable] == stack.environment("Mailer")[variable]
    for variable in ("TOKEN_KEYS", "CAMPAIGN", "SITE_URL"):
        assert stack.environment("Letter")[variable] == stack.environment("Sign")[variable]
    # The office makes links that stop news, and none that confirms, manages or withdraws.
    assert stack.environment("Organizer")["UPDATES_KEYS"] == stack.environment("Sign")["UPDATES_KEYS"]
    assert [name for name in FUNCTIONS if "TOKEN_KEYS" in stack.environment(name)] == ["Sign", "Mailer", "Letter"]
    # The mailer and the office alone compute an address's identity; sign reads it from the link.
    assert [name for name in FUNCTIONS if "IDENTITY_KEY" in stack.environment(name)] == ["Mailer", "Organizer", "Ledger"]
    # Sign and the office compute the person of a name and a postal code, by a key that no other function has.
    assert [name for name in FUNCTIONS if "PERSON_KEY" in stack.environment(name)] == ["Sign", "Organizer"]
    assert stack.environment("Sign")["PERSON_KEY"] == stack.environment("Organizer")["PERSON_KEY"]
    assert stack.environment("Sign")["PERSON_KEY"] != stack.environment("Mailer")["IDENTITY_KEY"]


def only_the_office_takes_tokens_of_issuers_and_over_https(stack):
    assert [name for name in FUNCTIONS if "OIDC_ISSUERS" in stack.environment(name)] == ["Organizer"]
    parameter = stack.source["Parameters"]["OidcIssuers"]
    assert parameter["Default"] == "", "nobody is believed unless the deployment names them"
    for good in ("", "https://a.example/realm|us", "https://a.example|us|them,https://b.example|us"):
        assert re.fullmatch(parameter["AllowedPattern"], good), good
    for wrong in ("https://a.example", "https://a.example|", "http://a.example|us", "https://a.example|us,b.example|us", "https://a.example|us,"):
        assert not re.fullmatch(parameter["AllowedPattern"], wrong), wrong


def secrets_outlive_the_stack(stack):
    for name, secret in stack.of_type("AWS::SecretsManager::Secret").items():
        # A first deployment that fails leaves none behind. The edge's is made again with the next edge.
        if name != "EdgeKey":
            assert (secret["DeletionPolicy"], secret["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain"), name


def parameters_explain_themselves_and_refuse_the_examples(stack):
    for name, parameter in stack.source["Parameters"].items():
        assert parameter["Description"] and "Default" in parameter, name
        assert parameter["Type"] == "Number" or "AllowedPattern" in parameter or "AllowedValues" in parameter, name
    assert stack.source["Parameters"]["TallyShards"]["Default"] == stack.source["Parameters"]["TallyShards"]["MinValue"] == 16
    refused = [assertion["Assert"] for assertion in stack.source["Rules"]["AddressesAreReal"]["Assertions"]]
    for name in ("SiteUrl", "MailFrom", "FirstAdmin"):
        example = stack.source["Parameters"][name]["Default"]
        assert "example.org" in example
        assert {"Fn::Not": [{"Fn::Equals": [{"Ref": name}, example]}]} in refused


# ---- The edge ----------------------------------------------------------------------------------------------------

ANSWERING = ("Sign", "Public", "Report", "Letter", "Organizer")
EDGE_KEYS = "{{resolve:secretsmanager:${EdgeKey}:SecretString::${EdgeKeyVersion}}},{{resolve:secretsmanager:${EdgeKey}:SecretString::${EdgeKeyAccepted}}}"
ALL_METHODS = {"GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"}


def behaviours(stack):
    """The edge's behaviour for each pattern of addresses; "*" is all the rest."""
    config = stack.edge["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
    return {**{behaviour["PathPattern"]: behaviour for behaviour in config["CacheBehaviors"]}, "*": config["DefaultCacheBehavior"]}


def at_the_edge(stack, path):
    """The behaviour for an address: the first pattern that matches, where * is any letters and ? is one."""
    return next(behaviour for pattern, behaviour in behaviours(stack).items() if fnmatchcase(path, pattern))


def addresses_of(function):
    """An address under each route of a function."""
    for route in ROUTES[function]:
        path = route.partition(" ")[2].replace("{lang}", "fr").replace("{code}", "35079").replace("{day}", "2026-11-25").replace("{file}", "style.css")
        if path:
            yield path.replace("{page+}", "fr/team").replace("{file+}", "tally.csv")


def without_the_edge_nothing_is_made_or_demanded(stack):
    assert stack.source["Parameters"]["Edge"]["Default"] == "no"
    assert stack.source["Conditions"]["HasEdge"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "Edge"}, "no"]}]}
    for name in ("EdgeKey", "EdgeStack"):
        assert stack.resources[name].get("Condition") == "HasEdge", name
    for name in ANSWERING:
        condition, _, otherwise = stack.environment(name)["EDGE_KEYS"].get("Fn::If", ["", "", None])
        assert (condition, otherwise) == ("HasEdge", ""), name
    for route, limit in stack.properties("ApiApiGatewayDefaultStage")["RouteSettings"].items():
        if isinstance(limit["ThrottlingRateLimit"], dict):
            assert limit["ThrottlingRateLimit"]["Fn::If"][2] == 200 and limit["ThrottlingBurstLimit"]["Fn::If"][2] == 400, route


def every_function_that_answers_knows_the_edge_by_the_same_secret(stack):
    """Invariant 24."""
    assert {stack.source["Resources"][name]["Type"] for name in ANSWERING} == {"AWS::Serverless::Function"}
    assert set(stack.routes().values()) == set(ANSWERING)
    for name in ANSWERING:
        assert stack.environment(name)["EDGE"] == {"Ref": "Edge"}, name
        assert stack.environment(name)["EDGE_KEYS"] == {"Fn::If": ["HasEdge", {"Fn::Sub": EDGE_KEYS}, ""]}, name
    # A key is accepted everywhere before it is sent.
    assert set(stack.resources["EdgeStack"]["DependsOn"]) == set(ANSWERING)
    given = stack.properties("EdgeStack")["Parameters"]
    assert set(given) == set(stack.edge["Parameters"])
    assert (given["Key"], given["KeyVersion"]) == ({"Ref": "EdgeKey"}, {"Ref": "EdgeKeyVersion"})
    api = [origin for origin in stack.edge["Resources"]["Distribution"]["Properties"]["DistributionConfig"]["Origins"] if origin["DomainName"] == {"Ref": "Api"}]
    assert [origin["Id"] for origin in api] == ["public", "all"]
    for origin in api:
        assert origin["OriginCustomHeaders"] == [{"HeaderName": "X-Origin-Key", "HeaderValue": {"Fn::Sub": "{{resolve:secretsmanager:${Key}:SecretString::${KeyVersion}}}"}}]
        assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
        # CloudFront takes no such names: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/add-origin-custom-headers.html
        assert not origin["OriginCustomHeaders"][0]["HeaderName"].startswith(("X-Edge-", "X-Amz-"))
    # The names that the code reads.
    code = (PROJECT / "shared/web/src/edge.rs").read_text(encoding="utf-8")
    assert '"x-origin-key"' in code and '"cloudfront-viewer-address"' in code


def given(stack, value, values):
    """A parameter's value where a Ref names one: that of `values`, or else its default."""
    return values.get(value["Ref"], stack.parameters[value["Ref"]]) if isinstance(value, dict) else value


def holds(stack, expression, values):
    """Whether a condition or an assertion holds with those parameters."""
    [(function, inner)] = expression.items()
    if function == "Condition":
        return holds(stack, stack.source["Conditions"][inner], values)
    if function == "Fn::Equals":
        left, right = (given(stack, part, values) for part in inner)
        return left == right
    parts = [holds(stack, part, values) for part in inner]
    return {"Fn::Not": not parts[0], "Fn::And": all(parts), "Fn::Or": any(parts)}[function]


def chosen(stack, value, values):
    """The branch of an Fn::If with those parameters."""
    condition, yes, no = value["Fn::If"]
    return yes if holds(stack, stack.source["Conditions"][condition], values) else no


def refused(stack, values):
    """The descriptions of the assertions that refuse a deployment with those parameters."""
    applying = [rule for rule in stack.source["Rules"].values() if "RuleCondition" not in rule or holds(stack, rule["RuleCondition"], values)]
    return {assertion["AssertDescription"] for rule in applying for assertion in rule["Assertions"] if not holds(stack, assertion["Assert"], values)}


ORIGIN = "api-0f1e2d3c.example.ca"


def the_apis_own_address_is_closed_when_cloudfront_has_another_and_not_before(stack):
    assert (stack.source["Parameters"]["OriginDomainName"]["Default"], stack.source["Parameters"]["Origin"]["Default"]) == ("", "address")
    assert stack.source["Parameters"]["Origin"]["AllowedValues"] == ["address", "beside", "domain"]
    address = {"Fn::Sub": "${Api}.execute-api.${AWS::Region}.${AWS::URLSuffix}"}
    body, called = stack.properties("Api")["Body"], stack.properties("EdgeStack")["Parameters"]["Api"]
    for edge in ("no", "beside", "yes"):
        for origin in ("address", "beside", "domain"):
            for name in ("", ORIGIN):
                values = {"Edge": edge, "Origin": origin, "OriginDomainName": name}
                is_made = name != "" and edge != "no"
                for resource in (stack.resources["OriginDomain"], stack.resources["OriginMapping"], stack.source["Outputs"]["OriginTarget"]):
                    assert holds(stack, {"Condition": resource["Condition"]}, values) == is_made, values
                assert chosen(stack, called, values) == ({"Ref": "OriginDomain"} if is_made and origin != "address" else address), values
                servers = chosen(stack, body["servers"], values)
                if not name:
                    assert servers == {"Ref": "AWS::NoValue"}, "without a name the API is as it always was"
                    continue
                assert isinstance(servers, list), values
                [server] = servers
                # Without a url the import warns, and a warning ends the deployment.
                assert server["url"] == {"Fn::Sub": "https://${OriginDomainName}"}
                is_closed = chosen(stack, server["x-amazon-apigateway-endpoint-configuration"]["disableExecuteApiEndpoint"], values)
                # Only after the step "beside", and never while people may reach the site by the API's own address.
                assert is_closed is (edge == "yes" and origin == "domain"), values
    assert stack.properties("Api")["FailOnWarnings"] is True
    # Routes come from the functions' events alone: the local site reads those and nothing else.
    written = stack.source["Resources"]["Api"]["Properties"]["DefinitionBody"]
    assert (written["paths"], set(written)) == ({}, {"openapi", "info", "paths", "servers"})
    domain = stack.properties("OriginDomain")
    assert domain["DomainName"] == {"Ref": "OriginDomainName"}
    assert domain["DomainNameConfigurations"] == [{"CertificateArn": {"Ref": "CertificateArn"}, "EndpointType": "REGIONAL", "SecurityPolicy": "TLS_1_2"}]
    assert stack.properties("OriginMapping") == {"ApiId": {"Ref": "Api"}, "DomainName": {"Ref": "OriginDomain"}, "Stage": {"Ref": "ApiApiGatewayDefaultStage"}}
    # Else the address would stay open until somebody deploys the stage by hand.
    assert stack.properties("ApiApiGatewayDefaultStage")["AutoDeploy"] is True
    assert stack.source["Outputs"]["OriginTarget"]["Value"] == {"Fn::GetAtt": ["OriginDomain", "RegionalDomainName"]}


def combinations_that_cannot_work_are_refused_with_what_to_do(stack):
    real = {"FirstAdmin": "ana@ngo.ca", "SiteUrl": "https://pledge.example.ca", "MailFrom": "pledge@example.ca"}
    site, certificate, abroad = {"DomainName": "pledge.example.ca"}, {"CertificateArn": "arn:aws:acm:1"}, {"EdgeCertificateArn": "arn:aws:acm:2"}
    named, edge = {"OriginDomainName": ORIGIN}, {"Edge": "yes"}
    for values, told in (
        ({}, None),
        (site | certificate, None),
        (site, "DomainName needs CertificateArn."),
        (site | edge | abroad, None),
        (site | edge, "With Edge, DomainName needs EdgeCertificateArn."),
        (site | edge | abroad | named | certificate, None),
        (site | edge | abroad | named | certificate | {"Origin": "domain"}, None),
        # In a hurry the edge is taken away by one parameter.
        (site | {"Edge": "beside"} | abroad | named | certificate | {"Origin": "domain"}, None),
        # Without the edge there is no origin, and its parameters may wait.
        (named, None),
        (edge | named, "OriginDomainName needs CertificateArn."),
        (edge | named | certificate | abroad | {"DomainName": ORIGIN}, "Give OriginDomainName another name than DomainName, which everybody knows."),
        (edge | {"Origin": "beside"}, 'Origin "beside" and "domain" need OriginDomainName.'),
        (edge | {"Origin": "domain"}, 'Origin "beside" and "domain" need OriginDomainName.'),
        (named | certificate | {"Origin": "domain"}, 'Origin "beside" and "domain" need Edge.'),
    ):
        assert refused(stack, real | values) == ({told} if told else set()), values
    assert len(refused(stack, {})) == 3, "the examples"


def the_edge_keeps_only_what_the_functions_allow_and_by_no_cookie(stack):
    keys = {}
    for name in ("Public", "ByPath", "ByLanguage", "Office"):
        policy = stack.edge["Resources"][name]["Properties"]["CachePolicyConfig"]
        # Without a word of the function nothing is kept.
        assert policy["MinTTL"] == policy["DefaultTTL"] == 0, name
        key = policy["ParametersInCacheKeyAndForwardedToOrigin"]
        # A query makes no second document: these take a processor, and anybody may ask.
        assert key["QueryStringsConfig"] == {"QueryStringBehavior": "none" if name == "ByPath" else "all"}, name
        keys[name] = (key["CookiesConfig"]["CookieBehavior"], key["HeadersConfig"].get("Headers", []), key["HeadersConfig"]["HeaderBehavior"], policy["MaxTTL"])
    year = 31_536_000
    assert keys == {
        "Public": ("none", [], "none", year),
        "ByPath": ("none", [], "none", year),
        "ByLanguage": ("none", ["Accept-Language"], "whitelist", year),
        "Office": ("all", ["Authorization"], "whitelist", 1),
    }
    asked = stack.edge["Resources"]["Asked"]["Properties"]["OriginRequestPolicyConfig"]
    assert asked["CookiesConfig"] == {"CookieBehavior": "none"} and asked["QueryStringsConfig"] == {"QueryStringBehavior": "all"}
    headers = set(asked["HeadersConfig"]["Headers"])
    # The headers that functions read of a request, as their code names them. Content-Type and If-None-Match pass by themselves.
    places = ("functions/*/src", "shared/web/src", "shared/access/src")
    code = "".join(path.read_text(encoding="utf-8") for place in places for folder in sorted(PROJECT.glob(place)) for path in sorted(folder.rglob("*.rs"))
                   if not {"issuers", "ledger"} & set(path.parts))  # that asks others, with headers of its own
    read = {name for name in ("Accept", "Accept-Language", "Authorization", "Cookie", "Forwarded", "Host", "Origin", "Referer", "Sec-Fetch-Site", "User-Agent")
            if re.search(rf"\b{name.upper().replace('-', '_')}\b", code)}
    assert read - {"Authorization", "Cookie"} == headers - {"CloudFront-Viewer-Address"} and "CloudFront-Viewer-Address" in headers
    assert len(headers) <= 10, "CloudFront's quota"
    for function in ANSWERING:
        for path in addresses_of(function):
            behaviour = at_the_edge(stack, path)
            policy = "Office" if function == "Organizer" or path == "/v1/report.pdf" else "ByLanguage" if path == "/" else "Public"
            policy = "ByPath" if path.startswith("/fr/ridings/35079/") else policy
            assert behaviour["CachePolicyId"] == {"Ref": policy}, path
            assert behaviour["OriginRequestPolicyId"] == {"Ref": "Asked"}, path
            # A method that the edge refused would be answered 403, and not by the function.
            assert set(behaviour["AllowedMethods"]) == ALL_METHODS, path
            assert set(behaviour.get("CachedMethods", ["GET", "HEAD"])) == {"GET", "HEAD"}, path


def what_may_hold_a_token_is_neither_compressed_nor_shielded(stack):
    for function in ("Sign", "Letter", "Organizer"):
        for path in addresses_of(function):
            behaviour = at_the_edge(stack, path)
            assert (behaviour["Compress"], behaviour["TargetOriginId"]) == (False, "all"), path
    # A report's address has a ticket in it.
    assert at_the_edge(stack, "/v1/report.pdf")["Compress"] is False
    # Public answers are both. Nobody keeps an answer about a postal code, or about an address that leads nowhere.
    for path in (*addresses_of("Public"), *addresses_of("Report")):
        if "/office/" in path:
            # The address itself is a secret, and nobody keeps its answer.
            assert at_the_edge(stack, path)["Compress"] is False
        elif path not in ("/v1/ridings", "/v1/report.pdf"):
            behaviour = at_the_edge(stack, path)
            assert (behaviour["Compress"], behaviour["TargetOriginId"]) == (True, "public"), path
    origins = {origin["Id"]: origin for origin in stack.edge["Resources"]["Distribution"]["Properties"]["DistributionConfig"]["Origins"]}
    assert "OriginShield" not in origins["all"], "the shield is not in Canada"
    assert origins["public"]["OriginShield"]["Enabled"] is True


def the_edge_fails_with_a_page_of_our_own_in_both_languages(stack):
    resources = stack.edge["Resources"]
    config = resources["Distribution"]["Properties"]["DistributionConfig"]
    told = {response["ErrorCode"]: response for response in config["CustomErrorResponses"]}
    page = resources["Unavailable"]["Properties"]
    for code in (500, 502, 503, 504):
        assert (told[code].get("ResponsePagePath"), told[code].get("ResponseCode")) == ("/" + page["Key"], code)
        assert told[code]["ErrorCachingMinTTL"] <= 5, "functions ask people to wait for five seconds"
    # The functions' own refusals stay as they are, and are not remembered: the cache does not know in which language they are.
    for code in (400, 403, 404, 405, 414):
        assert told[code] == {"ErrorCode": code, "ErrorCachingMinTTL": 0}
    assert at_the_edge(stack, "/" + page["Key"])["TargetOriginId"] == "error-pages"
    [origin] = [origin for origin in config["Origins"] if origin["Id"] == "error-pages"]
    assert origin["DomainName"] == {"Fn::GetAtt": ["ErrorPages", "RegionalDomainName"]}, "it must not depend on the API"
    assert origin["OriginAccessControlId"] == {"Fn::GetAtt": ["ErrorPagesAccess", "Id"]}
    for text in (page["Html"], stack.abroad["Resources"]["WebAcl"]["Properties"]["CustomResponseBodies"]["TooMuch"]["Content"]):
        assert '<html lang="en">' in text and 'lang="fr">' in text and "arrière" in text
        assert not re.search(r'(src|href)="(?!/(en|fr)")', text), "it must need nothing else"
    bucket = resources["ErrorPages"]["Properties"]
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True} and len(bucket["PublicAccessBlockConfiguration"]) == 4
    allowed = [statement for statement in resources["ErrorPagesPolicy"]["Properties"]["PolicyDocument"]["Statement"] if statement["Effect"] == "Allow"]
    assert [(given["Principal"], given["Action"]) for given in allowed] == [({"Service": "cloudfront.amazonaws.com"}, "s3:GetObject")]
    assert "AWS:SourceArn" in allowed[0]["Condition"]["StringEquals"]
    [policy] = resources["PageWriterRole"]["Properties"]["Policies"]
    granted = {statement["Sid"]: (set(as_list(statement["Action"])), statement["Resource"]) for statement in policy["PolicyDocument"]["Statement"]}
    assert granted == {
        "Page": ({"s3:DeleteObject", "s3:PutObject"}, {"Fn::Sub": "${ErrorPages.Arn}/error-pages/*"}),
        "Log": (LOG, {"Fn::GetAtt": ["PageWriterLog", "Arn"]}),
    }


def the_edge_is_as_safe_as_the_functions_and_writes_no_log(stack):
    config = stack.edge["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
    assert "Logging" not in config, "a line would hold an address, and a query with its token"
    assert config["IPV6Enabled"] is True and config["HttpVersion"] == "http2and3"
    _, own, other = config["ViewerCertificate"]["Fn::If"]
    assert (own["MinimumProtocolVersion"], own["SslSupportMethod"]) == ("TLSv1.2_2021", "sni-only") and other == {"CloudFrontDefaultCertificate": True}
    for pattern, behaviour in behaviours(stack).items():
        assert behaviour["ViewerProtocolPolicy"] == "redirect-to-https", pattern
        assert behaviour["ResponseHeadersPolicyId"] == {"Ref": "Secure"}, pattern
    secure = stack.edge["Resources"]["Secure"]["Properties"]["ResponseHeadersPolicyConfig"]["SecurityHeadersConfig"]
    # The functions' own headers win; an embed, which may stand in a frame, has no X-Frame-Options to win with.
    assert set(secure) == {"ContentSecurityPolicy", "ContentTypeOptions", "ReferrerPolicy", "StrictTransportSecurity"}
    assert not any(header["Override"] for header in secure.values())
    firewall = stack.abroad["Resources"]["WebAcl"]["Properties"]
    assert stack.abroad["Parameters"]["Firewall"]["Default"] == "no" and "dollars" in stack.abroad["Parameters"]["Firewall"]["Description"]
    assert firewall["Scope"] == "CLOUDFRONT"
    for seen in (firewall, *firewall["Rules"]):
        assert seen["VisibilityConfig"]["SampledRequestsEnabled"] is False, "a sample shows addresses"
    limits = [rule["Statement"]["RateBasedStatement"]["Limit"] for rule in firewall["Rules"]]
    assert limits == [{"Ref": "FormsPerAddress"}, {"Ref": "RequestsPerAddress"}]


# ---- Roles -------------------------------------------------------------------------------------------------------


def every_function_has_a_role_of_its_own(stack):
    assert {name: stack.role_of(name) for name in FUNCTIONS} == {name: f"{name}Role" for name in FUNCTIONS}
    assert set(stack.of_type("AWS::IAM::Role")) == {*(f"{name}Role" for name in FUNCTIONS), "RolloutRole"}
    for name, role in stack.of_type("AWS::IAM::Role").items():
        assert "ManagedPolicyArns" not in role["Properties"]
        [trust] = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "codedeploy.amazonaws.com" if name == "RolloutRole" else "lambda.amazonaws.com"}
    # Nothing else may widen a role.
    assert not stack.of_type("AWS::IAM::Policy") and not stack.of_type("AWS::IAM::ManagedPolicy") and not stack.of_type("AWS::IAM::RolePolicy")


def roles_may_do_exactly_what_is_written_down(stack):
    """Invariant 25."""
    for role, expected in PERMISSIONS.items():
        granted = {}
        for statement in stack.statements(role):
            assert statement["Effect"] == "Allow" and "NotAction" not in statement and "NotResource" not in statement
            for resource in statement["Resource"]:
                granted.setdefault(named(resource), set()).update(statement["Action"])
        assert granted == expected, role


def whatever_the_store_asks_for_some_role_may_do(stack):
    allowed = {action for role in PERMISSIONS for statement in stack.statements(role) for action in statement["Action"]}
    source = "".join(path.read_text(encoding="utf-8") for path in sorted((PROJECT / "shared/store/src").rglob("*.rs")))
    asked = actions_of(source)
    assert {"dynamodb:PutItem", "dynamodb:Query"} <= asked, "the store's calls were not found: look at actions_of"
    assert asked <= allowed, "the store asks for what no function may do"


def actions_of(source):
    """The permissions that Rust code over aws-sdk-dynamodb needs: its calls, and the parts of its transactions."""
    calls = re.findall(r"\.((?:batch_|transact_)?(?:get|put|update|delete|write|execute|describe)_(?:item|items|statement|table)|query|scan)\(\)", source)
    parts = re.findall(r"\b(Put|Update|Delete|Get|ConditionCheck)::builder\(\)", source)
    named = {"".join(word.capitalize() for word in call.split("_")) for call in calls if not call.startswith("transact_")}
    return {f"dynamodb:{name}" for name in named} | {f"dynamodb:{part}Item" for part in parts}


def only_the_office_and_upkeep_can_list_everybody(stack):
    """For the supporters who agreed to be written to, and to find fraud: each time is in the office's log. Upkeep recounts."""
    for role in stack.of_type("AWS::IAM::Role"):
        for statement in stack.statements(role):
            for action in statement["Action"]:
                for forbidden in ("dynamodb:scan", "dynamodb:partiqlselect", "dynamodb:exporttabletopointintime"):
                    expected = role in ("OrganizerRole", "UpkeepRole") and action == "dynamodb:Scan"
                    assert expected or not fnmatchcase(forbidden, action.lower()), f"{role} can list everybody, by {action}"


def a_list_shows_no_name_and_no_address_of_a_form(stack):
    """Invariant 25. IAM cannot keep a scan to some items of a table, so it keeps it to attributes: those that the store asks for when it lists.
    The store's own tests hold that a form's name and address stand in none of them."""
    store = PROJECT / "shared/store/src"
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(store.rglob("*.rs")))
    constants = dict(re.findall(r'const (\w+): &str = "([^"]+)";', text))
    [listed] = re.findall(r"pub const LISTED: \[&str; \d+\] = \[([^\]]+)\];", text)
    listed = {constants[name] for name in re.findall(r"\w+", listed)}
    assert {"pk", "sk", "email"} <= listed and "unlisted" not in listed
    condition = {"StringEquals": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}, "ForAllValues:StringEquals": {"dynamodb:Attributes": listed}}
    for role in ("OrganizerRole", "UpkeepRole"):
        [statement] = [statement for statement in stack.statements(role) if "dynamodb:Scan" in statement["Action"]]
        assert statement["Action"] == ["dynamodb:Scan"], f"{role}: a condition on attributes is for scans alone"
        granted = json.loads(json.dumps(statement.get("Condition", {})))
        attributes = granted.get("ForAllValues:StringEquals", {})
        attributes["dynamodb:Attributes"] = set(attributes.get("dynamodb:Attributes", ()))
        assert granted == condition, role
    # Scans are made in one place, which says that it wants these attributes alone; only a restore, by an operator, reads whole items.
    assert text.count(".scan()") == 1 == text.count(".select(Select::SpecificAttributes)")
    assert [path.name for path in store.rglob("*.rs") if ".whole_pages(" in path.read_text(encoding="utf-8")] == ["put_back.rs"]


def the_office_sees_the_state_of_a_form_and_nothing_else_of_it(stack):
    """Invariant 25. It reads a form by its key, and IAM keeps the read to attributes that name nobody."""
    reads = {"dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query"}
    statements = [
        statement
        for statement in stack.statements("OrganizerRole")
        if reads & set(statement["Action"]) and "S#*" in statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys", [])
    ]
    assert [statement["Action"] for statement in statements] == [["dynamodb:GetItem"]]
    assert statements[0]["Condition"] == {
        "StringEquals": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"},
        "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["S#*"]},
        "ForAllValues:StringEquals": {"dynamodb:Attributes": ["pk", "sk", "admission", "expires_at"]},
    }
    asked = (STORE / "office/help.rs").read_text(encoding="utf-8")
    assert "let shown = [PK, SK, ADMISSION, EXPIRES_AT];" in asked and asked.count(".get_only(&self.keys.submission(id), &shown)") == 1 == asked.count("self.keys.submission(")
    read = (STORE / "dynamo/reads.rs").read_text(encoding="utf-8")
    assert ".projection_expression(" in read.split("fn get_only(")[1].split("fn ")[0] and ".get_item()" not in asked


# ---- Capabilities of the store, and the grants of roles ------------------------------------------------------------

STORE = PROJECT / "shared/store/src"
# Ways to the tables that other parts of a function take: the stream that starts the mailer.
BESIDE_THE_STORE = {"DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"}


def capabilities_of_the_store():
    """The tables of shared/store/src/role.rs: capability -> (bases, requests), and role -> capabilities.

    A request is a table, an action and how the partition key begins; an empty beginning means every key."""
    text = re.sub(r"//.*", "", (STORE / "role.rs").read_text(encoding="utf-8"))
    [offered] = re.findall(r"^capabilities! \{\n(.*?)^\}", text, re.DOTALL | re.MULTILINE)
    [roles] = re.findall(r"^roles! \{\n(.*?)^\}", text, re.DOTALL | re.MULTILINE)
    capabilities = {}
    for name, bases, requests in re.findall(r"(\w+)(?:: ([\w ]+?))? \{\n(.*?)\n    \}", offered, re.DOTALL):
        sent = re.findall(r"(\w+) \[([\w ]+)\] \[([^\]]+)\];", requests)
        assert sent and len(sent) == requests.count(";"), f"{name} is not read as it is written"
        capabilities[name] = (bases.split(), {(table, action, key) for table, actions, keys in sent for action in actions.split() for key in re.findall(r'"([^"]*)"', keys)})
    return capabilities, {name: may.split() for name, may in re.findall(r"(\w+):([\w\s]+);", roles)}


def requests_of(role):
    capabilities, roles = capabilities_of_the_store()
    for name in roles[role]:
        missing = set(capabilities[name][0]) - set(roles[role])
        assert not missing, f"{role} has {name} and lacks {missing}, on which that builds"
    return {request for name in roles[role] for request in capabilities[name][1]}


def grants_of(stack, role):
    """Each statement about a table or its index: its name, the table, its actions and the beginnings of its keys."""
    for statement in stack.statements(role):
        tables = [named(resource).removesuffix(".Arn") for resource in statement["Resource"]]
        tables = ["Owed" if table == "${Pledges.Arn}/index/Owed" else table for table in tables]
        actions = {action.removeprefix("dynamodb:") for action in statement["Action"] if action.startswith("dynamodb:")} - BESIDE_THE_STORE
        keys = statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys", ["*"])
        for table in tables if actions else ():
            yield statement["Sid"], table, actions, {key.removesuffix("*") for key in keys}


def kinds_of_keys(table):
    """The beginnings of a table's partition keys, as capabilities name them."""
    capabilities, _ = capabilities_of_the_store()
    return {key for _, requests in capabilities.values() for of, _, key in requests if of == table and key}


def a_role_grants_what_its_function_may_ask_the_store_for(stack):
    """A request that a capability makes and IAM refuses would fail in production alone."""
    for function in FUNCTIONS:
        granted = {(table, action, key) for _, table, actions, keys in grants_of(stack, f"{function}Role") for action in actions for key in keys}
        for table, action, key in requests_of(function):
            assert granted & {(table, action, key), (table, action, "")}, f"{function} may call the store for {action} of {table} {key}, and its role refuses that"


def a_role_grants_nothing_that_its_function_cannot_ask_the_store_for(stack):
    """No capability needs it, so only somebody who had taken the function over could use it."""
    for function in FUNCTIONS:
        needed = requests_of(function)
        for sid, table, actions, keys in grants_of(stack, f"{function}Role"):
            meets = lambda action, key: any((of, does) == (table, action) and (begins == key or key == "") for of, does, begins in needed)
            idle = [action for action in actions if not any(meets(action, key) for key in keys)]
            idle += [f"{key}*" for key in keys if not any(meets(action, key) for action in actions)]
            # A statement without a condition is for a function that reads every kind of key.
            asked = {begins for of, does, begins in needed if of == table and does in actions}
            if "" in keys and "" not in asked:
                idle += [f"{key}*" for key in kinds_of_keys(table) - asked]
            assert not idle, f"{function}Role's statement {sid} grants {sorted(idle)}, and no capability of {function} needs that"


def methods_of_the_store():
    """Capability -> the names by which a function uses it: methods of the handles, and caches that are made of one."""
    found = {}
    for path in sorted(STORE.rglob("*.rs")):
        text = path.read_text(encoding="utf-8")
        for name, body in re.findall(r"^impl<R: (\w+)> \w+<R> \{\n(.*?)^\}", text, re.DOTALL | re.MULTILINE):
            found.setdefault(name, set()).update(f".{method}(" for method in re.findall(r"^    pub (?:async )?fn (\w+)", body, re.MULTILINE))
        for cache, body in re.findall(r"^impl(?:<T>)? (\w+)(?:<T>)? \{\n(.*?)^\}", text, re.DOTALL | re.MULTILINE):
            for name in re.findall(r"pub fn new<R: (\w+)[,>]", body):
                found.setdefault(name, set()).add(f"{cache}::new(")
    return found


def a_function_has_the_capabilities_that_it_uses_and_no_role_of_another(_):
    """The compiler keeps a function from more than its role has; this keeps the role from more than the function uses."""
    capabilities, roles = capabilities_of_the_store()
    methods = {name: uses for name, uses in methods_of_the_store().items() if name != "Role"}
    assert set(methods) == set(capabilities), "a capability without a method, or a method's capability without a line"
    for function in FUNCTIONS:
        source, opens = ("".join(path.read_text(encoding="utf-8") for path in sorted((PROJECT / folder / "src").rglob("*.rs")))
                         for folder in (f"functions/{function.lower()}", "shared/house"))
        assert set(re.findall(r"\brole::(\w+)", source)) == {function}, f"{function} opens the store in another role than its own"
        # The functions that answer people open their campaign by `house`.
        source = re.sub(r"\s+\.", ".", source + (opens if function in ANSWERING else ""))
        bases = {base for name in roles[function] for base in capabilities[name][0]}
        idle = [name for name in roles[function] if name not in bases and not any(use in source for use in methods[name])]
        assert not idle, f"{function} never uses {idle}"


def writes_of(stack, role):
    """Lists the writes that a role may do: table, actions and keys."""
    found = {}
    for statement in stack.statements(role):
        tables = [named(resource).removesuffix(".Arn") for resource in statement["Resource"]]
        writes = {"dynamodb:DeleteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"} & set(statement["Action"])
        keys = statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys", ["*"])
        for table in tables:
            for key in keys if writes else ():
                found.setdefault((table, key), set()).update(action.removeprefix("dynamodb:")[0] for action in writes)
    return {(table, "".join(sorted(actions)), key) for (table, key), actions in found.items()}


def one_statement_allows_all_that_a_transaction_puts_or_deletes(stack):
    """IAM is asked once for each action of a transaction, with the keys of all its items: no two statements add up."""
    for role in ("OrganizerRole", "UpkeepRole"):
        for action in ("dynamodb:PutItem", "dynamodb:DeleteItem"):
            for table in ("Pledges.Arn", "Office.Arn"):
                allowing = [statement for statement in stack.statements(role) if action in statement["Action"] and table in map(named, statement["Resource"])]
                conditional = [statement["Sid"] for statement in allowing if "Condition" in statement]
                # The office deletes one item at a time, beside an entry that it puts.
                assert len(conditional) <= 1 or (action, table) == ("dynamodb:DeleteItem", "Office.Arn"), f"{role}: {conditional} each allow a part"


def the_form_reaches_what_is_a_signers_and_lists_nobody(stack):
    """Everybody can call it: so it finds an item by its whole key, and neither held mail nor organizers' links."""
    keys = {"S#*", "P#*", "A#*", "M#*", "K#*", "W#*", "T#*", "C#*", "U#*"}
    assert writes_of(stack, "SignRole") == {("Pledges", "DPU", key) for key in keys} | {("Tally", "U", "N#*")}
    for statement in stack.statements("SignRole"):
        if named(statement["Resource"][0]) == "Pledges.Arn" and {"dynamodb:Query", "dynamodb:Scan"} & set(statement["Action"]):
            # The parts of an own link's number, which names nobody.
            assert statement["Condition"] == {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["U#*"]}}
            assert "dynamodb:Scan" not in statement["Action"]


def the_form_reads_and_changes_counters_alone(stack):
    """Neither the history nor a recount: so a form cannot learn or rewrite what was counted before."""
    tally = [statement for statement in stack.statements("SignRole") if "Tally.Arn" in map(named, statement["Resource"])]
    # Beside them it reads whether the form is closed for now.
    assert [statement["Condition"] for statement in tally] == [{"ForAllValues:StringLike": {"dynamodb:LeadingKeys": [keys]}} for keys in ("N#*", "W#*")]


def the_office_puts_no_signer_and_unwrites_no_log(stack):
    """Invariant 12."""
    # D(elete), P(ut), U(pdate). Signers are changed and erased, and never made; the log is only added to.
    assert writes_of(stack, "OrganizerRole") == {
        ("Pledges", "DP", "I#*"),
        ("Pledges", "DU", "P#*"),
        # A bounce is lifted; a link is asked for; what a withdrawal erases, and its goodbye.
        ("Pledges", "U", "A#*"),
        ("Pledges", "P", "G#*"),
        ("Pledges", "P", "W#*"),
        *(("Pledges", "D", key) for key in ("S#*", "T#*", "C#*", "U#*")),
        ("Pledges", "DP", "M#*"),
        ("Pledges", "DP", "Q#*"),
        ("Pledges", "DP", "Z#*"),
        ("Pledges", "DP", "B#*"),
        ("Tally", "U", "N#*"),
        ("Tally", "P", "C#*"),
        ("Tally", "DP", "W#*"),
        ("Office", "DPU", "O#*"),
        ("Office", "P", "L#*"),
        ("Office", "PU", "V#*"),
        ("Office", "PU", "M#*"),
        # A ruling on held mail is made here, and worked off by the mailer alone.
        ("Office", "P", "G#*"),
        # So is one on letters; the switch that pauses them and the marks of Members are the office's own.
        ("Office", "P", "F#*"),
        ("Office", "DPU", "J#*"),
        ("Office", "DPU", "K#*"),
        # Digests to Members' offices are decided on here, and taken back; the mailer sends them.
        ("Office", "PU", "N#*"),
        # The campaign's desk: its parts, and their former versions, of which none is ever changed.
        ("Office", "PU", "C#*"),
        ("Office", "P", "E#*"),
        # Organizations that ask to be partners, and the people to whom partners' links are mailed.
        ("Office", "DPU", "P#*"),
        # Recipients of webhooks are added and changed here, and erased by the ledger; their messages are owed and sent again.
        ("Office", "PU", "H#*"),
        ("Office", "DP", "D#*"),
    }


def the_mailer_does_what_organizers_decided_and_decides_nothing(stack):
    pledges = {
        # Neither a form nor a signer can be put, and no signer deleted.
        "P": ("A#*", "C#*", "X#*", "Y#*", "E#*", "N#*"),
        "U": ("S#*", "P#*", "W#*", "I#*", "T#*", "R#*", "E#*", "N#*", "G#*"),
        "D": ("S#*", "W#*", "I#*", "T#*", "X#*", "Y#*", "E#*", "N#*"),
    }
    every = {key for keys in pledges.values() for key in keys}
    assert writes_of(stack, "MailerRole") == {("Pledges", "".join(sorted(action for action in pledges if key in pledges[action])), key) for key in every} | {
        ("Office", "PU", "O#*"),
        ("Office", "U", "G#*"),
        # A ruling on letters is forgotten when it is done; bounces and complaints of Members are noted. It pauses nothing.
        ("Office", "D", "F#*"),
        ("Office", "P", "K#*"),
        # A decision to send digests is carried out and forgotten, and never made.
        ("Office", "DU", "N#*"),
        # The mails with links that a partner's contact was sent are counted.
        ("Office", "U", "P#*"),
    }


def a_letter_is_left_for_the_mailer_and_nothing_else_is_written(stack):
    assert writes_of(stack, "LetterRole") == {("Pledges", "P", "T#*")}
    # Signers and letters are read and checked by key.
    keys = [statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"] for statement in stack.statements("LetterRole") if named(statement["Resource"][0]) == "Pledges.Arn"]
    assert keys == [["P#*"], ["T#*"]]
    # Of the tally it reads the counters, and of the office the switch, the marks of Members and the campaign's desk.
    assert keys_of(stack, "LetterRole", "Tally") == ["N#*"]
    assert keys_of(stack, "LetterRole", "Office") == ["J#*", "K#*", "C#*"]


def keys_of(stack, role, table):
    """Lists the keys of a table that a role may reach."""
    statements = [statement for statement in stack.statements(role) if named(statement["Resource"][0]) == f"{table}.Arn"]
    return [key for statement in statements for key in statement.get("Condition", {}).get("ForAllValues:StringLike", {}).get("dynamodb:LeadingKeys", ["*"])]


def functions_for_everybody_read_the_campaigns_desk_and_cannot_write_it(stack):
    """Of the office, they reach the partition that holds nothing personal, and read it only."""
    for role in ("SignRole", "PublicRole", "ReportRole"):
        assert keys_of(stack, role, "Office") == ["C#*"], role
        assert not [table for table, _, _ in writes_of(stack, role) if table == "Office"], role


def public_and_report_read_counts_and_nothing_else(stack):
    for statement in (*stack.statements("PublicRole"), *stack.statements("ReportRole")):
        for action in statement["Action"]:
            if not action.startswith("logs:"):
                assert action in ("dynamodb:Query", "dynamodb:GetItem", "dynamodb:BatchGetItem")
                assert [named(resource) for resource in statement["Resource"]] in (["Tally.Arn"], ["Office.Arn"])
    for name in ("Public", "PublicRole", "Report", "ReportRole"):
        text = json.dumps(stack.properties(name))
        assert "Pledges" not in text, f"{name} must not even know the table of people"
        assert "IdentityKey" not in json.dumps(stack.properties(name)) and "TokenKey" not in json.dumps(stack.properties(name))


def only_the_mailer_sends_mail_and_from_one_address(stack):
    for role in stack.of_type("AWS::IAM::Role"):
        for statement in stack.statements(role):
            for action in statement["Action"]:
                if any(fnmatchcase(sends, action.lower()) for sends in ("ses:sendemail", "ses:sendrawemail", "sns:publish")) or action.startswith("ses:"):
                    assert role == "MailerRole", f"{role} can send mail, by {action}"
                    if action == "ses:GetAccount":
                        assert statement["Action"] == ["ses:GetAccount"] or set(statement["Action"]) == {"ses:GetAccount"}
                        continue
                    assert statement["Condition"] == {"StringEquals": {"ses:FromAddress": {"Ref": "MailFrom"}}}
                    # Not the sender's identity alone: in SES's sandbox the recipient's is asked about too.
                    assert {named(resource) for resource in statement["Resource"]} == {"identity/", "configuration-set/"}


def the_mailer_cannot_count(stack):
    assert "Tally" not in json.dumps(stack.properties("Mailer")) and "Tally" not in json.dumps(stack.properties("MailerRole"))


def named(resource):
    """Pledges.Arn for a GetAtt; identity/ for an SES identity, configuration-set/ for ours; else what is written."""
    if isinstance(resource, dict) and "Fn::GetAtt" in resource:
        attribute = resource["Fn::GetAtt"]
        return attribute if isinstance(attribute, str) else ".".join(attribute)
    if isinstance(resource, dict) and "Fn::Sub" in resource:
        text = resource["Fn::Sub"] if isinstance(resource["Fn::Sub"], str) else resource["Fn::Sub"][0]
        found = re.fullmatch(r"arn:\$\{AWS::Partition\}:ses:\$\{AWS::Region\}:\$\{AWS::AccountId\}:(?:(identity/)\*|(configuration-set/)\$\{MailEvents\})", text)
        return found[1] or found[2] if found else text
    return resource


# ---- Tables, stream and schedule ---------------------------------------------------------------------------------


def tables_are_encrypted_recoverable_and_hard_to_lose(stack):
    assert set(stack.of_type("AWS::DynamoDB::Table")) == {"Pledges", "Tally", "Office"}
    for name, table in stack.of_type("AWS::DynamoDB::Table").items():
        properties = table["Properties"]
        # A first deployment that fails leaves none behind, so a table is protected by the second step, which pins the keys.
        assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("RetainExceptOnCreate", "Retain"), name
        assert properties["DeletionProtectionEnabled"] == {"Fn::If": ["KeysArePinned", True, False]}, name
        assert properties["SSESpecification"]["SSEEnabled"] is True, name
        assert properties["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True, name
        assert properties["BillingMode"] == "PAY_PER_REQUEST", name
        assert [(key["AttributeName"], key["KeyType"]) for key in properties["KeySchema"]] == [("pk", "HASH"), ("sk", "RANGE")], name


def pinned_keys_protect_the_tables(stack):
    assert stack.source["Conditions"]["KeysArePinned"] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "IdentityKeyVersion"}, "AWSCURRENT"]}]}


def what_expires_is_swept(stack):
    assert stack.properties("Pledges")["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


def the_recovery_log_forgets_the_withdrawn_within_two_weeks(stack):
    assert stack.properties("Pledges")["PointInTimeRecoverySpecification"]["RecoveryPeriodInDays"] <= 14


def streams_carry_keys_alone(stack):
    assert stack.properties("Pledges")["StreamSpecification"] == {"StreamViewType": "KEYS_ONLY"}
    assert "StreamSpecification" not in stack.properties("Tally") and "StreamSpecification" not in stack.properties("Office")


def kinds_of_pledges():
    """The first letters of all partition keys that the store makes, and of those from which a mail follows."""
    written = (PROJECT / "shared/store/src/dynamo/keys.rs").read_text(encoding="utf-8")
    [parsed] = re.findall(r"pub fn parse\(pk: &str, sk: &str\) -> Option<Self> \{(.*?)\n    \}\n", written, re.DOTALL)
    return set(re.findall(r'format!\("([A-Z])#', written)), set(re.findall(r'^ +\("([A-Z])", ', parsed, re.MULTILINE))


def the_mailer_follows_each_kind_that_somebody_waits_for(stack):
    properties = stream_mapping(stack)
    assert properties["EventSourceArn"] == {"Fn::GetAtt": ["Pledges", "StreamArn"]} and properties["FunctionName"] == {"Ref": "Mailer"}
    patterns = [json.loads(given["Pattern"]) for given in properties["FilterCriteria"]["Filters"]]
    # https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
    assert len(patterns) <= 5, "a mapping takes no more filters"
    kinds, mailed = kinds_of_pledges()
    assert kinds > mailed > {"S", "P", "I", "G", "N"}
    # The week's digests are many at once, and nobody waits for one.
    for event in ("INSERT", "MODIFY", "REMOVE"):
        for prefix in kinds:
            record = {"eventName": event, "dynamodb": {"Keys": {"pk": {"S": f"{prefix}#time-to-lead#x"}, "sk": {"S": "1"}}}}
            is_followed = event == "INSERT" and prefix in mailed - {"N"}
            assert any(passes(pattern, record) for pattern in patterns) == is_followed, (event, prefix)


def passes(pattern, value):
    """Lambda's event filter, as far as the template uses it: literals and prefixes."""
    if isinstance(pattern, dict):
        return all(passes(inner, value.get(name, {})) for name, inner in pattern.items())
    return any(value.startswith(option["prefix"]) if isinstance(option, dict) else value == option for option in pattern)


STREAM_READERS = ["Mailer", "Ledger"]


def stream_mapping(stack, function="Mailer"):
    mappings = [given["Properties"] for given in stack.of_type("AWS::Lambda::EventSourceMapping").values()]
    followers = {given["FunctionName"]["Ref"]: given for given in mappings if given["EventSourceArn"] == {"Fn::GetAtt": ["Pledges", "StreamArn"]}}
    assert set(followers) == set(STREAM_READERS), "two readers are all that a shard takes"
    return followers[function]


def the_ledger_follows_signers_for_as_long_as_the_stream_keeps_them(stack):
    properties = stream_mapping(stack, "Ledger")
    patterns = [json.loads(given["Pattern"]) for given in properties["FilterCriteria"]["Filters"]]
    for event in ("INSERT", "MODIFY", "REMOVE"):
        for prefix in kinds_of_pledges()[0]:
            record = {"eventName": event, "dynamodb": {"Keys": {"pk": {"S": f"{prefix}#time-to-lead#x"}, "sk": {"S": "1"}}}}
            assert any(passes(pattern, record) for pattern in patterns) == (prefix == "P"), (event, prefix)
    assert (properties["StartingPosition"], properties["MaximumRetryAttempts"], properties["MaximumRecordAgeInSeconds"]) == ("TRIM_HORIZON", -1, 86400)
    assert properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"] and properties["BisectBatchOnFunctionError"] is True


def the_ledger_counts_nobody_and_reaches_neither_the_log_nor_organizers(stack):
    assert writes_of(stack, "LedgerRole") == {("Pledges", "U", "P#*"), ("Office", "DU", "H#*"), ("Office", "DP", "D#*")}
    keys = [statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"] for statement in stack.statements("LedgerRole") if named(statement["Resource"][0]) == "Office.Arn"]
    assert keys == [["H#*"], ["D#*"], ["C#*"]]
    # On AWS others answer on the very machine.
    parameter = stack.source["Parameters"]["HooksToLoopback"]
    assert (parameter["Default"], parameter["AllowedValues"]) == ("no", ["no", "yes"])


def the_stream_is_the_quick_way_and_holds_nobody_up(stack):
    properties = stream_mapping(stack)
    assert properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert properties["BisectBatchOnFunctionError"] is True
    assert properties["StartingPosition"] == "TRIM_HORIZON", "LATEST may miss the first signatures of a new stack"
    assert properties["MaximumBatchingWindowInSeconds"] <= 2, "somebody is waiting for this mail"
    assert 1 <= properties["BatchSize"] <= 50
    # The index has what the stream gives up. Older records belong to the minute's round, so that none is looked at twice.
    assert properties["MaximumRecordAgeInSeconds"] == 120 and 0 <= properties["MaximumRetryAttempts"] <= 20
    assert "DestinationConfig" not in properties, "nothing is lost with a record"


def what_owes_a_mail_is_in_an_index_that_the_mailer_reads(stack):
    [index] = stack.properties("Pledges")["GlobalSecondaryIndexes"]
    assert index["IndexName"] == "Owed" and index["Projection"] == {"ProjectionType": "KEYS_ONLY"}, "nothing personal outlives an erasure in it"
    assert [key["AttributeName"] for key in index["KeySchema"]] == ["owed_in", "owed_at"]
    reads = {role for role in stack.of_type("AWS::IAM::Role") for statement in stack.statements(role) for resource in statement["Resource"] if resource == {"Fn::Sub": "${Pledges.Arn}/index/Owed"}}
    # The office looks there for the letters that wait.
    assert reads == {"MailerRole", "OrganizerRole"}


def bounces_and_complaints_reach_the_mailer_and_nobody_else(stack):
    assert stack.environment("Mailer")["MAIL_CONFIGURATION_SET"] == {"Ref": "MailEvents"}
    [destination] = stack.of_type("AWS::SES::ConfigurationSetEventDestination").values()
    event = destination["Properties"]["EventDestination"]
    assert destination["Properties"]["ConfigurationSetName"] == {"Ref": "MailEvents"} and event["Enabled"] is True
    # Nobody may record who opens a mail or follows a link.
    assert sorted(event["MatchingEventTypes"]) == ["BOUNCE", "COMPLAINT"]
    assert event["SnsDestination"] == {"TopicARN": {"Ref": "MailFeedback"}}
    assert "TrackingOptions" not in stack.properties("MailEvents")
    # Its own list, which new accounts have by default, would hold addresses until somebody takes each off.
    assert stack.properties("MailEvents")["SuppressionOptions"] == {"SuppressedReasons": []}
    [subscription] = stack.of_type("AWS::SNS::Subscription").values()
    assert subscription["Properties"] == {"TopicArn": {"Ref": "MailFeedback"}, "Protocol": "sqs", "Endpoint": {"Fn::GetAtt": ["MailFeedbackQueue", "Arn"]}, "RawMessageDelivery": True}
    [sent] = stack.properties("MailFeedbackQueuePolicy")["PolicyDocument"]["Statement"]
    assert (sent["Principal"], sent["Action"], sent["Condition"]) == ({"Service": "sns.amazonaws.com"}, "sqs:SendMessage", {"ArnEquals": {"aws:SourceArn": {"Ref": "MailFeedback"}}})
    [statement] = stack.properties("MailFeedbackPolicy")["PolicyDocument"]["Statement"]
    assert (statement["Principal"], statement["Action"]) == ({"Service": "ses.amazonaws.com"}, "sns:Publish")
    assert set(statement["Condition"]["StringEquals"]) == {"AWS:SourceAccount", "AWS:SourceArn"}
    # They outlast a mailer that is broken for days, and no longer: each holds an address.
    queue = stack.properties("MailFeedbackQueue")
    assert queue["SqsManagedSseEnabled"] is True and 3 * 86_400 <= queue["MessageRetentionPeriod"] <= 4 * 86_400
    # https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
    assert queue["VisibilityTimeout"] >= 6 * stack.properties("Mailer")["Timeout"]
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": ["MailerFailures", "Arn"]} and queue["RedrivePolicy"]["maxReceiveCount"] >= 10
    assert stack.properties("MailerFailures")["SqsManagedSseEnabled"] is True and stack.properties("MailerFailures")["MessageRetentionPeriod"] <= 4 * 86_400
    [mapping] = [given["Properties"] for given in stack.of_type("AWS::Lambda::EventSourceMapping").values() if given["Properties"]["EventSourceArn"] == {"Fn::GetAtt": ["MailFeedbackQueue", "Arn"]}]
    assert mapping["FunctionName"] == {"Ref": "Mailer"} and mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def the_domain_that_mails_come_from_is_signed_for(stack):
    domain = {"Fn::Select": [1, {"Fn::Split": ["@", {"Ref": "MailFrom"}]}]}
    identity = stack.source["Resources"]["MailDomain"]
    assert identity["Condition"] == "MakesMailIdentity" and identity["DeletionPolicy"] == "RetainExceptOnCreate"
    properties = identity["Properties"]
    assert properties["EmailIdentity"] == domain and properties["DkimSigningAttributes"] == {"NextSigningKeyLength": "RSA_2048_BIT"}
    assert properties["MailFromAttributes"]["MailFromDomain"] == {"Fn::Join": [".", [{"Ref": "BounceSubdomain"}, domain]]}
    assert properties["FeedbackAttributes"] == {"EmailForwardingEnabled": False}, "a bounce that is forwarded holds an address"
    records = [json.dumps(output["Value"]) for name, output in stack.source["Outputs"].items() if name.startswith("MailRecord")]
    for part in ("DkimDNSTokenValue1", "DkimDNSTokenValue2", "DkimDNSTokenValue3", " MX 10 feedback-smtp", "v=spf1 include:amazonses.com", "v=DMARC1"):
        assert any(part in record for record in records), part


def owed_mails_are_looked_at_every_minute(stack):
    schedule, target = schedule_of(stack, "Mailer")
    assert schedule["ScheduleExpression"] == "rate(1 minute)"
    assert "Input" not in target, "the mailer tells a schedule by EventBridge's own event"


def every_hour_has_several_chances_of_a_snapshot(stack):
    schedule, _ = schedule_of(stack, "Upkeep")
    assert schedule["ScheduleExpression"] == "rate(5 minutes)"


def upkeep_finishes_and_erases_but_puts_no_signer(stack):
    assert writes_of(stack, "UpkeepRole") == {
        ("Pledges", "D", "*"),
        ("Pledges", "U", "P#*"),
        ("Pledges", "DP", "M#*"),
        ("Pledges", "DP", "Q#*"),
        ("Pledges", "DP", "Z#*"),
        ("Pledges", "DP", "B#*"),
        ("Tally", "P", "H#*"),
        ("Tally", "P", "C#*"),
        ("Tally", "U", "N#*"),
        ("Office", "U", "V#*"),
        ("Office", "U", "M#*"),
        # News for recipients of webhooks.
        ("Office", "P", "D#*"),
        # Asks that nobody decided about, and at last all contacts of partners, are erased.
        ("Office", "D", "P#*"),
    }
    assert stack.properties("Upkeep")["Timeout"] <= 300, "the next run begins then"


def somebody_is_told_when_the_tally_is_wrong(stack):
    words = stack.watch["Resources"]["TallyIsWrong"]["Properties"]
    assert words["LogGroupName"] == {"Ref": "UpkeepLog"}
    # The text must match the code exactly.
    said = (PROJECT / "functions/upkeep/src/lib.rs").read_text(encoding="utf-8")
    assert '"the tally is wrong"' in said and "the tally is wrong" in words["FilterPattern"]
    alarm = stack.watch["Resources"]["TallyWrong"]["Properties"]
    [metric] = words["MetricTransformations"]
    assert (alarm["Namespace"], alarm["MetricName"]) == (metric["MetricNamespace"], metric["MetricName"])
    assert alarm["Threshold"] == 0 and alarm["ComparisonOperator"] == "GreaterThanThreshold"


def somebody_is_told_when_mail_is_held(stack):
    words = stack.watch["Resources"]["MailIsHeld"]["Properties"]
    assert words["LogGroupName"] == {"Ref": "MailerLog"}
    # The text must match the code exactly.
    said = (PROJECT / "functions/mailer/src/flood.rs").read_text(encoding="utf-8")
    assert '"mail is held"' in said and "mail is held" in words["FilterPattern"]
    alarm = stack.watch["Resources"]["MailHeld"]["Properties"]
    [metric] = words["MetricTransformations"]
    assert (alarm["Namespace"], alarm["MetricName"]) == (metric["MetricNamespace"], metric["MetricName"])
    assert alarm["Threshold"] == 0 and alarm["ComparisonOperator"] == "GreaterThanThreshold"


def what_an_hour_may_cause_is_what_the_code_takes_for_granted(stack):
    written = (PROJECT / "shared/domain/src/mail/flood.rs").read_text(encoding="utf-8")
    for parameter, constant in (("MailsPerPair", "MAILS_PER_PAIR"), ("MailsPerNetwork", "MAILS_PER_NETWORK"), ("MailsPerMailDomain", "MAILS_PER_MAIL_DOMAIN")):
        assert stack.environment("Mailer")[constant] == {"Ref": parameter}
        assert re.search(rf"pub const {constant}: u32 = (\d+);", written)[1] == str(stack.source["Parameters"][parameter]["Default"])
    written = (PROJECT / "shared/domain/src/mail/correspondence.rs").read_text(encoding="utf-8")
    for parameter, constant in (("LettersPerMember", "LETTERS_PER_MEMBER"), ("LettersPerMailDomain", "LETTERS_PER_MAIL_DOMAIN"), ("LettersPerHour", "LETTERS_PER_HOUR")):
        assert stack.environment("Mailer")[constant] == {"Ref": parameter}
        assert re.search(rf"pub const {constant}: u32 = (\d+);", written)[1] == str(stack.source["Parameters"][parameter]["Default"])


def schedule_of(stack, function):
    """The one rule that calls a function by the clock, and how it does."""
    rules = [rule["Properties"] for rule in stack.of_type("AWS::Events::Rule").values()]
    [(rule, target)] = [(rule, target) for rule in rules for target in rule["Targets"] if target["Arn"] == {"Fn::GetAtt": [function, "Arn"]}]
    assert rule.get("State", "ENABLED") == "ENABLED"
    return rule, target


# ---- Logs and metrics --------------------------------------------------------------------------------------------


def access_logs_hold_nothing_about_a_person(stack):
    form = stack.properties("ApiApiGatewayDefaultStage")["AccessLogSettings"]["Format"]
    harmless = {"requestTime", "requestId", "httpMethod", "routeKey", "protocol", "status", "responseLength", "responseLatency", "integrationStatus", "integrationLatency", "error.responseType"}
    assert json.loads(form)
    assert set(re.findall(r"\$context\.([\w.]+)", form)) <= harmless
    assert form.count("$") == form.count("$context.")


def logs_are_kept_apart_and_not_for_ever(stack):
    for name in FUNCTIONS:
        assert stack.properties(name)["LoggingConfig"]["LogGroup"] == {"Ref": f"{name}Log"}
    groups = stack.of_type("AWS::Logs::LogGroup")
    assert set(groups) == {"SignLog", "PublicLog", "ReportLog", "LetterLog", "MailerLog", "UpkeepLog", "OrganizerLog", "LedgerLog", "AccessLog"}
    for name, group in groups.items():
        assert group["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}, name
    # A trace would hold addresses with tokens in them.
    assert "TracingConfig" not in json.dumps(stack.resources)


def alarms_of(template):
    return {name: resource["Properties"] for name, resource in template["Resources"].items() if resource["Type"] == "AWS::CloudWatch::Alarm"}


def metrics_of(alarm):
    """(namespace, name, the dimensions' names, the resources that they name) of each metric that an alarm looks at."""
    given = [metric["MetricStat"]["Metric"] for metric in alarm.get("Metrics", []) if "MetricStat" in metric] or [alarm]
    for metric in given:
        dimensions = metric.get("Dimensions", [])
        namespace = "ours" if metric["Namespace"] in ({"Ref": "Site"}, {"Ref": "AWS::StackName"}) else metric["Namespace"]
        values = (dimension["Value"] for dimension in dimensions)
        resources = (value if isinstance(value, str) else value.get("Ref", value.get("Fn::Sub")) for value in values)
        yield namespace, metric["MetricName"], tuple(dimension["Name"] for dimension in dimensions), tuple(resources)


def the_guide_waits_for_a_restore_signs_in_and_asks_for_no_guided_deployment(stack):
    """AWS's waiter gives up after eight minutes. `restore` reads no profile of single sign-on. Sam's questions write keys' versions down."""
    del stack
    guide = (PROJECT / "OPERATIONS.md").read_text(encoding="utf-8")
    waits = [line.strip() for line in guide.splitlines() if "wait table-exists" in line]
    assert len(waits) == 4, waits
    assert all(line.startswith("until ") and "; do :; done" in line for line in waits), waits
    before = re.search(r"```sh\n(.*)\n\s*cargo run --release -p restore -- --from pledges-restored", guide)[1]
    assert "aws configure export-credentials --format env" in before
    assert '"sso"' not in (PROJECT / "Cargo.toml").read_text(encoding="utf-8"), "with it the line above is not needed"
    for name in ("README.md", "OPERATIONS.md", "CONTRIBUTING.md"):
        text = (PROJECT / name).read_text(encoding="utf-8")
        assert "--guided" not in text, name
        deployments = re.findall(r"sam build && sam deploy[^`\n]*", text)
        assert all("--config-file samconfig.local.toml" in command for command in deployments), (name, deployments)


def a_restored_table_is_given_what_the_template_gives(stack):
    """DynamoDB restores a table without these. The guide's commands set them again, and copy whole the mapping of each reader of the
    stream and the alarm that misses it."""
    guide = (PROJECT / "OPERATIONS.md").read_text(encoding="utf-8")
    [section] = re.findall(r"^If the table itself is gone,.*?^People who withdrew", guide, re.DOTALL | re.MULTILINE)
    table = stack.properties("Pledges")
    recovery, expiry = table["PointInTimeRecoverySpecification"], table["TimeToLiveSpecification"]
    assert table["StreamSpecification"].keys() == {"StreamViewType"} and expiry["Enabled"] and recovery["PointInTimeRecoveryEnabled"]
    for setting in (
        f"StreamEnabled=true,StreamViewType={table['StreamSpecification']['StreamViewType']}",
        f"Enabled=true,AttributeName={expiry['AttributeName']}",
        f"PointInTimeRecoveryEnabled=true,RecoveryPeriodInDays={recovery['RecoveryPeriodInDays']}",
        "--deletion-protection-enabled",
    ):
        assert re.search(rf"{re.escape(setting)}\s", section), setting
    readers = re.search(r"for function in ([\w ]+); do", section)[1].split()
    assert [reader.capitalize() for reader in readers] == STREAM_READERS, "a reader that is forgotten falls silent"
    alarms = {alarm["AlarmName"]["Fn::Sub"]: alarm for alarm in alarms_of(stack.watch).values()}
    [mapping, alarm] = re.findall(r"--query '(?:MetricAlarms\[0\]\.)?(\{.*?\})'", section, re.DOTALL)
    for reader in readers:
        assert copied_by(mapping) == set(stream_mapping(stack, reader.capitalize())) - {"EventSourceArn"}, reader
        assert copied_by(alarm) == set(alarms[f"${{Site}} {reader} does not follow"]) - {"Dimensions"}, reader


def copied_by(query):
    """The names that a query of the `aws` command gives to what it found."""
    return set(re.findall(r"(\w+): \w+\s*[,}]", query))


THROTTLED = ("ReadThrottleEvents", "WriteThrottleEvents")


def the_operator_is_told_of_what_hurts_people(stack):
    watched = {(namespace, metric, *resources) for alarm in alarms_of(stack.watch).values() for namespace, metric, _, resources in metrics_of(alarm)}
    assert watched >= {
        ("AWS/SQS", "ApproximateNumberOfMessagesVisible", "MailerFailures"),
        ("AWS/ApiGateway", "5xx", "Api"),
        ("AWS/SES", "Reputation.BounceRate"),
        ("AWS/SES", "Reputation.ComplaintRate"),
        *(("ours", metric) for metric in ("OldestMailOwedSeconds", "MailsPutOff", "MailQuotaUsedPercent", "MailBouncePercent", "RecordsPassedOver")),
        *(("AWS/Lambda", metric, function) for metric in ("Errors", "Throttles") for function in FUNCTIONS),
        *(("AWS/DynamoDB", metric, *place) for metric in THROTTLED for place in (*((table,) for table in stack.of_type("AWS::DynamoDB::Table")), ("Pledges", "Owed"))),
    }
    # CloudFront's metrics are in us-east-1 alone, where the site's own stack can have no alarm.
    [edge] = alarms_of(stack.abroad).values()
    assert {(namespace, metric, *resources) for namespace, metric, _, resources in metrics_of(edge)} == {("AWS/CloudFront", metric, "Distribution", "Global") for metric in ("5xxErrorRate", "Requests")}
    assert stack.abroad["Parameters"]["Distribution"]["Default"] == "", "the edge comes after its certificate"
    assert stack.source["Outputs"]["EdgeDistribution"]["Value"] == {"Fn::GetAtt": ["EdgeStack", "Outputs.Distribution"]}
    assert stack.edge["Outputs"]["Distribution"]["Value"] == {"Ref": "Distribution"}
    told = stack.abroad["Resources"]["ToldByMail"]
    assert told["Condition"] == "TellSomebody" and told["Properties"]["Endpoint"] == {"Ref": "AlarmMail"}
    money = stack.watch["Resources"]["Money"]
    assert money["Condition"] == "HasBudget" and stack.properties("Watch")["Parameters"]["MonthlyBudget"] == {"Ref": "MonthlyBudget"}
    assert {given["Notification"]["NotificationType"] for given in money["Properties"]["NotificationsWithSubscribers"]} == {"ACTUAL", "FORECASTED"}


def every_alarm_tells_somebody_what_to_do(stack):
    guide = (PROJECT / "OPERATIONS.md").read_text(encoding="utf-8")
    for name, alarm in (*alarms_of(stack.watch).items(), *alarms_of(stack.abroad).items(), ("RolloutFails", stack.properties("RolloutFails"))):
        # The alarm that takes a version back sends no mail; the site's own alarm does.
        assert name == "RolloutFails" or alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "Told"}], name
        section = re.search(r'OPERATIONS\.md, "([^"]+)"\.$', alarm["AlarmDescription"].strip())
        assert section, f"{name} must end with the section of OPERATIONS.md"
        found = re.search(rf"^#+ {re.escape(section[1])}\n(.*?)(?=^## |\Z)", guide, re.MULTILINE | re.DOTALL)
        assert found, f"{name}: OPERATIONS.md has no section {section[1]}"
        named = set(re.findall(r"\b[A-Z]\w+", alarm["AlarmDescription"])) & stack.source["Parameters"].keys()
        silent = sorted(parameter for parameter in named if f"`{parameter}" not in found[1])
        assert not silent, f"{name}: the section {section[1]} does not name {silent}"


# Metrics of AWS itself, with their dimensions.
MEASURED_BY_AWS = {
    ("AWS/CloudFront", ("DistributionId", "Region")): {"5xxErrorRate", "Requests"},
    ("AWS/ApiGateway", ("ApiId",)): {"4xx", "5xx", "Count", "Latency"},
    ("AWS/DynamoDB", ("TableName",)): {"ConsumedWriteCapacityUnits", *THROTTLED},
    ("AWS/DynamoDB", ("TableName", "GlobalSecondaryIndexName")): set(THROTTLED),
    ("AWS/Lambda", ("EventSourceMappingUUID",)): {"PolledEventCount"},
    ("AWS/Lambda", ("FunctionName",)): {"Duration", "Errors", "Invocations", "IteratorAge", "Throttles"},
    ("AWS/SES", ()): {"Reputation.BounceRate", "Reputation.ComplaintRate"},
    ("AWS/SQS", ("QueueName",)): {"ApproximateNumberOfMessagesVisible"},
}


def metrics_that_we_name(stack):
    """Those of web::metric, and those that are counted in logs."""
    source = (PROJECT / "shared/web/src/metric.rs").read_text(encoding="utf-8")
    named = set(re.findall(r"^    (\w+),$", re.search(r"pub enum Metric \{(.*?)^\}", source, re.DOTALL | re.MULTILINE)[1], re.MULTILINE))
    filters = [resource["Properties"] for resource in stack.watch["Resources"].values() if resource["Type"] == "AWS::Logs::MetricFilter"]
    return named, {given["MetricName"] for filter in filters for given in filter["MetricTransformations"]}


def every_alarm_looks_at_what_is_measured(stack):
    named, counted_in_logs = metrics_that_we_name(stack)
    for name, alarm in (*alarms_of(stack.watch).items(), *alarms_of(stack.abroad).items(), ("RolloutFails", stack.properties("RolloutFails"))):
        for namespace, metric, dimensions, _ in metrics_of(alarm):
            known = named | counted_in_logs if (namespace, dimensions) == ("ours", ()) else MEASURED_BY_AWS.get((namespace, dimensions), set())
            assert metric in known, f"{name} looks at {namespace} {metric} by {dimensions}, which nothing measures"
    # And something puts it: a name alone measures nothing.
    code = "".join(path.read_text(encoding="utf-8") for folder in ("functions", "shared") for path in sorted((PROJECT / folder).rglob("src/**/*.rs")) if path.name != "metric.rs")
    assert named <= set(re.findall(r"Metric::(\w+),", code)), "metrics that no function puts"
    assert stack.source["Globals"]["Function"]["Environment"]["Variables"]["METRICS_NAMESPACE"] == {"Ref": "AWS::StackName"}
    assert stack.properties("Watch")["Parameters"]["Site"] == {"Ref": "AWS::StackName"}


def what_the_clock_calls_is_missed(stack):
    for name, function in (("UpkeepMissing", "Upkeep"), ("MailerMissing", "Mailer")):
        alarm = alarms_of(stack.watch)[name]
        if name == "UpkeepMissing":
            assert {(metric, resources) for _, metric, _, resources in metrics_of(alarm)} >= {("Invocations", (function,))}
        else:
            # The stream calls the mailer too, and only a minute's round puts this metric.
            assert [(namespace, metric) for namespace, metric, _, _ in metrics_of(alarm)] == [("ours", "OldestMailOwedSeconds")] and alarm["Statistic"] == "SampleCount"
        assert (alarm["TreatMissingData"], alarm["ComparisonOperator"], alarm["Threshold"]) == ("breaching", "LessThanThreshold", 1)
        assert alarm["EvaluationPeriods"] * 300 <= 900, name


def each_reader_of_the_stream_is_missed_when_it_stops(stack):
    """A look that finds nothing counts as 0, and a stopped mapping counts nothing. So this needs no form and no call of the function:
    the minute's round and bounces call the mailer too.
    https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html#event-source-mapping-metrics"""
    watched = set()
    for name, mapping in stack.of_type("AWS::Lambda::EventSourceMapping").items():
        if mapping["Properties"]["EventSourceArn"] != {"Fn::GetAtt": ["Pledges", "StreamArn"]}:
            continue
        assert mapping["Properties"]["MetricsConfig"] == {"Metrics": ["EventCount"]}, f"{name} is not measured"
        [given] = [parameter for parameter, value in stack.properties("Watch")["Parameters"].items() if value == {"Ref": name}]
        [alarm] = [alarm for alarm in alarms_of(stack.watch).values() if alarm.get("Dimensions") == [{"Name": "EventSourceMappingUUID", "Value": {"Ref": given}}]]
        assert (alarm["MetricName"], alarm["Statistic"], alarm["TreatMissingData"]) == ("PolledEventCount", "SampleCount", "breaching"), name
        assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("LessThanThreshold", 1), name
        assert alarm["Period"] * alarm["EvaluationPeriods"] <= 900, name
        watched.add(mapping["Properties"]["FunctionName"]["Ref"])
    assert watched == set(STREAM_READERS)


def the_dashboard_tells_the_story_of_a_day(stack):
    body = stack.watch["Resources"]["Dashboard"]["Properties"]["DashboardBody"]["Fn::Sub"]
    widgets = json.loads(body)["widgets"]
    assert {f"${{{name}.Arn}}" for name in alarms_of(stack.watch)} == set(widgets[0]["properties"]["alarms"])
    named, _ = metrics_that_we_name(stack)
    assert named - {name for name in named if f'"{name}"' in body} <= {"RecordsPassedOver"}, "each step of a pledge is shown"


def the_watch_is_given_what_it_watches(stack):
    given = stack.properties("Watch")["Parameters"]
    assert set(given) == set(stack.watch["Parameters"])
    for name in (*FUNCTIONS, "Api", "Pledges", "Tally", "Office"):
        assert given[name] == {"Ref": name}
    assert given["UpkeepLog"] == {"Ref": "UpkeepLog"}
    assert given["MailerLog"] == {"Ref": "MailerLog"}
    assert given["MailerFailures"] == {"Fn::GetAtt": ["MailerFailures", "QueueName"]}
    for name, function in (("MailerStream", "Mailer"), ("LedgerStream", "Ledger")):
        assert stack.properties(given[name]["Ref"]) == stream_mapping(stack, function), name


RULES = [rule for name, rule in list(globals().items()) if callable(rule) and getattr(rule, "__module__", "") == __name__ and name not in ("actions_of", "addresses_of", "alarms_of", "at_the_edge", "behaviours", "capabilities_of_the_store", "chosen", "copied_by", "given", "grants_of", "holds", "keys_of", "kinds_of_keys", "kinds_of_pledges", "longest_value", "methods_of_the_store", "metrics_of", "metrics_that_we_name", "named", "passes", "refused", "requests_of", "schedule_of", "stream_mapping", "text_of", "writes_of")]
