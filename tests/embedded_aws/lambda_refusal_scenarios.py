"""What Lambda refuses, and moto takes; registered like the rest, in scenarios.py."""

from __future__ import annotations

from typing import Any

from tests.embedded_aws.ecs_scenarios import network
from tests.embedded_aws.scenarios import QUEUE_ARN, Client, make_role, package, policy, refused, scenario

INVALID = "InvalidParameterValueException"
LIVE = {"FunctionName": "f", "Qualifier": "live"}


def function(aws: Client, name: str, **asked: Any) -> dict[str, Any]:
    """Make a function that may do everything, unless asked for otherwise."""
    defaults = {
        "Role": "arn:aws:iam::123456789012:role/scenario",
        "Runtime": "python3.13",
        "Handler": "main.handler",
        "Code": {"ZipFile": package()},
    }
    made: dict[str, Any] = aws("lambda").create_function(FunctionName=name, **defaults | asked)
    return made


@scenario
def a_weighted_alias_keeps_nothing_warm(aws: Client) -> None:
    awslambda = aws("lambda")
    awslambda.update_function_code(FunctionName="f", ZipFile=package() + b"2", Publish=True)
    awslambda.update_alias(
        FunctionName="f", Name="live", RoutingConfig={"AdditionalVersionWeights": {"2": 0.1}}, FunctionVersion="1"
    )
    with refused(INVALID):
        awslambda.put_provisioned_concurrency_config(**LIVE, ProvisionedConcurrentExecutions=1)
    awslambda.update_alias(FunctionName="f", Name="live", RoutingConfig={"AdditionalVersionWeights": {}})
    awslambda.put_provisioned_concurrency_config(**LIVE, ProvisionedConcurrentExecutions=1)


@scenario
def a_hundred_executions_stay_unreserved(aws: Client) -> None:
    awslambda = aws("lambda")
    function(aws, "g")
    awslambda.put_function_concurrency(FunctionName="g", ReservedConcurrentExecutions=800)
    with refused(INVALID):
        awslambda.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=101)
    with refused(INVALID):
        awslambda.put_provisioned_concurrency_config(**LIVE, ProvisionedConcurrentExecutions=101)
    awslambda.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=5)
    with refused(INVALID):
        awslambda.put_provisioned_concurrency_config(**LIVE, ProvisionedConcurrentExecutions=6)
    awslambda.put_function_concurrency(FunctionName="f", ReservedConcurrentExecutions=100)


@scenario
def snapshots_and_warm_executions_exclude_each_other(aws: Client) -> None:
    awslambda = aws("lambda")
    awslambda.update_function_configuration(FunctionName="f", SnapStart={"ApplyOn": "PublishedVersions"})
    with refused(INVALID):
        awslambda.put_provisioned_concurrency_config(**LIVE, ProvisionedConcurrentExecutions=1)
    with refused(INVALID):
        awslambda.update_function_configuration(FunctionName="f", EphemeralStorage={"Size": 1024})


@scenario
def configurations_that_cannot_run_are_refused(aws: Client) -> None:
    awslambda = aws("lambda")
    mount = {"Arn": "arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-1", "LocalMountPath": "/mnt/a"}
    layer = "arn:aws:lambda:us-east-1:123456789012:layer:nobody:1"
    wrong: list[dict[str, Any]] = [
        {"Environment": {"Variables": {"AWS_REGION": "eu-west-1"}}},
        {"Environment": {"Variables": {"BIG": "x" * 4096}}},
        {"Runtime": "python3.7"},
        {"FileSystemConfigs": [mount]},
        {"Layers": [layer]},
        {"VpcConfig": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": []}},
    ]
    for changes in wrong:
        with refused(INVALID):
            function(aws, "g", **changes)
        with refused(INVALID):
            awslambda.update_function_configuration(FunctionName="f", **changes)
    function(aws, "g")


@scenario
def packages_are_archives_and_images_of_this_region(aws: Client) -> None:
    awslambda = aws("lambda")
    abroad = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders:1"
    with refused(INVALID):
        function(aws, "g", Code={"ZipFile": b"no archive"})
    with refused(INVALID):
        awslambda.update_function_code(FunctionName="f", ZipFile=b"no archive")
    with refused(INVALID):
        awslambda.publish_layer_version(LayerName="shared", Content={"ZipFile": b"no archive"})
    with refused(INVALID):
        awslambda.create_function(
            FunctionName="g",
            Role="arn:aws:iam::123456789012:role/scenario",
            PackageType="Image",
            Code={"ImageUri": abroad},
        )


@scenario
def a_role_must_let_lambda_in_and_do_its_work(aws: Client) -> None:
    awslambda = aws("lambda")
    others = make_role(aws, "others", service="ec2.amazonaws.com")
    powerless = make_role(aws, "powerless")
    _, subnets = network(aws)
    group = aws("ec2").describe_security_groups()["SecurityGroups"][0]["GroupId"]
    with refused(INVALID):
        function(aws, "g", Role=others)
    with refused(INVALID):
        function(aws, "g", Role=powerless, DeadLetterConfig={"TargetArn": QUEUE_ARN})
    with refused(INVALID):
        function(aws, "g", Role=powerless, VpcConfig={"SubnetIds": subnets, "SecurityGroupIds": []})
    with refused(INVALID):  # of another VPC
        function(aws, "g", VpcConfig={"SubnetIds": subnets, "SecurityGroupIds": [group]})
    function(aws, "g", Role=powerless)
    with refused(INVALID):
        awslambda.create_event_source_mapping(FunctionName="g", EventSourceArn=QUEUE_ARN)
    with refused(INVALID):
        awslambda.put_function_event_invoke_config(
            FunctionName="g", DestinationConfig={"OnFailure": {"Destination": QUEUE_ARN}}
        )
    aws("iam").put_role_policy(
        RoleName="powerless",
        PolicyName="queue",
        PolicyDocument=policy(
            {"Effect": "Allow", "Action": ["sqs:SendMessage", "sqs:Receive*"], "Resource": QUEUE_ARN}
        ),
    )
    awslambda.create_event_source_mapping(FunctionName="g", EventSourceArn=QUEUE_ARN)
    awslambda.put_function_event_invoke_config(
        FunctionName="g", DestinationConfig={"OnFailure": {"Destination": QUEUE_ARN}}
    )


@scenario
def a_source_is_read_once_and_waits_long_enough(aws: Client) -> None:
    awslambda = aws("lambda")
    source = {"FunctionName": "f:live", "EventSourceArn": QUEUE_ARN}
    with refused(INVALID):
        awslambda.create_event_source_mapping(**source, BatchSize=11)
    awslambda.update_function_configuration(FunctionName="f", Timeout=31)
    with refused(INVALID):  # moto's queues hide a message for 30 seconds
        awslambda.create_event_source_mapping(**source)
    awslambda.update_function_configuration(FunctionName="f", Timeout=3)
    awslambda.create_event_source_mapping(**source)
    with refused("ResourceConflictException"):
        awslambda.create_event_source_mapping(**source)


@scenario
def a_version_that_an_alias_names_stays(aws: Client) -> None:
    awslambda = aws("lambda")
    with refused("ResourceConflictException"):
        awslambda.delete_function(FunctionName="f", Qualifier="1")
    awslambda.delete_alias(FunctionName="f", Name="live")
    awslambda.delete_function(FunctionName="f", Qualifier="1")
