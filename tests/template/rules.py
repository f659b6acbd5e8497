"""What template.yaml must keep. Each rule is a function that fails on a stack which breaks it."""

import json
import re
import tomllib
from fnmatch import fnmatchcase

from expansion import PROJECT

FUNCTIONS = ("Sign", "Public", "Report", "Mailer", "Upkeep", "Organizer", "Letter")

ROUTES = {
    "Sign": [
        "POST /{lang}/pledges",
        "GET /{lang}/check-your-mail",
        "POST /{lang}/check-your-mail",
        "GET /{lang}/not-me",
        "POST /{lang}/not-me",
        "GET /{lang}/confirm",
        "POST /{lang}/confirm",
        "GET /{lang}/thank-you",
        "GET /{lang}/my-pledge",
        "GET /{lang}/my-pledge/download",
        "POST /{lang}/my-pledge/name",
        "POST /{lang}/my-pledge/riding",
        "POST /{lang}/my-pledge/consents",
        "POST /{lang}/my-pledge/withdraw",
        "GET /{lang}/withdrawn",
        "GET /{lang}/updates/stop",
        "POST /{lang}/updates/stop",
        "POST /v1/pledges",
        "POST /v1/pledges/confirm",
        "POST /v1/pledges/withdraw",
    ],
    "Public": [
        "GET /",
        "GET /{lang}",
        "GET /{lang}/privacy",
        "GET /{lang}/poster",
        "GET /{lang}/ridings",
        "GET /{lang}/ridings/{code}",
        "GET /v1/counter",
        "GET /v1/tally",
        "GET /v1/tally/{code}",
        "GET /v1/history",
        "GET /openapi.json",
        "GET /{lang}/partners",
        "GET /{lang}/integrity",
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
        "GET /organizer",
        "ANY /organizer/{page+}",
        "ANY /v1/organizer/{file+}",
    ],
    "Letter": [
        "GET /{lang}/letter",
        "POST /{lang}/letter",
        "GET /{lang}/letter/{code}",
        "POST /{lang}/letter/{code}",
        "POST /{lang}/letter/{code}/print",
        "POST /{lang}/letter/{code}/send",
    ],
    "Report": [
        "ANY /v1/report.pdf",
        "GET /{lang}/share.png",
        "GET /{lang}/ridings/{code}/share.png",
    ],
}

ENVIRONMENT = {
    "Sign": "CAMPAIGN SITE_URL PLEDGES_TABLE TALLY_TABLE TALLY_SHARDS TOKEN_KEYS UPDATES_KEYS PERSON_KEY SUBMISSIONS_PER_NETWORK RUST_LOG",
    "Public": "CAMPAIGN SITE_URL TALLY_TABLE TALLY_SHARDS RUST_LOG",
    "Report": "CAMPAIGN SITE_URL TALLY_TABLE TALLY_SHARDS REPORT_KEYS RUST_LOG",
    "Letter": "CAMPAIGN SITE_URL PLEDGES_TABLE TALLY_TABLE TALLY_SHARDS OFFICE_TABLE TOKEN_KEYS RUST_LOG",
    "Upkeep": "CAMPAIGN PLEDGES_TABLE TALLY_TABLE TALLY_SHARDS OFFICE_TABLE RUST_LOG",
    "Organizer": "CAMPAIGN SITE_URL PLEDGES_TABLE TALLY_TABLE TALLY_SHARDS OFFICE_TABLE FIRST_ADMIN SESSION_KEYS REPORT_KEYS IDENTITY_KEY PERSON_KEY UPDATES_KEYS OIDC_ISSUERS RUST_LOG",
    "Mailer": "CAMPAIGN SITE_URL PLEDGES_TABLE OFFICE_TABLE FIRST_ADMIN SESSION_KEYS IDENTITY_KEY TOKEN_KEYS UPDATES_KEYS MAIL_TRANSPORT MAIL_FROM MAILS_PER_SECOND MAILS_PER_DAY MAIL_CONFIGURATION_SET MAILS_PER_PAIR MAILS_PER_NETWORK MAILS_PER_MAIL_DOMAIN LETTERS_PER_MEMBER LETTERS_PER_MAIL_DOMAIN LETTERS_PER_HOUR RUST_LOG",
}

# Everything a role may do, and to what. A new permission is a decision, so it is written here too.
BY_KEY = {f"dynamodb:{action}" for action in ("BatchGetItem", "ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem")}
LOG = {"logs:CreateLogStream", "logs:PutLogEvents"}
PERMISSIONS = {
    "SignRole": {"Pledges.Arn": BY_KEY - {"dynamodb:Query"}, "Tally.Arn": {"dynamodb:Query", "dynamodb:UpdateItem"}, "SignLog.Arn": LOG},
    "PublicRole": {"Tally.Arn": {"dynamodb:BatchGetItem", "dynamodb:Query"}, "PublicLog.Arn": LOG},
    "ReportRole": {"Tally.Arn": {"dynamodb:BatchGetItem", "dynamodb:Query"}, "ReportLog.Arn": LOG},
    "LetterRole": {
        "Pledges.Arn": {"dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:PutItem"},
        "Tally.Arn": {"dynamodb:Query"},
        "Office.Arn": {"dynamodb:BatchGetItem"},
        "LetterLog.Arn": LOG,
    },
    "UpkeepRole": {
        "Pledges.Arn": BY_KEY | {"dynamodb:Scan"},
        "Tally.Arn": {"dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem"},
        "Office.Arn": {"dynamodb:Query", "dynamodb:UpdateItem"},
        "UpkeepLog.Arn": LOG,
    },
    "OrganizerRole": {
        "Pledges.Arn": BY_KEY | {"dynamodb:Scan"},
        "Tally.Arn": {"dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem"},
        "Office.Arn": {f"dynamodb:{action}" for action in ("BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem")},
        "${Pledges.Arn}/index/Owed": {"dynamodb:Query"},
        "OrganizerLog.Arn": LOG,
    },
    "MailerRole": {
        "Pledges.Arn": BY_KEY - {"dynamodb:ConditionCheckItem"},
        "${Pledges.Arn}/index/Owed": {"dynamodb:Query"},
        "*": {"ses:GetAccount"},
        "Pledges.StreamArn": {f"dynamodb:{action}" for action in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")},
        "Office.Arn": {f"dynamodb:{action}" for action in ("BatchGetItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem")},
        "MailFeedbackQueue.Arn": {f"sqs:{action}" for action in ("ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "ReceiveMessage")},
        "MailerLog.Arn": LOG,
        "identity/": {"ses:SendEmail", "ses:SendRawEmail"},
        "configuration-set/": {"ses:SendEmail", "ses:SendRawEmail"},
    },
}


# ---- Routes and functions ----------------------------------------------------------------------------------------


def every_route_of_the_contract_goes_to_its_function(stack):
    expected = {route: function for function, routes in ROUTES.items() for route in routes}
    assert stack.routes() == expected


def the_gateway_may_invoke_what_it_routes_to(stack):
    allowed = {}
    for permission in stack.of_type("AWS::Lambda::Permission").values():
        if permission["Properties"]["Principal"] == "apigateway.amazonaws.com":
            arn = permission["Properties"]["SourceArn"]["Fn::Sub"][0]
            pattern = arn.split("${__ApiId__}/${__Stage__}/")[1]
            allowed.setdefault(permission["Properties"]["FunctionName"]["Ref"], []).append(pattern)
    for route, function in stack.routes().items():
        called = re.sub(r"\{\w+\}", "x", route.replace(" ", ""))
        assert any(fnmatchcase(called, pattern) for pattern in allowed.get(function, [])), f"{route} is not allowed to invoke {function}"


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
        # Typesetting takes a whole processor; the others wait for the network.
        assert (function["Runtime"], function["MemorySize"]) == ("provided.al2023", 1769 if name == "Report" else 256)
        assert function["Architectures"] == [{"Ref": "Architecture"}]
        # The gateway gives up after 30 seconds; a person does long before, unless it is a book or everybody's addresses.
        assert function["Timeout"] <= {"Mailer": 120, "Upkeep": 300, "Organizer": 29, "Report": 29}.get(name, 10)


def the_gateway_limits_everybody_together(stack):
    limits = stack.properties("ApiApiGatewayDefaultStage")["DefaultRouteSettings"]
    assert 0 < limits["ThrottlingRateLimit"] <= 10_000 and 0 < limits["ThrottlingBurstLimit"] <= 5_000
    # What everybody may send, and what takes a whole processor, must not use up what the others have.
    own = stack.properties("ApiApiGatewayDefaultStage")["RouteSettings"]
    drawn = {"GET /{lang}/share.png", "GET /{lang}/ridings/{code}/share.png", "ANY /v1/report.pdf"}
    assert set(own) == drawn | {"POST /{lang}/pledges", "POST /{lang}/check-your-mail", "POST /v1/pledges"}
    for route, limit in own.items():
        assert 0 < limit["ThrottlingRateLimit"] <= limits["ThrottlingRateLimit"] / (50 if route in drawn else 10), route


# ---- Environment and secrets -------------------------------------------------------------------------------------


def functions_have_exactly_the_variables_of_the_contract(stack):
    for name in FUNCTIONS:
        assert set(stack.environment(name)) == set(ENVIRONMENT[name].split()), name


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
                assert not re.sub(REFERENCE, "", value["Fn::Sub"]).strip(","), f"{name}: {variable} must come from Secrets Manager whole"
                assert {secret for secret, _ in re.findall(REFERENCE, value["Fn::Sub"])} <= set(secrets)
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
}


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
    """What one function signs another verifies: whatever changes a key changes it for both, in one deployment."""
    for variable, secret in SECRET_VARIABLES.items():
        values = {name: stack.environment(name)[variable]["Fn::Sub"] for name in FUNCTIONS if variable in stack.environment(name)}
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
    # Which identity an address stands for, the mailer and the office alone compute; sign is told by the link.
    assert [name for name in FUNCTIONS if "IDENTITY_KEY" in stack.environment(name)] == ["Mailer", "Organizer"]
    # Which person a name and a postal code are, sign and the office compute, by one key that is no other's.
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
        # A first deployment that fails leaves none behind.
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


# ---- Roles -------------------------------------------------------------------------------------------------------


def every_function_has_a_role_of_its_own(stack):
    assert {name: stack.role_of(name) for name in FUNCTIONS} == {name: f"{name}Role" for name in FUNCTIONS}
    assert set(stack.of_type("AWS::IAM::Role")) == {f"{name}Role" for name in FUNCTIONS}
    for role in stack.of_type("AWS::IAM::Role").values():
        assert "ManagedPolicyArns" not in role["Properties"]
        [trust] = role["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"Service": "lambda.amazonaws.com"}
    # Whatever else could widen a role.
    assert not stack.of_type("AWS::IAM::Policy") and not stack.of_type("AWS::IAM::ManagedPolicy") and not stack.of_type("AWS::IAM::RolePolicy")


def roles_may_do_exactly_what_is_written_down(stack):
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


def writes_of(stack, role):
    """What a role may write: table, by which actions, of which keys."""
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
                # What is deleted of the office is one item, beside an entry that is put.
                assert len(conditional) <= 1 or (action, table) == ("dynamodb:DeleteItem", "Office.Arn"), f"{role}: {conditional} each allow a part"


def the_form_reaches_what_is_a_signers_and_lists_nobody(stack):
    """Everybody can call it: so it finds an item by its whole key, and neither held mail nor organizers' links."""
    keys = {"S#*", "P#*", "A#*", "M#*", "Q#*", "K#*", "W#*", "T#*", "C#*"}
    assert writes_of(stack, "SignRole") == {("Pledges", "DPU", key) for key in keys} | {("Tally", "U", "*")}
    for statement in stack.statements("SignRole"):
        if named(statement["Resource"][0]) == "Pledges.Arn":
            assert not {"dynamodb:Query", "dynamodb:Scan"} & set(statement["Action"])


def the_office_puts_no_signer_and_unwrites_no_log(stack):
    # D(elete), P(ut), U(pdate). Signers are changed, and neither made nor erased; the log is only added to.
    assert writes_of(stack, "OrganizerRole") == {
        ("Pledges", "DP", "I#*"),
        ("Pledges", "U", "P#*"),
        ("Pledges", "DP", "M#*"),
        ("Pledges", "DP", "Q#*"),
        ("Pledges", "DP", "Z#*"),
        ("Pledges", "DP", "B#*"),
        ("Tally", "U", "N#*"),
        ("Tally", "P", "C#*"),
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
    }


def the_mailer_does_what_organizers_decided_and_decides_nothing(stack):
    pledges = {
        # Neither a form nor a signer can be put, and no signer deleted.
        "P": ("A#*", "C#*", "X#*", "Y#*", "E#*"),
        "U": ("S#*", "P#*", "W#*", "I#*", "T#*", "R#*", "E#*"),
        "D": ("S#*", "W#*", "I#*", "T#*", "X#*", "Y#*", "E#*"),
    }
    every = {key for keys in pledges.values() for key in keys}
    assert writes_of(stack, "MailerRole") == {("Pledges", "".join(sorted(action for action in pledges if key in pledges[action])), key) for key in every} | {
        ("Office", "PU", "O#*"),
        ("Office", "U", "G#*"),
        # A ruling on letters is forgotten when it is done; bounces and complaints of Members are noted. It pauses nothing.
        ("Office", "D", "F#*"),
        ("Office", "P", "K#*"),
    }


def a_letter_is_left_for_the_mailer_and_nothing_else_is_written(stack):
    assert writes_of(stack, "LetterRole") == {("Pledges", "P", "T#*")}
    # Whoever is read or checked is read by key, and is a signer or has a letter.
    keys = [statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"] for statement in stack.statements("LetterRole") if named(statement["Resource"][0]) == "Pledges.Arn"]
    assert keys == [["P#*"], ["T#*"]]
    # Of the office it reads the switch and the marks of Members, and neither organizers nor the log.
    keys = [statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"] for statement in stack.statements("LetterRole") if named(statement["Resource"][0]) == "Office.Arn"]
    assert keys == [["J#*", "K#*"]]


def public_and_report_read_counts_and_nothing_else(stack):
    for statement in (*stack.statements("PublicRole"), *stack.statements("ReportRole")):
        for action in statement["Action"]:
            if not action.startswith("logs:"):
                assert action in ("dynamodb:Query", "dynamodb:GetItem", "dynamodb:BatchGetItem")
                assert [named(resource) for resource in statement["Resource"]] == ["Tally.Arn"]
    for name in ("Public", "PublicRole", "Report", "ReportRole"):
        text = json.dumps(stack.properties(name))
        assert "Pledges" not in text and "Office" not in text, f"{name} must not even know the tables of people"
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
        found = re.fullmatch(r"arn:\$\{AWS::Partition\}:ses:\$\{AWS::Region\}:\$\{AWS::AccountId\}:(?:(identity/)\$\{Mail(?:From|Domain)\}|(configuration-set/)\$\{MailEvents\})", text)
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


def the_mailer_follows_new_submissions_new_signers_and_farewells(stack):
    properties = stream_mapping(stack)
    assert properties["EventSourceArn"] == {"Fn::GetAtt": ["Pledges", "StreamArn"]} and properties["FunctionName"] == {"Ref": "Mailer"}
    patterns = [json.loads(given["Pattern"]) for given in properties["FilterCriteria"]["Filters"]]
    # What the mailer is told of.
    told = {("INSERT", "S"), ("INSERT", "P"), ("INSERT", "W"), ("INSERT", "T")}
    for event in ("INSERT", "MODIFY", "REMOVE"):
        for prefix in "SPWTADRUY":
            record = {"eventName": event, "dynamodb": {"Keys": {"pk": {"S": f"{prefix}#time-to-lead#x"}, "sk": {"S": "1"}}}}
            assert any(passes(pattern, record) for pattern in patterns) == ((event, prefix) in told), (event, prefix)


def passes(pattern, value):
    """Lambda's event filter, as far as the template uses it: literals and prefixes."""
    if isinstance(pattern, dict):
        return all(passes(inner, value.get(name, {})) for name, inner in pattern.items())
    return any(value.startswith(option["prefix"]) if isinstance(option, dict) else value == option for option in pattern)


def stream_mapping(stack):
    mappings = [given["Properties"] for given in stack.of_type("AWS::Lambda::EventSourceMapping").values()]
    [mapping] = [given for given in mappings if given["EventSourceArn"] == {"Fn::GetAtt": ["Pledges", "StreamArn"]}]
    return mapping


def the_stream_is_the_quick_way_and_holds_nobody_up(stack):
    properties = stream_mapping(stack)
    assert properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert properties["BisectBatchOnFunctionError"] is True
    assert properties["StartingPosition"] == "TRIM_HORIZON", "LATEST may miss the first signatures of a new stack"
    assert properties["MaximumBatchingWindowInSeconds"] <= 2, "somebody is waiting for this mail"
    assert 1 <= properties["BatchSize"] <= 50
    # What the stream gives up is in the index; older records are the minute's round's, so that none is looked at twice.
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
    # Who opens a mail or follows a link is nobody's business.
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
    }
    assert stack.properties("Upkeep")["Timeout"] <= 300, "the next run begins then"


def somebody_is_told_when_the_tally_is_wrong(stack):
    words = stack.watch["Resources"]["TallyIsWrong"]["Properties"]
    assert words["LogGroupName"] == {"Ref": "UpkeepLog"}
    # What the code says, to the letter.
    said = (PROJECT / "functions/upkeep/src/lib.rs").read_text(encoding="utf-8")
    assert '"the tally is wrong"' in said and "the tally is wrong" in words["FilterPattern"]
    alarm = stack.watch["Resources"]["TallyWrong"]["Properties"]
    [metric] = words["MetricTransformations"]
    assert (alarm["Namespace"], alarm["MetricName"]) == (metric["MetricNamespace"], metric["MetricName"])
    assert alarm["Threshold"] == 0 and alarm["ComparisonOperator"] == "GreaterThanThreshold"


def somebody_is_told_when_mail_is_held(stack):
    words = stack.watch["Resources"]["MailIsHeld"]["Properties"]
    assert words["LogGroupName"] == {"Ref": "MailerLog"}
    # What the code says, to the letter.
    said = (PROJECT / "functions/mailer/src/flood.rs").read_text(encoding="utf-8")
    assert '"mail is held"' in said and "mail is held" in words["FilterPattern"]
    alarm = stack.watch["Resources"]["MailHeld"]["Properties"]
    [metric] = words["MetricTransformations"]
    assert (alarm["Namespace"], alarm["MetricName"]) == (metric["MetricNamespace"], metric["MetricName"])
    assert alarm["Threshold"] == 0 and alarm["ComparisonOperator"] == "GreaterThanThreshold"


def what_an_hour_may_cause_is_what_the_code_takes_for_granted(stack):
    written = (PROJECT / "shared/domain/src/flood.rs").read_text(encoding="utf-8")
    for parameter, constant in (("MailsPerPair", "MAILS_PER_PAIR"), ("MailsPerNetwork", "MAILS_PER_NETWORK"), ("MailsPerMailDomain", "MAILS_PER_MAIL_DOMAIN")):
        assert stack.environment("Mailer")[constant] == {"Ref": parameter}
        assert re.search(rf"pub const {constant}: u32 = (\d+);", written)[1] == str(stack.source["Parameters"][parameter]["Default"])
    written = (PROJECT / "shared/domain/src/correspondence.rs").read_text(encoding="utf-8")
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
    harmless = {"requestTime", "requestId", "routeKey", "protocol", "status", "responseLength", "responseLatency", "integrationStatus", "integrationLatency", "error.responseType"}
    assert json.loads(form)
    assert set(re.findall(r"\$context\.([\w.]+)", form)) <= harmless
    assert form.count("$") == form.count("$context.")


def logs_are_kept_apart_and_not_for_ever(stack):
    for name in FUNCTIONS:
        assert stack.properties(name)["LoggingConfig"]["LogGroup"] == {"Ref": f"{name}Log"}
    groups = stack.of_type("AWS::Logs::LogGroup")
    assert set(groups) == {"SignLog", "PublicLog", "ReportLog", "LetterLog", "MailerLog", "UpkeepLog", "OrganizerLog", "AccessLog"}
    for name, group in groups.items():
        assert group["Properties"]["RetentionInDays"] == {"Ref": "LogRetentionDays"}, name
    # A trace would hold addresses with tokens in them.
    assert "TracingConfig" not in json.dumps(stack.resources)


def the_operator_is_told_of_what_hurts_people(stack):
    watched, dimensions = set(), set()
    for name, resource in stack.watch["Resources"].items():
        if resource["Type"] != "AWS::CloudWatch::Alarm":
            continue
        properties = resource["Properties"]
        assert properties["AlarmActions"] == [{"Ref": "Told"}] and properties["AlarmDescription"], name
        metrics = [given["MetricStat"]["Metric"] for given in properties.get("Metrics", []) if "MetricStat" in given] or [properties]
        for metric in metrics:
            for dimension in metric.get("Dimensions", [{"Name": "", "Value": {"Ref": ""}}]):
                watched.add((str(metric["Namespace"]), metric["MetricName"], dimension["Value"]["Ref"]))
                dimensions.add(dimension["Name"])
    assert watched >= {
        ("AWS/SQS", "ApproximateNumberOfMessagesVisible", "MailerFailures"),
        ("AWS/Lambda", "IteratorAge", "Mailer"),
        ("AWS/ApiGateway", "5xx", "Api"),
        *(("AWS/Lambda", metric, function) for metric in ("Errors", "Throttles") for function in FUNCTIONS),
    }
    # Names of resources, never anything about a person.
    assert dimensions <= {"", "ApiId", "FunctionName", "QueueName", "TableName"}


def the_watch_is_given_what_it_watches(stack):
    given = stack.properties("Watch")["Parameters"]
    assert set(given) == set(stack.watch["Parameters"])
    for name in (*FUNCTIONS, "Api", "Pledges", "Tally", "Office"):
        assert given[name] == {"Ref": name}
    assert given["UpkeepLog"] == {"Ref": "UpkeepLog"}
    assert given["MailerLog"] == {"Ref": "MailerLog"}
    assert given["MailerFailures"] == {"Fn::GetAtt": ["MailerFailures", "QueueName"]}


RULES = [rule for name, rule in list(globals().items()) if callable(rule) and getattr(rule, "__module__", "") == __name__ and name not in ("actions_of", "named", "passes", "schedule_of", "stream_mapping", "writes_of")]
