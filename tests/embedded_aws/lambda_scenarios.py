"""What the additions to Lambda make possible; registered like the rest, in scenarios.py."""

from __future__ import annotations

import json

from tests.embedded_aws.scenarios import QUEUE_ARN, Client, package, refused, scenario


@scenario
def dead_letter_config_comes_back_and_can_be_removed(aws: Client) -> None:
    awslambda = aws("lambda")
    assert awslambda.get_function_configuration(FunctionName="f")["DeadLetterConfig"] == {"TargetArn": QUEUE_ARN}
    awslambda.update_function_configuration(FunctionName="f", DeadLetterConfig={"TargetArn": ""})
    assert "DeadLetterConfig" not in awslambda.get_function(FunctionName="f")["Configuration"]


@scenario
def logging_config_comes_back_with_the_default_levels(aws: Client) -> None:
    awslambda = aws("lambda")
    expected = {
        "LogFormat": "JSON",
        "ApplicationLogLevel": "WARN",
        "SystemLogLevel": "INFO",
        "LogGroup": "/app/f",
    }
    assert awslambda.list_functions()["Functions"][0]["LoggingConfig"] == expected
    answer = awslambda.update_function_configuration(FunctionName="f", LoggingConfig={"LogFormat": "Text"})
    assert answer["LoggingConfig"] == {"LogFormat": "Text", "LogGroup": "/aws/lambda/f"}


@scenario
def updates_reach_tracing_storage_key_and_architecture(aws: Client) -> None:
    aws("lambda").update_function_code(FunctionName="f", ZipFile=package(), Architectures=["arm64"])
    changes = {
        "TracingConfig": {"Mode": "PassThrough"},
        "EphemeralStorage": {"Size": 2048},
        "KMSKeyArn": "arn:aws:kms:us-east-1:123456789012:key/k",
    }
    aws("lambda").update_function_configuration(FunctionName="f", **changes)
    configuration = aws("lambda").get_function_configuration(FunctionName="f")
    assert {name: configuration[name] for name in changes} == changes
    assert configuration["Architectures"] == ["arm64"]


@scenario
def event_invoke_config_is_kept_per_alias_and_updated(aws: Client) -> None:
    awslambda = aws("lambda")
    on_failure = {"OnFailure": {"Destination": QUEUE_ARN}}
    awslambda.put_function_event_invoke_config(
        FunctionName="f", Qualifier="live", MaximumRetryAttempts=0, DestinationConfig=on_failure
    )
    awslambda.update_function_event_invoke_config(FunctionName="f", Qualifier="live", MaximumRetryAttempts=1)
    config = awslambda.get_function_event_invoke_config(FunctionName="f", Qualifier="live")
    assert (config["MaximumRetryAttempts"], config["DestinationConfig"]) == (1, on_failure)
    with refused("ResourceNotFoundException"):
        awslambda.get_function_event_invoke_config(FunctionName="f")


@scenario
def provisioned_concurrency_becomes_ready(aws: Client) -> None:
    awslambda = aws("lambda")
    live = {"FunctionName": "f", "Qualifier": "live"}
    put = awslambda.put_provisioned_concurrency_config(**live, ProvisionedConcurrentExecutions=2)
    assert put["Status"] == "IN_PROGRESS"
    got = awslambda.get_provisioned_concurrency_config(**live)
    assert (got["Status"], got["AllocatedProvisionedConcurrentExecutions"]) == ("READY", 2)
    with refused("InvalidParameterValueException"):
        awslambda.put_provisioned_concurrency_config(
            **live | {"Qualifier": "$LATEST"}, ProvisionedConcurrentExecutions=2
        )
    with refused("ResourceNotFoundException"):
        awslambda.put_provisioned_concurrency_config(
            **live | {"Qualifier": "nobody"}, ProvisionedConcurrentExecutions=2
        )
    awslambda.delete_provisioned_concurrency_config(**live)
    with refused("ProvisionedConcurrencyConfigNotFoundException"):
        awslambda.get_provisioned_concurrency_config(**live)


@scenario
def a_function_that_may_never_run_says_so(aws: Client) -> None:
    awslambda = aws("lambda")
    awslambda.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=0)
    assert awslambda.get_function(FunctionName="f")["Concurrency"] == {"ReservedConcurrentExecutions": 0}
    assert awslambda.get_function_concurrency(FunctionName="f")["ReservedConcurrentExecutions"] == 0
    awslambda.delete_function_concurrency(FunctionName="f")
    assert "Concurrency" not in awslambda.get_function(FunctionName="f")


@scenario
def function_urls_belong_to_a_qualifier(aws: Client) -> None:
    awslambda = aws("lambda")
    live = {"FunctionName": "f", "Qualifier": "live"}
    awslambda.create_function_url_config(**live, AuthType="AWS_IAM", Cors={"MaxAge": 60}, InvokeMode="BUFFERED")
    with refused("ResourceConflictException"):
        awslambda.create_function_url_config(**live, AuthType="AWS_IAM")
    awslambda.update_function_url_config(**live, InvokeMode="RESPONSE_STREAM")
    config = awslambda.get_function_url_config(**live)
    assert (config["AuthType"], config["Cors"], config["InvokeMode"]) == ("AWS_IAM", {"MaxAge": 60}, "RESPONSE_STREAM")
    assert config["FunctionArn"].endswith(":function:f:live")
    awslambda.update_function_url_config(**live, Cors={})
    assert "Cors" not in awslambda.get_function_url_config(**live)
    with refused("ResourceNotFoundException"):
        awslambda.get_function_url_config(FunctionName="f")


@scenario
def code_signing_configs_are_kept_while_used(aws: Client) -> None:
    awslambda = aws("lambda")
    assert "CodeSigningConfigArn" not in awslambda.get_function_code_signing_config(FunctionName="f")
    publishers = {"SigningProfileVersionArns": ["arn:aws:signer:us-east-1:123456789012:/signing-profiles/p/v"]}
    arn = awslambda.create_code_signing_config(AllowedPublishers=publishers)["CodeSigningConfig"][
        "CodeSigningConfigArn"
    ]
    awslambda.put_function_code_signing_config(FunctionName="f", CodeSigningConfigArn=arn)
    assert awslambda.get_function_code_signing_config(FunctionName="f")["CodeSigningConfigArn"] == arn
    with refused("ResourceConflictException"):
        awslambda.delete_code_signing_config(CodeSigningConfigArn=arn)
    awslambda.delete_function_code_signing_config(FunctionName="f")
    awslambda.delete_code_signing_config(CodeSigningConfigArn=arn)
    with refused("CodeSigningConfigNotFoundException"):
        awslambda.get_code_signing_config(CodeSigningConfigArn=arn)


@scenario
def code_signing_configs_have_tags_that_can_be_changed(aws: Client) -> None:
    awslambda = aws("lambda")
    publishers = {"SigningProfileVersionArns": ["arn:aws:signer:us-east-1:123456789012:/signing-profiles/p/v"]}
    config = awslambda.create_code_signing_config(AllowedPublishers=publishers, Tags={"a": "1", "b": "2"})
    arn = config["CodeSigningConfig"]["CodeSigningConfigArn"]
    awslambda.untag_resource(Resource=arn, TagKeys=["a"])
    awslambda.tag_resource(Resource=arn, Tags={"c": "3"})
    assert awslambda.list_tags(Resource=arn)["Tags"] == {"b": "2", "c": "3"}
    awslambda.delete_code_signing_config(CodeSigningConfigArn=arn)
    assert awslambda.list_code_signing_configs()["CodeSigningConfigs"] == []


@scenario
def permissions_stay_on_the_alias_when_it_moves(aws: Client) -> None:
    awslambda = aws("lambda")
    live = {"FunctionName": "f", "Qualifier": "live"}
    account = {"StatementId": "account", "Action": "lambda:InvokeFunction", "Principal": "210987654321"}
    awslambda.add_permission(**live, **account)
    with refused("ResourceConflictException"):
        awslambda.add_permission(**live, **account)
    awslambda.update_function_code(FunctionName="f", ZipFile=package() + b"new")
    version = awslambda.publish_version(FunctionName="f")["Version"]
    awslambda.update_alias(FunctionName="f", Name="live", FunctionVersion=version)
    [statement] = json.loads(awslambda.get_policy(**live)["Policy"])["Statement"]
    assert statement["Principal"] == {"AWS": "arn:aws:iam::210987654321:root"}
    assert statement["Resource"].endswith(":function:f:live")
    with refused("ResourceNotFoundException"):
        awslambda.get_policy(FunctionName="f")
    awslambda.remove_permission(**live, StatementId="account")
    with refused("ResourceNotFoundException"):
        awslambda.get_policy(**live)


@scenario
def cloud_control_lets_everybody_in_through_the_url_only(aws: Client) -> None:
    cloudcontrol, awslambda = aws("cloudcontrol"), aws("lambda")
    alias = awslambda.get_alias(FunctionName="f", Name="live")["AliasArn"]
    desired = {
        "Action": "lambda:InvokeFunction",
        "FunctionName": alias,
        "InvokedViaFunctionUrl": True,
        "Principal": "*",
    }
    permission = {"TypeName": "AWS::Lambda::Permission"}
    done = cloudcontrol.create_resource(**permission, DesiredState=json.dumps(desired))["ProgressEvent"]
    event = cloudcontrol.get_resource_request_status(RequestToken=done["RequestToken"])["ProgressEvent"]
    assert (event["OperationStatus"], event["Identifier"]) == ("SUCCESS", done["Identifier"])
    found = cloudcontrol.get_resource(**permission, Identifier=done["Identifier"])["ResourceDescription"]
    assert json.loads(found["Properties"]).items() >= desired.items()
    [statement] = json.loads(awslambda.get_policy(FunctionName=alias)["Policy"])["Statement"]
    assert statement["Condition"] == {"Bool": {"lambda:InvokedViaFunctionUrl": "true"}}
    cloudcontrol.delete_resource(**permission, Identifier=done["Identifier"])
    with refused("ResourceNotFoundException"):
        cloudcontrol.get_resource(**permission, Identifier=done["Identifier"])
    with refused("ResourceNotFoundException"):
        awslambda.get_policy(FunctionName=alias)
    with refused("UnsupportedActionException"):
        cloudcontrol.create_resource(TypeName="AWS::S3::Bucket", DesiredState="{}")


@scenario
def codedeploy_moves_the_alias_unless_an_alarm_is_on(aws: Client) -> None:
    codedeploy, cloudwatch, awslambda = aws("codedeploy"), aws("cloudwatch"), aws("lambda")
    alarm = {"AlarmName": "errors", "ComparisonOperator": "GreaterThanThreshold", "EvaluationPeriods": 1}
    cloudwatch.put_metric_alarm(**alarm, Namespace="n", MetricName="m", Period=60, Threshold=0, Statistic="Sum")
    codedeploy.create_application(applicationName="f", computePlatform="Lambda")
    codedeploy.create_deployment_group(
        applicationName="f",
        deploymentGroupName="f",
        serviceRoleArn="arn:aws:iam::123456789012:role/codedeploy",
        alarmConfiguration={"enabled": True, "alarms": [{"name": "errors"}]},
    )
    awslambda.update_function_code(FunctionName="f", ZipFile=package() + b"new")
    version = awslambda.publish_version(FunctionName="f")["Version"]

    def deployed(target: str) -> tuple[str, str]:
        move = {"Name": "f", "Alias": "live", "CurrentVersion": "1", "TargetVersion": target}
        content = json.dumps({"Resources": [{"f": {"Type": "AWS::Lambda::Function", "Properties": move}}]})
        started = codedeploy.create_deployment(
            applicationName="f",
            deploymentGroupName="f",
            revision={"revisionType": "AppSpecContent", "appSpecContent": {"content": content}},
        )
        status = codedeploy.get_deployment(deploymentId=started["deploymentId"])["deploymentInfo"]["status"]
        return status, awslambda.get_alias(FunctionName="f", Name="live")["FunctionVersion"]

    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="a bad version")
    assert deployed(version) == ("Stopped", "1")
    cloudwatch.set_alarm_state(AlarmName="errors", StateValue="OK", StateReason="a good one")
    assert deployed("99") == ("Failed", "1")
    assert deployed(version) == ("Succeeded", version)


@scenario
def what_an_image_starts_with_can_be_changed(aws: Client) -> None:
    awslambda = aws("lambda")
    role = awslambda.get_function_configuration(FunctionName="f")["Role"]
    uri = "123456789012.dkr.ecr.us-east-1.amazonaws.com/thumbnails:1"
    awslambda.create_function(FunctionName="image", Role=role, PackageType="Image", Code={"ImageUri": uri})
    awslambda.update_function_configuration(FunctionName="image", ImageConfig={"Command": ["thumbnails.resize"]})
    response = awslambda.get_function_configuration(FunctionName="image")["ImageConfigResponse"]
    assert response["ImageConfig"] == {"Command": ["thumbnails.resize"]}
    awslambda.update_function_configuration(FunctionName="image", ImageConfig={})
    assert "ImageConfigResponse" not in awslambda.get_function_configuration(FunctionName="image")


@scenario
def event_sources_stay_on_the_alias(aws: Client) -> None:
    awslambda = aws("lambda")
    mapping = awslambda.create_event_source_mapping(FunctionName="f:live", EventSourceArn=QUEUE_ARN)
    assert awslambda.get_event_source_mapping(UUID=mapping["UUID"])["FunctionArn"].endswith(":function:f:live")


@scenario
def a_new_function_does_not_inherit_from_a_deleted_one(aws: Client) -> None:
    awslambda = aws("lambda")
    role = awslambda.get_function_configuration(FunctionName="f")["Role"]
    awslambda.put_function_event_invoke_config(FunctionName="f", Qualifier="live", MaximumRetryAttempts=0)
    awslambda.delete_function(FunctionName="f")
    awslambda.create_function(
        FunctionName="f",
        Role=role,
        Runtime="python3.13",
        Handler="main.handler",
        Code={"ZipFile": package()},
        Publish=True,
    )
    awslambda.create_alias(FunctionName="f", Name="live", FunctionVersion="1")
    configuration = awslambda.get_function_configuration(FunctionName="f")
    assert "DeadLetterConfig" not in configuration
    assert configuration["LoggingConfig"] == {"LogFormat": "Text", "LogGroup": "/aws/lambda/f"}
    with refused("ResourceNotFoundException"):
        awslambda.get_function_event_invoke_config(FunctionName="f", Qualifier="live")


@scenario
def an_alias_that_somebody_moved_is_not_overruled(aws: Client) -> None:
    client, live = aws("lambda"), {"FunctionName": "f", "Name": "live"}
    seen = client.get_alias(**live)["RevisionId"]
    moved = client.update_alias(**live, Description="moved", RevisionId=seen)["RevisionId"]
    with refused("PreconditionFailedException"):
        client.update_alias(**live, Description="moved again", RevisionId=seen)
    assert client.get_alias(**live)["RevisionId"] == moved != seen
