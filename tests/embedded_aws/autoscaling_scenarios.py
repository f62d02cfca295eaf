"""What the addition to Auto Scaling makes possible; registered in scenarios.py."""

from __future__ import annotations

from tests.embedded_aws.scenarios import Client, scenario


@scenario
def a_group_that_is_deleted_by_force_takes_its_protected_instances_along(aws: Client) -> None:
    ec2, scaling = aws("ec2"), aws("autoscaling")
    image = ec2.describe_images()["Images"][0]["ImageId"]
    template = {"ImageId": image, "InstanceType": "t3.micro"}
    ec2.create_launch_template(LaunchTemplateName="nodes", LaunchTemplateData=template)
    subnet = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    scaling.create_auto_scaling_group(
        AutoScalingGroupName="nodes",
        LaunchTemplate={"LaunchTemplateName": "nodes", "Version": "1"},
        MinSize=0,
        MaxSize=1,
        DesiredCapacity=1,
        NewInstancesProtectedFromScaleIn=True,
        VPCZoneIdentifier=subnet,
    )
    [reservation] = ec2.describe_instances()["Reservations"]
    assert reservation["Instances"][0]["State"]["Name"] == "running"
    scaling.delete_auto_scaling_group(AutoScalingGroupName="nodes", ForceDelete=True)
    [reservation] = ec2.describe_instances()["Reservations"]
    assert reservation["Instances"][0]["State"]["Name"] == "terminated"
    assert ec2.describe_network_interfaces()["NetworkInterfaces"] == []
