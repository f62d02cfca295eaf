"""What the additions to Elastic Beanstalk make possible; registered in scenarios.py."""

from __future__ import annotations

from typing import Any

from tests.embedded_aws.ecs_scenarios import network
from tests.embedded_aws.scenarios import Client, refused, scenario

PLATFORM = "64bit Amazon Linux 2023 v4.7.2 running Python 3.13"
BUNDLE = {"S3Bucket": "scenario", "S3Key": "app.zip"}


def option(name: str, value: str) -> dict[str, str]:
    namespace, _, option_name = name.partition(" ")
    return {"Namespace": namespace, "OptionName": option_name, "Value": value}


LAUNCH_TEMPLATES = [
    option("aws:autoscaling:launchconfiguration IamInstanceProfile", "instances"),
    option("aws:autoscaling:launchconfiguration DisableIMDSv1", "true"),
    option("aws:autoscaling:launchconfiguration RootVolumeType", "gp3"),
]


def application(aws: Client) -> Any:
    """Make the application, and the profile of its instances; return the client."""
    aws("iam").create_instance_profile(InstanceProfileName="instances")
    beanstalk = aws("elasticbeanstalk")
    beanstalk.create_application(ApplicationName="shop")
    return beanstalk


def environment(aws: Client, *options: dict[str, str], **asked: Any) -> dict[str, Any]:
    made: dict[str, Any] = aws("elasticbeanstalk").create_environment(
        ApplicationName="shop",
        EnvironmentName="shop-web",
        SolutionStackName=PLATFORM,
        OptionSettings=[*LAUNCH_TEMPLATES, *options],
        **asked,
    )
    return made


@scenario
def versions_are_of_packages_that_are_there(aws: Client) -> None:
    aws("iam").create_instance_profile(InstanceProfileName="instances")
    beanstalk = aws("elasticbeanstalk")
    beanstalk.create_application(ApplicationName="shop", Tags=[{"Key": "a", "Value": "1"}])
    with refused("InvalidParameterValue"):
        beanstalk.create_application_version(ApplicationName="shop", VersionLabel="1", SourceBundle=BUNDLE)
    aws("s3").put_object(Bucket="scenario", Key="app.zip", Body=b"code")
    made = beanstalk.create_application_version(ApplicationName="shop", VersionLabel="1", SourceBundle=BUNDLE)
    environment(aws, VersionLabel="1")
    assert len(beanstalk.describe_environments(ApplicationName="shop", VersionLabel="1")["Environments"]) == 1
    assert beanstalk.describe_environments(ApplicationName="shop", VersionLabel="2")["Environments"] == []
    with refused("SourceBundleDeletionFailure"):
        beanstalk.delete_application_version(ApplicationName="shop", VersionLabel="1")
    beanstalk.update_tags_for_resource(
        ResourceArn=made["ApplicationVersion"]["ApplicationVersionArn"], TagsToAdd=[{"Key": "b", "Value": "2"}]
    )
    tags = beanstalk.list_tags_for_resource(ResourceArn=made["ApplicationVersion"]["ApplicationVersionArn"])
    assert tags["ResourceTags"] == [{"Key": "b", "Value": "2"}]


@scenario
def launch_configurations_cannot_be_had(aws: Client) -> None:
    beanstalk = application(aws)
    with refused("InvalidParameterValue"):
        beanstalk.create_environment(ApplicationName="shop", EnvironmentName="old-web", SolutionStackName=PLATFORM)
    with refused("InvalidParameterValue"):
        beanstalk.create_environment(
            ApplicationName="shop",
            EnvironmentName="old-web",
            SolutionStackName="Perl",
            OptionSettings=LAUNCH_TEMPLATES,
        )
    assert environment(aws)["Status"] == "Ready"


@scenario
def environments_are_what_they_are_told_to_be(aws: Client) -> None:
    beanstalk = application(aws)
    made = environment(aws, option("aws:autoscaling:asg MinSize", "2"))
    beanstalk.update_environment(
        EnvironmentId=made["EnvironmentId"],
        OptionSettings=[option("aws:autoscaling:asg MaxSize", "8")],
        OptionsToRemove=[{"Namespace": "aws:autoscaling:asg", "OptionName": "MinSize"}],
    )
    [found] = beanstalk.describe_configuration_settings(ApplicationName="shop", EnvironmentName="shop-web")[
        "ConfigurationSettings"
    ]
    assert [each["OptionName"] for each in found["OptionSettings"]] == [
        "MaxSize",
        "DisableIMDSv1",
        "IamInstanceProfile",
        "RootVolumeType",
    ]
    with refused("OperationInProgressFailure"):
        beanstalk.delete_application(ApplicationName="shop")
    beanstalk.terminate_environment(EnvironmentId=made["EnvironmentId"])
    beanstalk.delete_application(ApplicationName="shop")
    assert beanstalk.describe_applications()["Applications"] == []


@scenario
def a_balanced_environment_has_a_load_balancer(aws: Client) -> None:
    beanstalk, elb = application(aws), aws("elbv2")
    _, subnets = network(aws)
    made = environment(
        aws,
        option("aws:elasticbeanstalk:environment LoadBalancerType", "application"),
        option("aws:ec2:vpc ELBSubnets", ",".join(subnets)),
    )
    resources = beanstalk.describe_environment_resources(EnvironmentId=made["EnvironmentId"])["EnvironmentResources"]
    [balancer] = elb.describe_load_balancers()["LoadBalancers"]
    assert resources["LoadBalancers"] == [{"Name": balancer["LoadBalancerArn"]}]
    assert made["EndpointURL"] == balancer["DNSName"]
    with refused("ConfigurationValidationException"):
        beanstalk.update_environment(
            EnvironmentId=made["EnvironmentId"], OptionSettings=[option("aws:elb:loadbalancer CrossZone", "true")]
        )
    with refused("ConfigurationValidationException"):
        beanstalk.update_environment(
            EnvironmentId=made["EnvironmentId"],
            OptionSettings=[option("aws:elasticbeanstalk:environment LoadBalancerType", "network")],
        )
    single = [option("aws:elasticbeanstalk:environment EnvironmentType", "SingleInstance")]
    beanstalk.update_environment(EnvironmentId=made["EnvironmentId"], OptionSettings=single)
    assert elb.describe_load_balancers()["LoadBalancers"] == []
    balanced = [option("aws:elasticbeanstalk:environment EnvironmentType", "LoadBalanced")]
    beanstalk.update_environment(EnvironmentId=made["EnvironmentId"], OptionSettings=balanced)
    assert len(elb.describe_load_balancers()["LoadBalancers"]) == 1
    beanstalk.terminate_environment(EnvironmentId=made["EnvironmentId"])
    assert elb.describe_load_balancers()["LoadBalancers"] == []


@scenario
def templates_start_environments(aws: Client) -> None:
    beanstalk = application(aws)
    template = {"ApplicationName": "shop", "TemplateName": "small"}
    beanstalk.create_configuration_template(**template, SolutionStackName=PLATFORM, OptionSettings=LAUNCH_TEMPLATES)
    beanstalk.update_configuration_template(**template, OptionSettings=[option("aws:autoscaling:asg MaxSize", "1")])
    beanstalk.create_environment(**template, EnvironmentName="shop-small")
    found = beanstalk.describe_environments(EnvironmentNames=["shop-small"])["Environments"]
    assert [each["SolutionStackName"] for each in found] == [PLATFORM]
    beanstalk.delete_configuration_template(**template)
    with refused("InvalidParameterValue"):
        beanstalk.describe_configuration_settings(**template)


@scenario
def options_that_do_not_exist_and_values_that_they_do_not_take_are_refused(aws: Client) -> None:
    beanstalk = application(aws)
    made = environment(aws)
    for name, value in (
        ("aws:autoscaling:asg MaximumSize", "1"),
        ("aws:rds:cluster Engine", "aurora"),
        ("aws:autoscaling:asg MaxSize", "many"),
        ("aws:elasticbeanstalk:command DeploymentPolicy", "BlueGreen"),
        ("aws:elbv2:loadbalancer IdleTimeout", "60"),  # it has no load balancer
    ):
        with refused("ConfigurationValidationException"):
            beanstalk.update_environment(EnvironmentId=made["EnvironmentId"], OptionSettings=[option(name, value)])
    with refused("InvalidParameterValue"):
        beanstalk.update_environment(
            EnvironmentId=made["EnvironmentId"],
            OptionSettings=[option("aws:autoscaling:scheduledaction MinSize", "1")],
        )
    beanstalk.update_environment(
        EnvironmentId=made["EnvironmentId"],
        OptionSettings=[option("aws:elasticbeanstalk:container:php:phpini memory_limit", "256M")],
    )


@scenario
def names_and_addresses_are_taken_once(aws: Client) -> None:
    beanstalk = application(aws)
    environment(aws, CNAMEPrefix="shop")
    for name, prefix in (("shop-web", "other"), ("shop-two", "shop")):
        with refused("InvalidParameterValue"):
            beanstalk.create_environment(
                ApplicationName="shop",
                EnvironmentName=name,
                CNAMEPrefix=prefix,
                SolutionStackName=PLATFORM,
                OptionSettings=LAUNCH_TEMPLATES,
            )


@scenario
def an_environment_without_an_instance_profile_does_not_stay(aws: Client) -> None:
    beanstalk = application(aws)
    made = beanstalk.create_environment(
        ApplicationName="shop",
        EnvironmentName="shop-web",
        SolutionStackName=PLATFORM,
        OptionSettings=LAUNCH_TEMPLATES[1:],
    )
    assert made["Status"] == "Terminated"
    [event] = beanstalk.describe_events(EnvironmentId=made["EnvironmentId"], Severity="ERROR")["Events"]
    assert event["Message"] == "Environment must have instance profile associated with it."
