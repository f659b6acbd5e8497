"""The template keeps every rule, and every rule notices a template that does not."""

import copy
import os
import subprocess
import sys
import types
from pathlib import Path

import pytest
import rules
from expansion import PROJECT, Stack
from samtranslator.open_api import open_api


@pytest.fixture(scope="session")
def stack():
    return Stack.read()


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_template_keeps(rule, stack):
    rule(stack)


# ---- Broken on purpose: a path into the template, and what somebody might write there -----------------------------

REMOVED = object()
FUNCTION = "Resources/{}/Properties"
SIGN, PUBLIC, REPORT, MAILER, UPKEEP, ORGANIZER, LETTER, LEDGER = (FUNCTION.format(name) for name in rules.FUNCTIONS)
PLEDGES, TALLY = "Resources/Pledges", "Resources/Tally"
FOLLOW = f"{MAILER}/Events/Pledged/Properties"
# The places of two statements in the mailer's role.
SEND, RULINGS = 10, 13
POLICY = "Resources/{}Role/Properties/Policies/0/PolicyDocument/Statement/{}"
SERVERS = "Resources/Api/Properties/DefinitionBody/servers"
EDGE, KEY = "Resources/Distribution/Properties/DistributionConfig", "Resources/{}/Properties/CachePolicyConfig/ParametersInCacheKeyAndForwardedToOrigin"
FORMAT = "Resources/Api/Properties/AccessLogSettings/Format"


def followed(kinds):
    """The filter of new items of some kinds."""
    prefixes = ",".join(f'{{"prefix":"{kind}#"}}' for kind in kinds)
    return f'{{"eventName":["INSERT"],"dynamodb":{{"Keys":{{"pk":{{"S":[{prefixes}]}}}}}}}}'


BREAKS = [
    ("every_route_that_is_written_down_goes_to_its_function", f"{SIGN}/Events/Confirm", REMOVED),
    ("every_route_that_is_written_down_goes_to_its_function", f"{SIGN}/Events/Withdraw/Properties/Method", "GET"),
    ("every_method_of_an_address_leads_to_one_function", f"{SIGN}/Events/Form", REMOVED),
    ("every_method_of_an_address_leads_to_one_function", f"{REPORT}/Events/SharePicture/Properties/Method", "GET"),
    ("every_method_of_an_address_leads_to_one_function", f"{ORGANIZER}/Events/Door/Properties/Method", "GET"),
    ("every_route_that_is_written_down_goes_to_its_function", f"{PUBLIC}/Events/Default", REMOVED),
    ("every_route_that_is_written_down_goes_to_its_function", f"{PUBLIC}/Events/Recount", {"Type": "HttpApi", "Properties": {"ApiId": {"Ref": "Api"}, "Method": "GET", "Path": "/v1/recount"}}),
    ("every_route_that_is_written_down_goes_to_its_function", f"{PUBLIC}/Events/Recount", {"Type": "HttpApi", "Properties": {"ApiId": {"Ref": "Api"}, "Method": "GET", "Path": "/v1/tally"}}),
    ("what_answers_people_is_rolled_out_little_by_little", f"{SIGN}/DeploymentPreference", REMOVED),
    ("what_answers_people_is_rolled_out_little_by_little", f"{PUBLIC}/DeploymentPreference/Alarms", []),
    ("what_answers_people_is_rolled_out_little_by_little", f"{SIGN}/AutoPublishAliasAllProperties", False),
    ("what_answers_people_is_rolled_out_little_by_little", f"{LETTER}/VersionDescription", {"Fn::Sub": "${SiteUrl} ${TallyShards} ${FormerTokenKeyId}"}),
    ("what_answers_people_is_rolled_out_little_by_little", "Parameters/SiteUrl/MaxLength", 240),
    ("what_answers_people_is_rolled_out_little_by_little", "Resources/RolloutFails/Properties/Metrics/2/MetricStat/Metric/Dimensions/0/Value", {"Ref": "Sign"}),
    ("every_function_builds_the_package_of_its_name", f"{SIGN}/CodeUri", "functions/public"),
    ("every_function_builds_the_package_of_its_name", "Resources/Sign/Metadata/BuildProperties/Binary", "public"),
    ("functions_run_on_the_chosen_processors_with_enough_memory", "Globals/Function/MemorySize", 128),
    ("functions_run_on_the_chosen_processors_with_enough_memory", "Globals/Function/Architectures", ["x86_64"]),
    ("functions_run_on_the_chosen_processors_with_enough_memory", f"{SIGN}/Timeout", 60),
    ("the_gateway_limits_everybody_together", f"{SIGN}/Events/Submit/Properties/RouteSettings", REMOVED),
    ("the_gateway_limits_everybody_together", "Resources/Api/Properties/DefaultRouteSettings/ThrottlingRateLimit", 0),
    ("functions_have_exactly_the_variables_that_are_written_down", f"{SIGN}/Environment/Variables/TALLY_SHARDS", REMOVED),
    ("functions_have_exactly_the_variables_that_are_written_down", f"{PUBLIC}/Environment/Variables/PLEDGES_TABLE", {"Ref": "Pledges"}),
    ("functions_have_exactly_the_variables_that_are_written_down", "Globals/Function/Environment", {"Variables": {"DEBUG": "1"}}),
    ("table_variables_name_their_tables", f"{SIGN}/Environment/Variables/TALLY_TABLE", {"Ref": "Pledges"}),
    ("no_secret_is_in_plain_text", f"{SIGN}/Environment/Variables/IDENTITY_KEY", "0123456789abcdef0123456789abcdef"),
    ("no_secret_is_in_plain_text", f"{SIGN}/Environment/Variables/TOKEN_KEYS", {"Fn::Sub": "0123456789abcdef,{{resolve:secretsmanager:${TokenKey}:SecretString::${TokenKeyVersion}}}"}),
    ("no_secret_is_in_plain_text", "Resources/IdentityKey/Properties", {"SecretString": "0123456789abcdef"}),
    ("no_secret_is_in_plain_text", "Resources/TokenKey/Properties/GenerateSecretString/ExcludePunctuation", False),
    ("no_secret_is_in_plain_text", "Parameters/MailTransport/NoEcho", False),
    ("every_reference_to_a_secret_names_the_version_that_a_parameter_gives", f"{SIGN}/Environment/Variables/PERSON_KEY", {"Fn::Sub": "{{resolve:secretsmanager:${PersonKey}:SecretString}}"}),
    ("every_reference_to_a_secret_names_the_version_that_a_parameter_gives", f"{SIGN}/Environment/Variables/TOKEN_KEYS", {"Fn::Sub": "{{resolve:secretsmanager:${TokenKey}:SecretString::AWSCURRENT}}"}),
    ("every_reference_to_a_secret_names_the_version_that_a_parameter_gives", f"{SIGN}/Environment/Variables/SMTP", {"Fn::Sub": "smtp://{{resolve:secretsmanager:${TokenKey}:SecretString}}@host"}),
    ("every_reference_to_a_secret_names_the_version_that_a_parameter_gives", "Parameters/SessionKeyVersion/Default", "v1"),
    ("every_reference_to_a_secret_names_the_version_that_a_parameter_gives", "Parameters/SessionKeyVersion/AllowedPattern", ".*"),
    ("all_functions_have_the_same_versions_of_a_secret", f"{MAILER}/Environment/Variables/SESSION_KEYS", {"Fn::Sub": "{{resolve:secretsmanager:${SessionKey}:SecretString::${SessionKeyVersion}}}"}),
    ("all_functions_have_the_same_versions_of_a_secret", f"{ORGANIZER}/Environment/Variables/IDENTITY_KEY", {"Fn::Sub": "{{resolve:secretsmanager:${IdentityKey}:SecretString::${PersonKeyVersion}}}"}),
    ("all_functions_have_the_same_versions_of_a_secret", f"{REPORT}/Environment/Variables/REPORT_KEYS", {"Fn::Sub": "{{resolve:secretsmanager:${ReportKey}:SecretString::${ReportKeyAccepted}}},{{resolve:secretsmanager:${ReportKey}:SecretString::${ReportKeyVersion}}}"}),
    ("secrets_are_found_again_without_their_stack", "Resources/IdentityKey/Properties/Tags", REMOVED),
    ("secrets_are_found_again_without_their_stack", "Resources/TokenKey/Properties/Name", "token"),
    ("secrets_outlive_the_stack", "Resources/TokenKey/DeletionPolicy", "Retain"),
    ("pinned_keys_protect_the_tables", "Conditions/KeysArePinned", {"Fn::Equals": [{"Ref": "IdentityKeyVersion"}, "AWSCURRENT"]}),
    ("sign_and_mailer_agree_on_their_keys", f"{MAILER}/Environment/Variables/TOKEN_KEYS", {"Fn::Sub": "{{resolve:secretsmanager:${IdentityKey}:SecretString}}"}),
    ("sign_and_mailer_agree_on_their_keys", f"{SIGN}/Environment/Variables/IDENTITY_KEY", {"Fn::Sub": "{{resolve:secretsmanager:${IdentityKey}:SecretString}}"}),
    ("only_the_office_takes_tokens_of_issuers_and_over_https", f"{REPORT}/Environment/Variables/OIDC_ISSUERS", {"Ref": "OidcIssuers"}),
    ("only_the_office_takes_tokens_of_issuers_and_over_https", "Parameters/OidcIssuers/Default", "https://accounts.example|us"),
    ("only_the_office_takes_tokens_of_issuers_and_over_https", "Parameters/OidcIssuers/AllowedPattern", "^.*$"),
    ("secrets_outlive_the_stack", "Resources/IdentityKey/DeletionPolicy", "Delete"),
    ("parameters_explain_themselves_and_refuse_the_examples", "Parameters/SiteUrl/Default", "https://campaign.example.org"),
    ("parameters_explain_themselves_and_refuse_the_examples", "Parameters/Campaign/AllowedPattern", REMOVED),
    ("parameters_explain_themselves_and_refuse_the_examples", "Parameters/TallyShards/MinValue", 1),
    ("every_function_has_a_role_of_its_own", f"{PUBLIC}/Role", {"Fn::GetAtt": ["SignRole", "Arn"]}),
    ("every_function_has_a_role_of_its_own", "Resources/SignRole/Properties/ManagedPolicyArns", ["arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"]),
    ("roles_may_do_exactly_what_is_written_down", POLICY.format("Sign", 0) + "/Action", ["dynamodb:*"]),
    ("roles_may_do_exactly_what_is_written_down", POLICY.format("Sign", 1) + "/Resource", "*"),
    ("roles_may_do_exactly_what_is_written_down", POLICY.format("Public", 1) + "/Resource", "*"),
    ("only_the_office_and_upkeep_can_list_everybody", POLICY.format("Sign", 0) + "/Action", ["dynamodb:Scan"]),
    ("only_the_office_and_upkeep_can_list_everybody", POLICY.format("Mailer", 0) + "/Action", "dynamodb:S*"),
    ("only_the_office_and_upkeep_can_list_everybody", POLICY.format("Public", 0) + "/Action", "*"),
    ("a_list_shows_no_name_and_no_address_of_a_form", POLICY.format("Organizer", 0) + "/Condition", REMOVED),
    ("a_list_shows_no_name_and_no_address_of_a_form", POLICY.format("Organizer", 0) + "/Condition/StringEquals", REMOVED),
    ("a_list_shows_no_name_and_no_address_of_a_form", POLICY.format("Organizer", 0) + "/Condition/ForAllValues:StringEquals/dynamodb:Attributes/0", "unlisted"),
    ("a_list_shows_no_name_and_no_address_of_a_form", POLICY.format("Upkeep", 3) + "/Condition/ForAllValues:StringEquals/dynamodb:Attributes/2", "mailbox"),
    ("a_list_shows_no_name_and_no_address_of_a_form", POLICY.format("Upkeep", 3) + "/Action", ["dynamodb:Scan", "dynamodb:GetItem"]),
    ("the_office_sees_the_state_of_a_form_and_nothing_else_of_it", POLICY.format("Organizer", 5) + "/Condition/StringEquals", REMOVED),
    ("a_function_can_be_kept_from_starving_the_others", f"{REPORT}/ReservedConcurrentExecutions", REMOVED),
    ("a_function_can_be_kept_from_starving_the_others", f"{SIGN}/ReservedConcurrentExecutions", 100),
    ("a_function_can_be_kept_from_starving_the_others", "Parameters/SignConcurrency/Default", 100),
    ("a_function_can_be_kept_from_starving_the_others", "Parameters/PublicConcurrency/MaxValue", 300),
    ("the_pledges_can_be_warmed_before_a_day_of_many", f"{PLEDGES}/Properties/WarmThroughput", REMOVED),
    ("the_pledges_can_be_warmed_before_a_day_of_many", f"{PLEDGES}/Properties/WarmThroughput", {"WriteUnitsPerSecond": 40000}),
    ("the_pledges_can_be_warmed_before_a_day_of_many", "Parameters/WarmWriteUnits/Default", 8000),
    ("the_pledges_can_be_warmed_before_a_day_of_many", "Parameters/WarmWriteUnits/MaxValue", 120_000),
    ("the_pledges_can_be_warmed_before_a_day_of_many", f"{PLEDGES}/Properties/GlobalSecondaryIndexes/0/WarmThroughput", REMOVED),
    ("the_pledges_can_be_warmed_before_a_day_of_many", f"{TALLY}/Properties/WarmThroughput", REMOVED),
    ("a_role_grants_what_its_function_may_ask_the_store_for", POLICY.format("Sign", 0) + "/Condition/ForAllValues:StringLike/dynamodb:LeadingKeys/5", "Z#*"),
    ("a_role_grants_what_its_function_may_ask_the_store_for", POLICY.format("Letter", 1) + "/Action", ["dynamodb:GetItem"]),
    ("a_role_grants_what_its_function_may_ask_the_store_for", POLICY.format("Upkeep", 6) + "/Condition", {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["S#*"]}}),
    ("a_role_grants_nothing_that_its_function_cannot_ask_the_store_for", POLICY.format("Letter", 0) + "/Condition", {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["P#*", "S#*"]}}),
    ("a_role_grants_nothing_that_its_function_cannot_ask_the_store_for", POLICY.format("Letter", 0) + "/Action", ["dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:DeleteItem"]),
    ("a_role_grants_nothing_that_its_function_cannot_ask_the_store_for", POLICY.format("Mailer", 0) + "/Condition/ForAllValues:StringLike/dynamodb:LeadingKeys/0", "C#*"),
    ("a_role_grants_nothing_that_its_function_cannot_ask_the_store_for", POLICY.format("Letter", 3) + "/Condition", REMOVED),
    ("a_role_grants_nothing_that_its_function_cannot_ask_the_store_for", POLICY.format("Report", 0) + "/Condition", REMOVED),
    ("the_form_reads_and_changes_counters_alone", POLICY.format("Sign", 2) + "/Condition", REMOVED),
    ("the_form_reads_and_changes_counters_alone", POLICY.format("Sign", 2) + "/Condition", {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["N#*", "H#*"]}}),
    ("the_form_reaches_what_is_a_signers_and_lists_nobody", POLICY.format("Sign", 2) + "/Condition", REMOVED),
    ("the_form_reaches_what_is_a_signers_and_lists_nobody", POLICY.format("Sign", 0) + "/Condition", REMOVED),
    ("the_form_reaches_what_is_a_signers_and_lists_nobody", POLICY.format("Sign", 0) + "/Action", ["dynamodb:Query"]),
    ("the_office_puts_no_signer_and_unwrites_no_log", POLICY.format("Organizer", 0) + "/Action", ["dynamodb:UpdateItem"]),
    ("the_office_puts_no_signer_and_unwrites_no_log", POLICY.format("Organizer", 8) + "/Condition", {}),
    ("one_statement_allows_all_that_a_transaction_puts_or_deletes", POLICY.format("Organizer", 7) + "/Action", ["dynamodb:GetItem", "dynamodb:PutItem"]),
    ("one_statement_allows_all_that_a_transaction_puts_or_deletes", POLICY.format("Upkeep", 5) + "/Action", ["dynamodb:DeleteItem", "dynamodb:GetItem"]),
    ("the_office_puts_no_signer_and_unwrites_no_log", POLICY.format("Organizer", 2) + "/Action", ["dynamodb:PutItem"]),
    ("the_office_puts_no_signer_and_unwrites_no_log", POLICY.format("Organizer", 8) + "/Action", ["dynamodb:DeleteItem"]),
    ("public_and_report_read_counts_and_nothing_else", POLICY.format("Public", 0) + "/Resource", {"Fn::GetAtt": ["Pledges", "Arn"]}),
    ("public_and_report_read_counts_and_nothing_else", POLICY.format("Public", 0) + "/Action", ["dynamodb:Query", "dynamodb:UpdateItem"]),
    ("public_and_report_read_counts_and_nothing_else", POLICY.format("Report", 0) + "/Action", ["dynamodb:Query", "dynamodb:UpdateItem"]),
    ("public_and_report_read_counts_and_nothing_else", f"{PUBLIC}/Environment/Variables/X", {"Ref": "Pledges"}),
    ("public_and_report_read_counts_and_nothing_else", f"{REPORT}/Environment/Variables/X", {"Ref": "Pledges"}),
    *(("functions_for_everybody_read_the_campaigns_desk_and_cannot_write_it", POLICY.format(role, place) + "/" + part, value)
      for role, place in (("Public", 1), ("Report", 1), ("Sign", 5))
      for part, value in (("Action", ["dynamodb:GetItem", "dynamodb:PutItem"]), ("Condition", {}))),
    ("a_letter_is_left_for_the_mailer_and_nothing_else_is_written", POLICY.format("Letter", 1) + "/Action", ["dynamodb:PutItem", "dynamodb:DeleteItem"]),
    ("a_letter_is_left_for_the_mailer_and_nothing_else_is_written", POLICY.format("Letter", 1) + "/Condition", {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["*"]}}),
    ("a_letter_is_left_for_the_mailer_and_nothing_else_is_written", POLICY.format("Letter", 0) + "/Condition", {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["*"]}}),
    ("functions_have_exactly_the_variables_that_are_written_down", f"{LETTER}/Environment/Variables/IDENTITY_KEY", {"Ref": "IdentityKey"}),
    ("only_the_mailer_sends_mail_and_from_one_address", POLICY.format("Sign", 0) + "/Action", ["ses:SendEmail"]),
    ("only_the_mailer_sends_mail_and_from_one_address", POLICY.format("Sign", 0) + "/Action", ["*"]),
    ("only_the_mailer_sends_mail_and_from_one_address", POLICY.format("Mailer", SEND) + "/Condition", {}),
    ("only_the_mailer_sends_mail_and_from_one_address", POLICY.format("Mailer", SEND) + "/Resource", "*"),
    ("the_mailer_cannot_count", POLICY.format("Mailer", 0) + "/Resource", [{"Fn::GetAtt": ["Tally", "Arn"]}]),
    *(("tables_are_encrypted_recoverable_and_hard_to_lose", f"{table}/{path}", value)
      for table in (PLEDGES, TALLY)
      for path, value in (
          ("DeletionPolicy", "Delete"),
          ("DeletionPolicy", "Retain"),
          ("UpdateReplacePolicy", "Delete"),
          ("Properties/DeletionProtectionEnabled", False),
          ("Properties/SSESpecification/SSEEnabled", False),
          ("Properties/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled", False),
          ("Properties/BillingMode", "PROVISIONED"),
      )),
    ("what_expires_is_swept", f"{PLEDGES}/Properties/TimeToLiveSpecification/Enabled", False),
    ("the_recovery_log_forgets_the_withdrawn_within_two_weeks", f"{PLEDGES}/Properties/PointInTimeRecoverySpecification/RecoveryPeriodInDays", 35),
    ("streams_carry_keys_alone", f"{PLEDGES}/Properties/StreamSpecification/StreamViewType", "NEW_IMAGE"),
    ("streams_carry_keys_alone", f"{TALLY}/Properties/StreamSpecification", {"StreamViewType": "KEYS_ONLY"}),
    *(("the_mailer_follows_each_kind_that_somebody_waits_for", f"{FOLLOW}/FilterCriteria/Filters/0/Pattern", pattern) for pattern in (
        *(followed("SPWTIG".replace(kind, "")) for kind in "SPWTIG"),
        followed("SPWTIGN"),
        followed("SPWTIGA"),
        followed("SPWTIG").replace('["INSERT"]', '["INSERT","REMOVE"]'),
        followed("SPWTIG").replace('"eventName":["INSERT"],', ""),
    )),
    ("the_mailer_follows_each_kind_that_somebody_waits_for", f"{FOLLOW}/FilterCriteria/Filters", [{"Pattern": followed(kind)} for kind in "SPWTIG"]),
    ("the_stream_is_the_quick_way_and_holds_nobody_up", f"{FOLLOW}/FunctionResponseTypes", REMOVED),
    ("the_stream_is_the_quick_way_and_holds_nobody_up", f"{FOLLOW}/MaximumRecordAgeInSeconds", 72_000),
    ("the_stream_is_the_quick_way_and_holds_nobody_up", f"{FOLLOW}/MaximumRetryAttempts", -1),
    ("the_stream_is_the_quick_way_and_holds_nobody_up", f"{FOLLOW}/StartingPosition", "LATEST"),
    ("what_owes_a_mail_is_in_an_index_that_the_mailer_reads", f"{PLEDGES}/Properties/GlobalSecondaryIndexes/0/Projection/ProjectionType", "ALL"),
    ("what_owes_a_mail_is_in_an_index_that_the_mailer_reads", POLICY.format("Mailer", 4) + "/Resource", {"Fn::GetAtt": ["Pledges", "Arn"]}),
    ("the_mailer_does_what_organizers_decided_and_decides_nothing", POLICY.format("Mailer", 1) + "/Condition", {}),
    ("bounces_and_complaints_reach_the_mailer_and_nobody_else", f"{MAILER}/Environment/Variables/MAIL_CONFIGURATION_SET", {"Ref": "MailFrom"}),
    ("bounces_and_complaints_reach_the_mailer_and_nobody_else", "Resources/MailFeedbackQueue/Properties/SqsManagedSseEnabled", False),
    ("bounces_and_complaints_reach_the_mailer_and_nobody_else", "Resources/MailFeedbackQueue/Properties/VisibilityTimeout", 60),
    ("bounces_and_complaints_reach_the_mailer_and_nobody_else", "Resources/MailFeedbackToQueue/Properties/RawMessageDelivery", False),
    ("bounces_and_complaints_reach_the_mailer_and_nobody_else", "Resources/MailEvents/Properties/SuppressionOptions", REMOVED),
    ("bounces_and_complaints_reach_the_mailer_and_nobody_else", "Resources/MailEventsToTopic/Properties/EventDestination/MatchingEventTypes", ["BOUNCE", "COMPLAINT", "OPEN"]),
    ("bounces_and_complaints_reach_the_mailer_and_nobody_else", "Resources/MailFeedbackPolicy/Properties/PolicyDocument/Statement/0/Condition", {"StringEquals": {}}),
    ("sign_and_mailer_agree_on_their_keys", "Resources/Organizer/Properties/Environment/Variables/TOKEN_KEYS", {"Fn::Sub": "k1:{{resolve:secretsmanager:${UpdatesKey}:SecretString}}"}),
    ("owed_mails_are_looked_at_every_minute", f"{MAILER}/Events/Owed", REMOVED),
    ("owed_mails_are_looked_at_every_minute", f"{MAILER}/Events/Owed/Properties/Schedule", "rate(1 hour)"),
    ("the_domain_that_mails_come_from_is_signed_for", "Resources/MailDomain/Properties/FeedbackAttributes/EmailForwardingEnabled", True),
    ("the_domain_that_mails_come_from_is_signed_for", "Resources/MailDomain/Properties/MailFromAttributes/MailFromDomain", {"Ref": "BounceSubdomain"}),
    ("the_domain_that_mails_come_from_is_signed_for", "Outputs/MailRecord3/Value", "a CNAME"),
    ("the_ledger_follows_signers_for_as_long_as_the_stream_keeps_them", f"{LEDGER}/Events/Signed/Properties/MaximumRecordAgeInSeconds", 120),
    ("the_ledger_follows_signers_for_as_long_as_the_stream_keeps_them", f"{LEDGER}/Events/Signed/Properties/FilterCriteria/Filters/0/Pattern", '{"eventName":["INSERT"],"dynamodb":{"Keys":{"pk":{"S":[{"prefix":"P#"}]}}}}'),
    ("the_ledger_counts_nobody_and_reaches_neither_the_log_nor_organizers", POLICY.format("Ledger", 0) + "/Action", ["dynamodb:BatchGetItem", "dynamodb:DeleteItem", "dynamodb:UpdateItem"]),
    ("the_ledger_counts_nobody_and_reaches_neither_the_log_nor_organizers", POLICY.format("Ledger", 3) + "/Condition/ForAllValues:StringLike/dynamodb:LeadingKeys", ["D#*", "L#*"]),
    ("roles_may_do_exactly_what_is_written_down", POLICY.format("Ledger", 1) + "/Action", ["dynamodb:BatchGetItem", "dynamodb:Query"]),
    ("the_ledger_counts_nobody_and_reaches_neither_the_log_nor_organizers", "Parameters/HooksToLoopback/Default", "yes"),
    ("every_hour_has_several_chances_of_a_snapshot", f"{UPKEEP}/Events/Snapshot", REMOVED),
    ("every_hour_has_several_chances_of_a_snapshot", f"{UPKEEP}/Events/Snapshot/Properties/Schedule", "rate(1 day)"),
    ("upkeep_finishes_and_erases_but_puts_no_signer", POLICY.format("Upkeep", 1) + "/Condition", {}),
    ("upkeep_finishes_and_erases_but_puts_no_signer", POLICY.format("Upkeep", 3) + "/Action", ["dynamodb:PutItem", "dynamodb:Scan"]),
    ("upkeep_finishes_and_erases_but_puts_no_signer", f"{UPKEEP}/Timeout", 600),
    ("somebody_is_told_when_the_tally_is_wrong", "watch/Resources/TallyIsWrong/Properties/FilterPattern", "another sentence"),
    ("somebody_is_told_when_the_tally_is_wrong", "watch/Resources/TallyWrong", REMOVED),
    ("somebody_is_told_when_mail_is_held", "watch/Resources/MailIsHeld/Properties/FilterPattern", "another sentence"),
    ("somebody_is_told_when_mail_is_held", "watch/Resources/MailHeld/Properties/Threshold", 100),
    ("the_mailer_does_what_organizers_decided_and_decides_nothing", POLICY.format("Mailer", RULINGS) + "/Action", ["dynamodb:PutItem"]),
    ("the_mailer_does_what_organizers_decided_and_decides_nothing", POLICY.format("Mailer", RULINGS) + "/Condition", {}),
    ("what_an_hour_may_cause_is_what_the_code_takes_for_granted", "Parameters/MailsPerNetwork/Default", 301),
    *(("access_logs_hold_nothing_about_a_person", FORMAT, f'{{"x":"{variable}"}}')
      for variable in ("$context.identity.sourceIp", "$context.path", "$context.identity.userAgent", "$request.querystring", "$context.extendedRequestId.q")),
    ("logs_are_kept_apart_and_not_for_ever", "Resources/SignLog/Properties/RetentionInDays", REMOVED),
    ("logs_are_kept_apart_and_not_for_ever", f"{SIGN}/LoggingConfig/LogGroup", {"Ref": "PublicLog"}),
    ("logs_are_kept_apart_and_not_for_ever", "Globals/Function/Tracing", "Active"),
    ("the_operator_is_told_of_what_hurts_people", "watch/Resources/MailsGivenUp", REMOVED),
    ("the_operator_is_told_of_what_hurts_people", "watch/Resources/SiteFails", REMOVED),
    ("the_operator_is_told_of_what_hurts_people", "watch/Resources/TablesThrottled/Properties/Metrics/5", REMOVED),
    ("the_operator_is_told_of_what_hurts_people", "watch/Resources/TablesThrottled/Properties/Metrics/7", REMOVED),
    ("every_alarm_looks_at_what_is_measured", "watch/Resources/TablesThrottled/Properties/Metrics/7/MetricStat/Metric/Dimensions/1/Name", "IndexName"),
    ("the_operator_is_told_of_what_hurts_people", "watch/Resources/MailsComplainedOf", REMOVED),
    ("the_operator_is_told_of_what_hurts_people", "watch/Resources/Money/Properties/NotificationsWithSubscribers/1", REMOVED),
    ("the_operator_is_told_of_what_hurts_people", "abroad/Resources/EdgeFails/Properties/Metrics/1/MetricStat/Metric/MetricName", "4xxErrorRate"),
    ("the_operator_is_told_of_what_hurts_people", "abroad/Resources/ToldByMail/Condition", "HasDomain"),
    ("the_operator_is_told_of_what_hurts_people", "Outputs/EdgeDistribution", REMOVED),
    ("every_alarm_tells_somebody_what_to_do", "abroad/Resources/EdgeFails/Properties/AlarmDescription", "CloudFront fails."),
    ("every_alarm_tells_somebody_what_to_do", "abroad/Resources/EdgeFails/Properties/OKActions", []),
    ("a_restored_table_is_given_what_the_template_gives", f"{PLEDGES}/Properties/StreamSpecification/StreamViewType", "NEW_IMAGE"),
    ("a_restored_table_is_given_what_the_template_gives", f"{PLEDGES}/Properties/TimeToLiveSpecification/AttributeName", "ends_at"),
    ("a_restored_table_is_given_what_the_template_gives", f"{PLEDGES}/Properties/PointInTimeRecoverySpecification/RecoveryPeriodInDays", 35),
    ("a_restored_table_is_given_what_the_template_gives", f"{MAILER}/Events/Pledged/Properties/TumblingWindowInSeconds", 60),
    ("a_restored_table_is_given_what_the_template_gives", f"{LEDGER}/Events/Signed/Properties/TumblingWindowInSeconds", 60),
    ("a_restored_table_is_given_what_the_template_gives", f"{LEDGER}/Events/Signed", REMOVED),
    ("a_restored_table_is_given_what_the_template_gives", "watch/Resources/LedgerNotFollowing/Properties/DatapointsToAlarm", 2),
    ("every_alarm_looks_at_what_is_measured", "abroad/Resources/EdgeFails/Properties/Metrics/1/MetricStat/Metric/Dimensions/1/Name", "Edge"),
    ("every_alarm_tells_somebody_what_to_do", "watch/Resources/MailsLate/Properties/AlarmActions", []),
    ("every_alarm_tells_somebody_what_to_do", "watch/Resources/MailsLate/Properties/AlarmDescription", "Mails are late."),
    ("every_alarm_tells_somebody_what_to_do", "watch/Resources/MailsLate/Properties/AlarmDescription", 'See OPERATIONS.md, "Another section".'),
    ("every_alarm_tells_somebody_what_to_do", "watch/Resources/TablesThrottled/Properties/AlarmDescription", 'Raise WarmWriteUnits. OPERATIONS.md, "Functions fail".'),
    ("every_alarm_looks_at_what_is_measured", "watch/Resources/MailsGivenUp/Properties/Dimensions/0/Name", "Recipient"),
    ("every_alarm_looks_at_what_is_measured", "watch/Resources/MailsOwedLong/Properties/MetricName", "OldestMailOwed"),
    ("every_alarm_looks_at_what_is_measured", "watch/Resources/TallyIsWrong/Properties/MetricTransformations/0/MetricName", "Other"),
    ("every_alarm_looks_at_what_is_measured", "Globals/Function/Environment/Variables/METRICS_NAMESPACE", "metrics"),
    ("what_the_clock_calls_is_missed", "watch/Resources/UpkeepMissing/Properties/TreatMissingData", "notBreaching"),
    ("what_the_clock_calls_is_missed", "watch/Resources/MailerMissing/Properties/EvaluationPeriods", 12),
    ("each_reader_of_the_stream_is_missed_when_it_stops", f"{FOLLOW}/MetricsConfig", REMOVED),
    ("each_reader_of_the_stream_is_missed_when_it_stops", f"{LEDGER}/Events/Signed/Properties/MetricsConfig", {"Metrics": []}),
    ("each_reader_of_the_stream_is_missed_when_it_stops", "watch/Resources/LedgerNotFollowing", REMOVED),
    ("each_reader_of_the_stream_is_missed_when_it_stops", "watch/Resources/MailerNotFollowing/Properties/Statistic", "Sum"),
    ("each_reader_of_the_stream_is_missed_when_it_stops", "watch/Resources/MailerNotFollowing/Properties/TreatMissingData", "notBreaching"),
    ("each_reader_of_the_stream_is_missed_when_it_stops", "watch/Resources/LedgerNotFollowing/Properties/EvaluationPeriods", 12),
    ("what_the_clock_calls_is_missed", "watch/Resources/MailerMissing/Properties/Statistic", "Maximum"),
    ("what_the_clock_calls_is_missed", "watch/Resources/MailerMissing/Properties", {
        "AlarmDescription": "Text", "TreatMissingData": "breaching", "ComparisonOperator": "LessThanThreshold", "Threshold": 1,
        "EvaluationPeriods": 2, "Statistic": "Sum", "Namespace": "AWS/Lambda", "MetricName": "Invocations",
        "Dimensions": [{"Name": "FunctionName", "Value": {"Ref": "Mailer"}}],
    }),
    ("the_operator_is_told_of_what_hurts_people", "watch/Resources/MailsRefused", REMOVED),
    ("the_dashboard_tells_the_story_of_a_day", "watch/Resources/Dashboard/Properties/DashboardBody/Fn::Sub", '{"widgets": [{"properties": {"alarms": []}}]}'),
    ("the_watch_is_given_what_it_watches", "Resources/Watch/Properties/Parameters/Mailer", {"Ref": "Sign"}),
    ("the_watch_is_given_what_it_watches", "Resources/Watch/Properties/Parameters/Api", REMOVED),
    ("the_watch_is_given_what_it_watches", "Resources/Watch/Properties/Parameters/LedgerStream", {"Ref": "MailerPledged"}),
    *(("without_the_edge_nothing_is_made_or_demanded", path, value) for path, value in (
        ("Parameters/Edge/Default", "yes"),
        ("Resources/EdgeStack/Condition", REMOVED),
        ("Resources/EdgeKey/Condition", REMOVED),
        (f"{SIGN}/Environment/Variables/EDGE_KEYS", {"Fn::Sub": "{{resolve:secretsmanager:${EdgeKey}:SecretString}}"}),
        (f"{SIGN}/Events/Submit/Properties/RouteSettings/ThrottlingRateLimit", {"Fn::If": ["HasEdge", 2000, 2000]}),
    )),
    *(("every_function_that_answers_knows_the_edge_by_the_same_secret", path, value) for path, value in (
        (f"{LETTER}/Environment/Variables/EDGE", "no"),
        (f"{LETTER}/Environment/Variables/EDGE_KEYS", ""),
        (f"{REPORT}/Environment/Variables/EDGE_KEYS/Fn::If/1", {"Fn::Sub": "{{resolve:secretsmanager:${EdgeKey}:SecretString::${EdgeKeyVersion}}}"}),
        ("Resources/EdgeStack/DependsOn", ["Sign"]),
        ("Resources/EdgeStack/Properties/Parameters/Key", {"Ref": "ReportKey"}),
        (f"edge/{EDGE}/Origins/1/OriginCustomHeaders", []),
        (f"edge/{EDGE}/Origins/0/OriginCustomHeaders/0/HeaderValue", "0123456789abcdef0123456789abcdef"),
        (f"edge/{EDGE}/Origins/0/CustomOriginConfig/OriginProtocolPolicy", "match-viewer"),
    )),
    *(("the_apis_own_address_is_closed_when_cloudfront_has_another_and_not_before", path, value) for path, value in (
        ("Parameters/Origin/Default", "domain"),
        ("Parameters/Origin/AllowedValues", ["address", "domain"]),
        ("Conditions/NamesOrigin", {"Condition": "HasEdge"}),
        ("Conditions/HasOriginDomain", {"Condition": "NamesOrigin"}),
        ("Conditions/CallsOriginDomain", {"Condition": "HasOriginDomain"}),
        ("Conditions/ClosesAddress", {"Condition": "CallsOriginDomain"}),
        ("Conditions/ClosesAddress", {"Fn::And": [{"Condition": "NamesOrigin"}, {"Fn::Equals": [{"Ref": "Origin"}, "domain"]}]}),
        (f"{SERVERS}/Fn::If/1/0/url", REMOVED),
        (f"{SERVERS}/Fn::If/1/0/x-amazon-apigateway-endpoint-configuration/disableExecuteApiEndpoint/Fn::If/2", {"Ref": "AWS::NoValue"}),
        (f"{SERVERS}/Fn::If/2", []),
        ("Resources/Api/Properties/DefinitionBody/paths", {"/v1/recount": {}}),
        ("Resources/Api/Properties/FailOnWarnings", REMOVED),
        ("Resources/OriginDomain/Condition", REMOVED),
        ("Resources/OriginDomain/Properties/DomainNameConfigurations/0/CertificateArn", {"Ref": "EdgeCertificateArn"}),
        ("Resources/OriginMapping/Properties/DomainName", {"Ref": "Domain"}),
        ("Resources/EdgeStack/Properties/Parameters/Api/Fn::If/0", "HasOriginDomain"),
        ("Resources/EdgeStack/Properties/Parameters/Api/Fn::If/1", {"Ref": "DomainName"}),
        ("Outputs/OriginTarget/Value", {"Fn::GetAtt": ["Domain", "RegionalDomainName"]}),
    )),
    *(("combinations_that_cannot_work_are_refused_with_what_to_do", path, value) for path, value in (
        ("Rules/OriginHasDomain", REMOVED),
        ("Rules/OriginHasDomain/Assertions/1", REMOVED),
        ("Rules/OriginHasDomain/RuleCondition", {"Fn::Equals": [{"Ref": "Origin"}, "domain"]}),
        ("Rules/OriginDomainHasCertificate/Assertions/0", REMOVED),
        ("Rules/OriginDomainHasCertificate/Assertions/1", REMOVED),
        ("Rules/OriginDomainHasCertificate/RuleCondition", {"Fn::Not": [{"Fn::Equals": [{"Ref": "OriginDomainName"}, ""]}]}),
        ("Rules/EdgeHasCertificate", REMOVED),
        ("Rules/DomainHasCertificate/Assertions/0/AssertDescription", "No."),
    )),
    *(("the_edge_keeps_only_what_the_functions_allow_and_by_no_cookie", path, value) for path, value in (
        ("edge/Resources/Public/Properties/CachePolicyConfig/MinTTL", 1),
        ("edge/Resources/Public/Properties/CachePolicyConfig/DefaultTTL", 60),
        (f"edge/{KEY.format('Public')}/CookiesConfig/CookieBehavior", "all"),
        (f"edge/{KEY.format('Public')}/QueryStringsConfig/QueryStringBehavior", "none"),
        (f"edge/{KEY.format('ByLanguage')}/HeadersConfig/HeaderBehavior", "none"),
        (f"edge/{KEY.format('Office')}/CookiesConfig/CookieBehavior", "none"),
        ("edge/Resources/Office/Properties/CachePolicyConfig/MaxTTL", 60),
        ("edge/Resources/Asked/Properties/OriginRequestPolicyConfig/CookiesConfig/CookieBehavior", "all"),
        ("edge/Resources/Asked/Properties/OriginRequestPolicyConfig/HeadersConfig/Headers", ["Host", "Accept", "Accept-Language", "CloudFront-Viewer-Address", "Origin", "Sec-Fetch-Site"]),
        ("edge/Resources/Asked/Properties/OriginRequestPolicyConfig/HeadersConfig/Headers", ["Accept", "Accept-Language", "CloudFront-Viewer-Address", "Origin"]),
        (f"edge/{EDGE}/CacheBehaviors/0/CachePolicyId/Ref", "Public"),
        (f"edge/{EDGE}/CacheBehaviors/2/PathPattern", "/v1/reports"),
        (f"edge/{EDGE}/DefaultCacheBehavior/AllowedMethods", ["GET", "HEAD"]),
    )),
    *(("what_may_hold_a_token_is_neither_compressed_nor_shielded", path, value) for path, value in (
        (f"edge/{EDGE}/DefaultCacheBehavior/Compress", True),
        (f"edge/{EDGE}/DefaultCacheBehavior/TargetOriginId", "public"),
        (f"edge/{EDGE}/CacheBehaviors/5/PathPattern", "/??/*"),
        (f"edge/{EDGE}/Origins/1/OriginShield", {"Enabled": True, "OriginShieldRegion": "us-east-1"}),
        (f"edge/{EDGE}/CacheBehaviors/12/PathPattern", "/v1/count"),
    )),
    *(("the_edge_fails_with_a_page_of_our_own_in_both_languages", path, value) for path, value in (
        (f"edge/{EDGE}/CustomErrorResponses/2", {"ErrorCode": 503, "ErrorCachingMinTTL": 5}),
        (f"edge/{EDGE}/CustomErrorResponses/0/ResponseCode", 200),
        (f"edge/{EDGE}/CustomErrorResponses/5/ResponsePagePath", "/error-pages/unavailable.html"),
        (f"edge/{EDGE}/CustomErrorResponses/6/ErrorCachingMinTTL", 10),
        (f"edge/{EDGE}/CacheBehaviors/4/TargetOriginId", "all"),
        ("edge/Resources/Unavailable/Properties/Key", "unavailable.html"),
        ("edge/Resources/Unavailable/Properties/Html", "<!doctype html><html lang=en><h1>One moment, please</h1>"),
        ("edge/Resources/ErrorPages/Properties/PublicAccessBlockConfiguration/BlockPublicPolicy", False),
        ("edge/Resources/ErrorPagesPolicy/Properties/PolicyDocument/Statement/0/Principal", "*"),
        ("edge/Resources/PageWriterRole/Properties/Policies/0/PolicyDocument/Statement/0/Resource", "*"),
        ("abroad/Resources/WebAcl/Properties/CustomResponseBodies/TooMuch/Content", "Too many requests"),
    )),
    *(("the_edge_is_as_safe_as_the_functions_and_writes_no_log", path, value) for path, value in (
        (f"edge/{EDGE}/Logging", {"Bucket": "logs.s3.amazonaws.com"}),
        (f"edge/{EDGE}/IPV6Enabled", False),
        (f"edge/{EDGE}/HttpVersion", "http2"),
        (f"edge/{EDGE}/ViewerCertificate/Fn::If/1/MinimumProtocolVersion", "TLSv1"),
        (f"edge/{EDGE}/CacheBehaviors/6/ViewerProtocolPolicy", "allow-all"),
        (f"edge/{EDGE}/CacheBehaviors/6/ResponseHeadersPolicyId", {"Ref": "Public"}),
        ("edge/Resources/Secure/Properties/ResponseHeadersPolicyConfig/SecurityHeadersConfig/FrameOptions", {"FrameOption": "DENY", "Override": False}),
        ("edge/Resources/Secure/Properties/ResponseHeadersPolicyConfig/SecurityHeadersConfig/ContentSecurityPolicy/Override", True),
        ("abroad/Resources/WebAcl/Properties/VisibilityConfig/SampledRequestsEnabled", True),
        ("abroad/Parameters/Firewall/Default", "yes"),
        ("abroad/Resources/WebAcl/Properties/Rules/0/Statement/RateBasedStatement/Limit", 9),
    )),
]


@pytest.mark.parametrize(("rule", "path", "value"), BREAKS, ids=lambda part: part if isinstance(part, str) else "removed" if part is REMOVED else "")
def test_a_broken_template_is_noticed_by(rule, path, value, stack):
    templates = {"": stack.source, "watch": stack.watch, "edge": stack.edge, "abroad": stack.abroad}
    templates = {name: copy.deepcopy(template) for name, template in templates.items()}
    beside, _, rest = path.partition("/")
    name, path = (beside, rest) if beside in templates else ("", path)
    put(templates[name], path, value)
    broken = Stack(*templates.values())
    # A removed part may be missed by name; every other breach must fail by the rule's own assertion.
    with pytest.raises((AssertionError, KeyError, ValueError) if value is REMOVED else AssertionError):
        getattr(rules, rule)(broken)


def test_an_expansion_that_copies_less_is_the_same(stack, monkeypatch):
    monkeypatch.setattr(open_api, "_deepcopy", copy.deepcopy)
    assert Stack.read().resources == stack.resources


def test_a_missing_permission_to_invoke_is_noticed():
    broken = Stack.read()
    del broken.resources["SignMovePermission"]
    with pytest.raises(AssertionError, match="my-pledge/riding"):
        rules.the_gateway_may_invoke_what_it_routes_to(broken)


def test_a_store_that_asks_for_more_is_noticed():
    broken = Stack.read()
    for role in broken.of_type("AWS::IAM::Role"):
        for statement in broken.properties(role)["Policies"][0]["PolicyDocument"]["Statement"]:
            actions = [statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"]
            statement["Action"] = [action for action in actions if action != "dynamodb:DeleteItem"]
    with pytest.raises(AssertionError, match="what no function may do"):
        rules.whatever_the_store_asks_for_some_role_may_do(broken)
    rust = "client.batch_write_item().send(); client.transact_write_items(); .describe_table() Put::builder()"
    assert rules.actions_of(rust) == {"dynamodb:BatchWriteItem", "dynamodb:DescribeTable", "dynamodb:PutItem"}


def test_a_capability_that_is_too_much_is_noticed(monkeypatch, stack):
    capabilities, roles = rules.capabilities_of_the_store()
    monkeypatch.setattr(rules, "capabilities_of_the_store", lambda: (capabilities, {**roles, "Sign": [*roles["Sign"], "ForgetsEverybody"]}))
    with pytest.raises(AssertionError, match="Sign may call the store for (Scan|DeleteItem) of Pledges"):
        rules.a_role_grants_what_its_function_may_ask_the_store_for(stack)
    with pytest.raises(AssertionError, match="Sign never uses .*ForgetsEverybody"):
        rules.a_function_has_the_capabilities_that_it_uses_and_no_role_of_another(stack)
    monkeypatch.setattr(rules, "capabilities_of_the_store", lambda: (capabilities, {**roles, "Letter": ["WritesLetters"]}))
    with pytest.raises(AssertionError, match="Letter has WritesLetters and lacks {'SeesLetters'}"):
        rules.a_role_grants_what_its_function_may_ask_the_store_for(stack)
    monkeypatch.setattr(rules, "capabilities_of_the_store", lambda: (capabilities, {**roles, "Upkeep": roles["Sign"]}))
    with pytest.raises(AssertionError, match="and no capability of Upkeep needs that"):
        rules.a_role_grants_nothing_that_its_function_cannot_ask_the_store_for(stack)


def test_the_page_is_written_when_the_edge_is_deployed_and_goes_with_it(stack):
    """The function that CloudFormation calls, as it is written in the template."""
    calls = []
    bucket = types.SimpleNamespace(put_object=lambda **given: calls.append(given), delete_object=lambda **given: calls.append(given))
    boto3 = types.ModuleType("boto3")
    boto3.client = {"s3": bucket}.__getitem__
    answers = types.ModuleType("cfnresponse")
    answers.SUCCESS, answers.FAILED = "SUCCESS", "FAILED"
    answers.send = lambda event, context, status, data, name: calls.append((status, name))
    writer = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "boto3", boto3)
        patch.setitem(sys.modules, "cfnresponse", answers)
        exec(stack.edge["Resources"]["PageWriter"]["Properties"]["Code"]["ZipFile"], writer)
    page = {"Bucket": "bucket", "Key": "error-pages/a.html", "Html": "« é »"}
    for event, told in (("Create", "SUCCESS"), ("Delete", "SUCCESS"), ("Update", "FAILED")):
        if told == "FAILED":
            del bucket.put_object
        calls.clear()
        writer["handler"]({"RequestType": event, "ResourceProperties": page}, None)
        assert calls.pop() == (told, "bucket/error-pages/a.html")
        written = [call.get("Body", b"").decode() for call in calls]
        assert written == {"Create": ["« é »"], "Delete": [""], "Update": []}[event]


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("OPERATIONS.md", "until aws", "aws"),
        ("OPERATIONS.md", "aws configure export-credentials", "aws configure list"),
        ("README.md", "--config-file samconfig.local.toml", "--guided"),
        ("CONTRIBUTING.md", "--config-file samconfig.local.toml", ""),
    ],
)
def test_a_broken_guide_is_noticed(name, right, wrong, stack, tmp_path, monkeypatch):
    for file in ("README.md", "OPERATIONS.md", "CONTRIBUTING.md", "Cargo.toml"):
        text = (rules.PROJECT / file).read_text(encoding="utf-8")
        assert file != name or right in text
        (tmp_path / file).write_text(text.replace(right, wrong) if file == name else text, encoding="utf-8")
    monkeypatch.setattr(rules, "PROJECT", tmp_path)
    with pytest.raises(AssertionError):
        rules.the_guide_waits_for_a_restore_signs_in_and_asks_for_no_guided_deployment(stack)


def test_every_rule_was_seen_to_fail():
    by_hand = {"the_guide_waits_for_a_restore_signs_in_and_asks_for_no_guided_deployment", "a_function_has_the_capabilities_that_it_uses_and_no_role_of_another", "the_gateway_may_invoke_what_it_routes_to", "whatever_the_store_asks_for_some_role_may_do"}
    seen = {rule for rule, _, _ in BREAKS} | by_hand
    assert seen == {rule.__name__ for rule in rules.RULES}


def put(whole, path, value):
    """Sets, adds or removes what a path of keys and indexes leads to; every step but the last must exist."""
    steps = [int(step) if step.isdigit() else step for step in path.split("/")]
    for step in steps[:-1]:
        whole = whole[step]
    if value is REMOVED:
        del whole[steps[-1]]
    else:
        whole[steps[-1]] = value


# ---- The tools' own opinion -----------------------------------------------------------------------------------------


def run(tool, *arguments):
    environment = {**os.environ, "SAM_CLI_TELEMETRY": "0", "AWS_DEFAULT_REGION": "ca-central-1"}
    command = [str(Path(sys.executable).parent / tool), *arguments]
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_sam_validates_the_template():
    result = run("sam", "validate", "--lint", "--template", "template.yaml")
    assert result.returncode == 0, result.stdout + result.stderr


def test_cfn_lint_has_nothing_to_say():
    for region, templates in (("ca-central-1", ("template.yaml", "infra/stack/watch.yaml", "infra/stack/edge.yaml")), ("us-east-1", ("infra/stack/us-east-1.yaml",))):
        result = run("cfn-lint", "--regions", region, "--template", *templates)
        assert (result.returncode, result.stdout) == (0, ""), result.stdout + result.stderr


def test_a_template_with_a_mistake_does_not_pass(tmp_path):
    text = (PROJECT / "template.yaml").read_text(encoding="utf-8")
    wrong = tmp_path / "template.yaml"
    wrong.write_text(text.replace("!GetAtt Pledges.Arn", "!GetAtt Pledge.Arn"), encoding="utf-8")
    assert run("sam", "validate", "--lint", "--template", str(wrong)).returncode != 0
    assert run("cfn-lint", str(wrong)).returncode != 0
