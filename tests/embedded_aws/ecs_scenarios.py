"""What the additions to ECS and CodeDeploy make possible; registered like the rest, in scenarios.py."""

from __future__ import annotations

from typing import Any

from tests.embedded_aws.scenarios import Client, refused, scenario

WEB = {"cluster": "c", "service": "web"}
ROLE = "arn:aws:iam::123456789012:role/scenario"
SPOT = [{"capacityProvider": "FARGATE_SPOT", "weight": 1, "base": 0}]


def cluster(aws: Client) -> None:
    aws("ecs").create_cluster(
        clusterName="c",
        capacityProviders=["FARGATE", "FARGATE_SPOT"],
        defaultCapacityProviderStrategy=[{"capacityProvider": "FARGATE", "weight": 1, "base": 0}],
    )


def task_definition(aws: Client, **settings: Any) -> str:
    container = {"name": "web", "image": "nginx", "portMappings": [{"containerPort": 80}]}
    asked = {
        "family": "web",
        "cpu": "256",
        "memory": "512",
        "networkMode": "awsvpc",
        "requiresCompatibilities": ["FARGATE"],
        "taskRoleArn": ROLE,
        "containerDefinitions": [container],
    }
    made = aws("ecs").register_task_definition(**asked | settings)
    return str(made["taskDefinition"]["taskDefinitionArn"])


def network(aws: Client) -> tuple[str, list[str]]:
    """Make a VPC with two subnets; return their ids."""
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    zones = enumerate(("us-east-1a", "us-east-1b"))
    return vpc, [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{number}.0/24", AvailabilityZone=zone)["Subnet"]["SubnetId"]
        for number, zone in zones
    ]


def target_groups(aws: Client) -> tuple[str, str]:
    """Make a target group behind a load balancer, and one behind none."""
    elb = aws("elbv2")
    vpc, subnets = network(aws)
    used, unused = (
        elb.create_target_group(Name=name, Protocol="HTTP", Port=80, VpcId=vpc, TargetType="ip")["TargetGroups"][0]
        for name in ("used", "unused")
    )
    balancer = elb.create_load_balancer(Name="web", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
    forward = [{"Type": "forward", "TargetGroupArn": used["TargetGroupArn"]}]
    elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=forward)
    return used["TargetGroupArn"], unused["TargetGroupArn"]


def create(aws: Client, **settings: Any) -> Any:
    asked = {"cluster": "c", "serviceName": "web", "taskDefinition": "web", "desiredCount": 2}
    return aws("ecs").create_service(**asked | {"networkConfiguration": awsvpc(aws)} | settings)["service"]


def awsvpc(aws: Client, **settings: Any) -> dict[str, Any]:
    """Return where tasks run: in a subnet of the VPC that every account has."""
    subnet = aws("ec2").describe_subnets()["Subnets"][0]["SubnetId"]
    return {"awsvpcConfiguration": {"subnets": [subnet], **settings}}


def service(aws: Client) -> Any:
    return aws("ecs").describe_services(cluster="c", services=["web"])["services"][0]


@scenario
def services_keep_their_settings(aws: Client) -> None:
    cluster(aws)
    definition = task_definition(aws)
    settings = {
        "availabilityZoneRebalancing": "ENABLED",
        "capacityProviderStrategy": SPOT,
        "enableECSManagedTags": True,
        "enableExecuteCommand": True,
        "propagateTags": "SERVICE",
    }
    breaker = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}
    connect = {"enabled": True, "namespace": "arn:aws:servicediscovery:us-east-1:123456789012:namespace/ns-1"}
    create(aws, **settings, deploymentConfiguration=breaker, serviceConnectConfiguration=connect)
    made = service(aws)
    assert {name: made[name] for name in settings} == settings
    assert made["deploymentConfiguration"]["maximumPercent"] == 200
    assert made["deploymentConfiguration"]["deploymentCircuitBreaker"] == {"enable": True, "rollback": True}
    assert made["deployments"][0]["serviceConnectConfiguration"] == connect
    assert made["taskDefinition"] == definition
    assert "launchType" not in made


@scenario
def services_are_steady_when_looked_at(aws: Client) -> None:
    cluster(aws)
    task_definition(aws)
    made = create(aws)
    assert (made["runningCount"], made["deployments"][0]["rolloutState"]) == (0, "IN_PROGRESS")
    found = service(aws)
    assert (found["runningCount"], found["pendingCount"]) == (2, 0)
    assert [each["rolloutState"] for each in found["deployments"]] == ["COMPLETED"]


@scenario
def services_change_in_place(aws: Client) -> None:
    ecs = aws("ecs")
    cluster(aws)
    task_definition(aws)
    create(aws, enableExecuteCommand=True, deploymentConfiguration={"minimumHealthyPercent": 50})
    newer = task_definition(aws)
    deployment = {"maximumPercent": 150}
    changes = {"taskDefinition": newer, "capacityProviderStrategy": SPOT, "enableExecuteCommand": False}
    ecs.update_service(**WEB, **changes, deploymentConfiguration=deployment, desiredCount=3, forceNewDeployment=True)
    changed = service(aws)
    assert {name: changed[name] for name in changes} == changes
    assert changed["deployments"][0]["taskDefinition"] == newer
    assert (changed["desiredCount"], changed["runningCount"]) == (3, 3)
    sizes = changed["deploymentConfiguration"]
    assert (sizes["minimumHealthyPercent"], sizes["maximumPercent"]) == (50, 150)


@scenario
def services_refer_to_what_exists(aws: Client) -> None:
    ecs = aws("ecs")
    cluster(aws)
    old, _ = task_definition(aws), task_definition(aws)
    used, unused = target_groups(aws)
    target = {"targetGroupArn": used, "containerName": "web", "containerPort": 80}
    ecs.deregister_task_definition(taskDefinition=old)
    with refused("ClientException"):
        create(aws, taskDefinition=old)
    for wrong in (
        {"capacityProviderStrategy": [{"capacityProvider": "EC2"}]},
        {"loadBalancers": [target | {"containerName": "wbe"}]},
        {"loadBalancers": [target | {"containerPort": 81}]},
        {"loadBalancers": [target | {"targetGroupArn": unused}]},
        {"serviceRegistries": [{"registryArn": "arn:aws:servicediscovery:us-east-1:123456789012:service/srv-1"}]},
    ):
        with refused("InvalidParameterException"):
            create(aws, **wrong)
    create(aws, loadBalancers=[target])
    with refused("InvalidParameterException"):
        create(aws)


@scenario
def clusters_services_and_capacity_hold_one_another(aws: Client) -> None:
    ecs, scaling = aws("ecs"), aws("autoscaling")
    cluster(aws)
    task_definition(aws)
    create(aws)
    with refused("ClusterContainsServicesException"):
        ecs.delete_cluster(cluster="c")
    with refused("ResourceInUseException"):
        ecs.put_cluster_capacity_providers(cluster="c", capacityProviders=[], defaultCapacityProviderStrategy=[])
    with refused("InvalidParameterException"):
        ecs.put_cluster_capacity_providers(cluster="c", capacityProviders=["ec2"], defaultCapacityProviderStrategy=[])
    _, subnets = network(aws)
    scaling.create_launch_configuration(LaunchConfigurationName="l", ImageId="ami-12c6146b", InstanceType="t3.micro")
    scaling.create_auto_scaling_group(
        AutoScalingGroupName="g", LaunchConfigurationName="l", MinSize=0, MaxSize=1, VPCZoneIdentifier=subnets[0]
    )
    arn = scaling.describe_auto_scaling_groups()["AutoScalingGroups"][0]["AutoScalingGroupARN"]
    group = {"autoScalingGroupArn": arn}
    with refused("InvalidParameterException"):
        ecs.create_capacity_provider(
            name="ec2", autoScalingGroupProvider=group | {"managedTerminationProtection": "ENABLED"}
        )
    ecs.create_capacity_provider(name="ec2", autoScalingGroupProvider=group)
    assert [found["name"] for found in ecs.describe_capacity_providers()["capacityProviders"]] == ["ec2"]
    providers = ["FARGATE", "FARGATE_SPOT", "ec2"]
    ecs.put_cluster_capacity_providers(cluster="c", capacityProviders=providers, defaultCapacityProviderStrategy=[])
    with refused("ClientException"):
        ecs.delete_capacity_provider(capacityProvider="ec2")
    with refused("ClientException"):
        ecs.create_capacity_provider(name="ec2", autoScalingGroupProvider=group)
    ecs.put_cluster_capacity_providers(cluster="c", capacityProviders=["FARGATE"], defaultCapacityProviderStrategy=[])
    ecs.delete_capacity_provider(capacityProvider="ec2")
    ecs.delete_service(**WEB, force=True)
    ecs.delete_cluster(cluster="c")


@scenario
def capacity_providers_drain(aws: Client) -> None:
    ecs, scaling = aws("ecs"), aws("autoscaling")
    _, subnets = network(aws)
    scaling.create_launch_configuration(LaunchConfigurationName="l", ImageId="ami-12c6146b", InstanceType="t3.micro")
    scaling.create_auto_scaling_group(
        AutoScalingGroupName="g", LaunchConfigurationName="l", MinSize=0, MaxSize=1, VPCZoneIdentifier=subnets[0]
    )
    arn = scaling.describe_auto_scaling_groups()["AutoScalingGroups"][0]["AutoScalingGroupARN"]
    made = ecs.create_capacity_provider(name="ec2", autoScalingGroupProvider={"autoScalingGroupArn": arn})
    assert made["capacityProvider"]["autoScalingGroupProvider"]["managedDraining"] == "ENABLED"
    ecs.update_capacity_provider(name="ec2", autoScalingGroupProvider={"managedDraining": "DISABLED"})
    [found] = ecs.describe_capacity_providers(capacityProviders=["ec2"])["capacityProviders"]
    assert found["autoScalingGroupProvider"]["managedDraining"] == "DISABLED"


@scenario
def task_definitions_may_have_faults_injected(aws: Client) -> None:
    definition = task_definition(aws, enableFaultInjection=True)
    described = aws("ecs").describe_task_definition(taskDefinition=definition)
    assert described["taskDefinition"]["enableFaultInjection"]


@scenario
def a_new_service_does_not_inherit_from_a_deleted_one(aws: Client) -> None:
    cluster(aws)
    task_definition(aws)
    create(aws, capacityProviderStrategy=SPOT, enableExecuteCommand=True)
    with refused("ServiceNotFoundException"):
        aws("ecs").update_service(**WEB | {"service": "nobody"}, desiredCount=1)
    aws("ecs").delete_service(**WEB, force=True)
    with refused("ServiceNotActiveException"):
        aws("ecs").update_service(**WEB, desiredCount=1)
    create(aws)
    made = service(aws)
    assert made["enableExecuteCommand"] is False
    assert [each["capacityProvider"] for each in made["capacityProviderStrategy"]] == ["FARGATE"]


@scenario
def codedeploy_deploys_its_services_alone(aws: Client) -> None:
    cluster(aws)
    task_definition(aws)
    create(aws, deploymentController={"type": "CODE_DEPLOY"})
    aws("ecs").update_service(**WEB, desiredCount=1)
    for change in ({"taskDefinition": "web"}, {"forceNewDeployment": True}):
        with refused("InvalidParameterException"):
            aws("ecs").update_service(**WEB, **change)
    assert service(aws)["deploymentController"] == {"type": "CODE_DEPLOY"}


@scenario
def deployment_groups_change_and_go(aws: Client) -> None:
    codedeploy = aws("codedeploy")
    cluster(aws)
    task_definition(aws)
    create(aws, deploymentController={"type": "CODE_DEPLOY"})
    codedeploy.create_application(applicationName="web", computePlatform="ECS")
    made = deployment_group(aws)
    with refused("InvalidECSServiceException"):
        codedeploy.create_deployment_group(**made | {"ecsServices": [{"clusterName": "c", "serviceName": "nobody"}]})
    alarms = {"enabled": True, "alarms": [{"name": "web-tasks"}]}
    codedeploy.create_deployment_group(**made, alarmConfiguration=alarms)
    named = {"applicationName": "web", "deploymentGroupName": "web"}
    info = codedeploy.get_deployment_group(**named)["deploymentGroupInfo"]
    assert info["blueGreenDeploymentConfiguration"] == made["blueGreenDeploymentConfiguration"]
    assert info["alarmConfiguration"] == alarms
    codedeploy.update_deployment_group(
        applicationName="web",
        currentDeploymentGroupName="web",
        newDeploymentGroupName="shop",
        deploymentConfigName="CodeDeployDefault.ECSLinear10PercentEvery1Minutes",
    )
    named["deploymentGroupName"] = "shop"
    info = codedeploy.get_deployment_group(**named)["deploymentGroupInfo"]
    assert info["deploymentConfigName"] == "CodeDeployDefault.ECSLinear10PercentEvery1Minutes"
    assert info["alarmConfiguration"] == alarms
    codedeploy.delete_deployment_group(**named)
    with refused("DeploymentGroupDoesNotExistException"):
        codedeploy.get_deployment_group(**named)
    codedeploy.delete_application(applicationName="web")
    assert codedeploy.list_applications()["applications"] == []


def deployment_group(aws: Client) -> dict[str, Any]:
    """Return what makes a deployment group between two target groups."""
    wait = {"terminateBlueInstancesOnDeploymentSuccess": {"action": "TERMINATE", "terminationWaitTimeInMinutes": 5}}
    target_groups(aws)
    pair = {"targetGroups": [{"name": "used"}, {"name": "unused"}], "prodTrafficRoute": {"listenerArns": ["users"]}}
    return {
        "applicationName": "web",
        "deploymentGroupName": "web",
        "serviceRoleArn": ROLE,
        "ecsServices": [{"clusterName": "c", "serviceName": "web"}],
        "blueGreenDeploymentConfiguration": wait,
        "deploymentStyle": {"deploymentType": "BLUE_GREEN", "deploymentOption": "WITH_TRAFFIC_CONTROL"},
        "loadBalancerInfo": {"targetGroupPairInfoList": [pair]},
    }


@scenario
def deployment_groups_fit_their_platform(aws: Client) -> None:
    codedeploy = aws("codedeploy")
    cluster(aws)
    task_definition(aws)
    create(aws)
    for name, platform in (("web", "ECS"), ("servers", "Server")):
        codedeploy.create_application(applicationName=name, computePlatform=platform)
    made = deployment_group(aws)
    for code, change in (
        ("DeploymentConfigDoesNotExistException", {"deploymentConfigName": "CodeDeployDefault.ECSCanary"}),
        ("InvalidAutoScalingGroupException", {"autoScalingGroups": ["g"]}),
        ("InvalidDeploymentStyleException", {"deploymentStyle": {"deploymentType": "IN_PLACE"}}),
        ("InvalidBlueGreenDeploymentConfigurationException", {"blueGreenDeploymentConfiguration": {}}),
        ("InvalidLoadBalancerInfoException", {"loadBalancerInfo": {}}),
        ("InvalidECSServiceException", {}),  # ECS deploys it
        ("InvalidECSServiceException", {"applicationName": "servers"}),
    ):
        with refused(code):
            codedeploy.create_deployment_group(**made | change)


@scenario
def task_definitions_are_refused_as_aws_does(aws: Client) -> None:
    def container(**settings: Any) -> dict[str, Any]:
        return {"containerDefinitions": [{"name": "web", "image": "nginx"} | settings]}

    logs = {"logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "a"}}}
    image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/web:1"
    for settings in (
        {"memory": "300"},
        {"networkMode": "bridge"},
        container(memory=600),
        container(memoryReservation=600),
        container(cpu=300),
        container(**logs),
        container(image=image),
        container(secrets=[{"name": "A", "valueFrom": "arn:aws:ssm:us-east-1:123456789012:parameter/a"}]),
        container(mountPoints=[{"sourceVolume": "none", "containerPath": "/data"}]),
        container(portMappings=[{"containerPort": 80, "hostPort": 8080}]),
        {"containerDefinitions": [{"name": f"c{number}", "image": "nginx"} for number in range(11)]},
    ):
        with refused("ClientException"):
            task_definition(aws, **settings)
    task_definition(aws, executionRoleArn=ROLE, **container(image=image, cpu=256, memory=512, **logs))


@scenario
def services_are_refused_as_aws_does(aws: Client) -> None:
    cluster(aws)
    task_definition(aws)
    breaker = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}
    for settings in (
        {"networkConfiguration": {}},
        {"networkConfiguration": awsvpc(aws, subnets=["subnet"] * 17)},
        {"networkConfiguration": awsvpc(aws, securityGroups=["sg"] * 6)},
        {"healthCheckGracePeriodSeconds": 60},
        {"launchType": "FARGATE", "capacityProviderStrategy": SPOT},
        {"deploymentController": {"type": "CODE_DEPLOY"}, "deploymentConfiguration": breaker},
    ):
        with refused("InvalidParameterException"):
            create(aws, **settings)
    task_definition(aws, family="bridge", networkMode="bridge", requiresCompatibilities=["EC2"])
    with refused("InvalidParameterException"):
        create(aws, taskDefinition="bridge")
    task_definition(aws, family="plain", taskRoleArn="")
    with refused("InvalidParameterException"):
        create(aws, taskDefinition="plain", enableExecuteCommand=True)
    elb = aws("elbv2")
    vpc, subnets = network(aws)
    group = elb.create_target_group(Name="instances", Protocol="HTTP", Port=80, VpcId=vpc)["TargetGroups"][0]
    balancer = elb.create_load_balancer(Name="web", Subnets=subnets)["LoadBalancers"][0]["LoadBalancerArn"]
    forward = [{"Type": "forward", "TargetGroupArn": group["TargetGroupArn"]}]
    elb.create_listener(LoadBalancerArn=balancer, Protocol="HTTP", Port=80, DefaultActions=forward)
    with refused("InvalidParameterException"):
        create(
            aws,
            loadBalancers=[{"targetGroupArn": group["TargetGroupArn"], "containerName": "web", "containerPort": 80}],
        )


@scenario
def services_without_security_groups_get_the_vpcs_own(aws: Client) -> None:
    cluster(aws)
    task_definition(aws)
    assert create(aws)["status"] == "ACTIVE"


@scenario
def a_scalable_target_brings_the_count_within_its_limits(aws: Client) -> None:
    scaling = aws("application-autoscaling")
    cluster(aws)
    task_definition(aws)
    create(aws)
    target = {
        "ServiceNamespace": "ecs",
        "ResourceId": "service/c/web",
        "ScalableDimension": "ecs:service:DesiredCount",
    }
    action = target | {"ScheduledActionName": "night", "ScalableTargetAction": {"MinCapacity": 1, "MaxCapacity": 1}}
    with refused("ObjectNotFoundException"):
        scaling.put_scheduled_action(**action, Schedule="rate(1 day)")
    with refused("ValidationException"):
        scaling.register_scalable_target(**target, MinCapacity=2, MaxCapacity=1)
    counts = []
    for limits in (4, 0, 3):
        scaling.register_scalable_target(**target, MinCapacity=limits, MaxCapacity=limits)
        counts.append(service(aws)["desiredCount"])
    assert counts == [4, 0, 3]
    aws("ecs").update_service(**WEB, desiredCount=7)
    assert service(aws)["desiredCount"] == 7  # until the limits are set again
    for wrong in ("rate(0 minutes)", "rate(1 days)", "cron(0 20 * * * *)", "0 20 * * *"):
        with refused("ValidationException"):
            scaling.put_scheduled_action(**action, Schedule=wrong)
    scaling.put_scheduled_action(**action, Schedule="rate(1 day)")
    scaling.deregister_scalable_target(**target)
    with refused("ObjectNotFoundException"):
        scaling.deregister_scalable_target(**target)
    assert scaling.describe_scheduled_actions(ServiceNamespace="ecs")["ScheduledActions"] == []
    assert service(aws)["desiredCount"] == 7


@scenario
def cloud_map_keeps_what_is_in_use(aws: Client) -> None:
    names = aws("servicediscovery")
    names.create_http_namespace(Name="shop")
    namespace = names.list_namespaces()["Namespaces"][0]["Id"]
    made = names.create_service(Name="web", NamespaceId=namespace)["Service"]
    with refused("ServiceAlreadyExists"):
        names.create_service(Name="web", NamespaceId=namespace)
    with refused("ResourceInUse"):
        names.delete_namespace(Id=namespace)
    names.register_instance(ServiceId=made["Id"], InstanceId="i", Attributes={"AWS_INSTANCE_IPV4": "10.0.0.1"})
    with refused("ResourceInUse"):
        names.delete_service(Id=made["Id"])
    names.deregister_instance(ServiceId=made["Id"], InstanceId="i")
    cluster(aws)
    task_definition(aws)
    create(aws, serviceRegistries=[{"registryArn": made["Arn"]}])
    with refused("ResourceInUse"):
        names.delete_service(Id=made["Id"])
    aws("ecs").update_service(**WEB, serviceRegistries=[])
    names.delete_service(Id=made["Id"])
    names.delete_namespace(Id=namespace)


@scenario
def auto_scaling_groups_have_sizes_that_fit(aws: Client) -> None:
    scaling = aws("autoscaling")
    _, subnets = network(aws)
    scaling.create_launch_configuration(LaunchConfigurationName="l", ImageId="ami-12c6146b", InstanceType="t3.micro")
    for sizes in ({"MinSize": 2, "MaxSize": 1}, {"MinSize": 0, "MaxSize": 1, "DesiredCapacity": 2}):
        with refused("ValidationError"):
            scaling.create_auto_scaling_group(
                AutoScalingGroupName="g", LaunchConfigurationName="l", VPCZoneIdentifier=subnets[0], **sizes
            )


@scenario
def a_namespace_takes_its_hosted_zone_with_it(aws: Client) -> None:
    names = aws("servicediscovery")
    vpc, _ = network(aws)
    names.create_private_dns_namespace(Name="shop.internal", Vpc=vpc)
    [namespace] = names.list_namespaces()["Namespaces"]
    assert len(aws("route53").list_hosted_zones()["HostedZones"]) == 1
    names.delete_namespace(Id=namespace["Id"])
    assert aws("route53").list_hosted_zones()["HostedZones"] == []
