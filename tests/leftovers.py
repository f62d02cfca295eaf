"""List what an embedded AWS holds, by the Terraform type that makes it: what a destroy leaves behind shows here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import boto3
import jmespath

from tests.harness import REGION

Client = Callable[[str], Any]


def client(url: str, service: str) -> Any:
    """Return a boto3 client that talks to the embedded AWS at this URL."""
    return boto3.client(  # type: ignore[call-overload]
        service, endpoint_url=url, region_name=REGION, aws_access_key_id="test", aws_secret_access_key="test"
    )


@dataclass(frozen=True)
class Listing:
    """How the resources of a type are listed: an operation, and where in its answer their names are (JMESPath)."""

    service: str
    operation: str
    names: str
    parameters: dict[str, Any] = field(default_factory=dict)

    def read(self, client: Client) -> list[str]:
        """Return the names, of all pages."""
        service = client(self.service)
        if service.can_paginate(self.operation):
            answer = service.get_paginator(self.operation).paginate(**self.parameters).build_full_result()
        else:
            answer = getattr(service, self.operation)(**self.parameters)
        return [str(name) for name in jmespath.search(self.names, answer) or []]


def _scaling(service: str) -> Listing:
    name = "ScalableTargets[].ResourceId"
    return Listing("application-autoscaling", "describe_scalable_targets", name, {"ServiceNamespace": service})


def _schedules(service: str) -> Listing:
    name = "ScheduledActions[].ScheduledActionName"
    return Listing("application-autoscaling", "describe_scheduled_actions", name, {"ServiceNamespace": service})


_SCALED = ("ecs", "lambda", "dynamodb")

LISTINGS: dict[str, list[Listing]] = {
    "aws_acm_certificate": [Listing("acm", "list_certificates", "CertificateSummaryList[].CertificateArn")],
    "aws_api_gateway_api_key": [Listing("apigateway", "get_api_keys", "items[].name")],
    "aws_api_gateway_domain_name": [Listing("apigateway", "get_domain_names", "items[].domainName")],
    "aws_api_gateway_rest_api": [Listing("apigateway", "get_rest_apis", "items[].name")],
    "aws_api_gateway_usage_plan": [Listing("apigateway", "get_usage_plans", "items[].name")],
    "aws_api_gateway_vpc_link": [Listing("apigateway", "get_vpc_links", "items[].name")],
    "aws_apigatewayv2_api": [Listing("apigatewayv2", "get_apis", "Items[].Name")],
    "aws_apigatewayv2_domain_name": [Listing("apigatewayv2", "get_domain_names", "Items[].DomainName")],
    "aws_apigatewayv2_vpc_link": [Listing("apigatewayv2", "get_vpc_links", "Items[].Name")],
    "aws_appautoscaling_scheduled_action": [_schedules(service) for service in _SCALED],
    "aws_appautoscaling_target": [_scaling(service) for service in _SCALED],
    "aws_autoscaling_group": [
        Listing("autoscaling", "describe_auto_scaling_groups", "AutoScalingGroups[].AutoScalingGroupName")
    ],
    "aws_backup_plan": [Listing("backup", "list_backup_plans", "BackupPlansList[].BackupPlanName")],
    "aws_backup_restore_testing_plan": [
        Listing("backup", "list_restore_testing_plans", "RestoreTestingPlans[].RestoreTestingPlanName")
    ],
    "aws_backup_vault": [Listing("backup", "list_backup_vaults", "BackupVaultList[].BackupVaultName")],
    "aws_budgets_budget": [
        Listing("budgets", "describe_budgets", "Budgets[].BudgetName", {"AccountId": "123456789012"})
    ],
    "aws_budgets_budget_action": [
        Listing("budgets", "describe_budget_actions_for_account", "Actions[].ActionId", {"AccountId": "123456789012"})
    ],
    "aws_bcmdataexports_export": [Listing("bcm-data-exports", "list_exports", "Exports[].ExportName")],
    "aws_ce_anomaly_monitor": [Listing("ce", "get_anomaly_monitors", "AnomalyMonitors[].MonitorName")],
    "aws_ce_anomaly_subscription": [
        Listing("ce", "get_anomaly_subscriptions", "AnomalySubscriptions[].SubscriptionName")
    ],
    "aws_ce_cost_allocation_tag": [
        Listing("ce", "list_cost_allocation_tags", "CostAllocationTags[].TagKey", {"Status": "Active"})
    ],
    "aws_cloudcontrolapi_resource": [
        Listing(
            "cloudcontrol",
            "list_resources",
            "ResourceDescriptions[].Identifier",
            {"TypeName": "AWS::XRay::TransactionSearchConfig"},
        )
    ],
    "aws_cloudwatch_log_resource_policy": [
        Listing("logs", "describe_resource_policies", "resourcePolicies[].policyName")
    ],
    "aws_costoptimizationhub_enrollment_status": [
        Listing("cost-optimization-hub", "list_enrollment_statuses", "items[?status=='Active'].accountId")
    ],
    "aws_cloudwatch_dashboard": [Listing("cloudwatch", "list_dashboards", "DashboardEntries[].DashboardName")],
    "aws_cloudwatch_query_definition": [Listing("logs", "describe_query_definitions", "queryDefinitions[].name")],
    "aws_batch_compute_environment": [
        Listing("batch", "describe_compute_environments", "computeEnvironments[].computeEnvironmentName")
    ],
    "aws_batch_job_definition": [
        Listing("batch", "describe_job_definitions", "jobDefinitions[].jobDefinitionName", {"status": "ACTIVE"})
    ],
    "aws_batch_job_queue": [Listing("batch", "describe_job_queues", "jobQueues[].jobQueueName")],
    "aws_batch_scheduling_policy": [Listing("batch", "list_scheduling_policies", "schedulingPolicies[].arn")],
    "aws_cloudfront_cache_policy": [
        Listing(
            "cloudfront",
            "list_cache_policies",
            "CachePolicyList.Items[].CachePolicy.CachePolicyConfig.Name",
            {"Type": "custom"},
        )
    ],
    "aws_cloudfront_continuous_deployment_policy": [
        Listing(
            "cloudfront",
            "list_continuous_deployment_policies",
            "ContinuousDeploymentPolicyList.Items[].ContinuousDeploymentPolicy.Id",
        )
    ],
    "aws_cloudfront_distribution": [Listing("cloudfront", "list_distributions", "DistributionList.Items[].Comment")],
    "aws_cloudfront_function": [Listing("cloudfront", "list_functions", "FunctionList.Items[].Name")],
    "aws_cloudfront_key_group": [
        Listing("cloudfront", "list_key_groups", "KeyGroupList.Items[].KeyGroup.KeyGroupConfig.Name")
    ],
    "aws_cloudfront_key_value_store": [
        Listing("cloudfront", "list_key_value_stores", "KeyValueStoreList.Items[].Name")
    ],
    "aws_cloudfront_origin_access_control": [
        Listing("cloudfront", "list_origin_access_controls", "OriginAccessControlList.Items[].Name")
    ],
    "aws_cloudfront_origin_access_identity": [
        Listing(
            "cloudfront",
            "list_cloud_front_origin_access_identities",
            "CloudFrontOriginAccessIdentityList.Items[].Comment",
        )
    ],
    "aws_cloudfront_origin_request_policy": [
        Listing(
            "cloudfront",
            "list_origin_request_policies",
            "OriginRequestPolicyList.Items[].OriginRequestPolicy.OriginRequestPolicyConfig.Name",
            {"Type": "custom"},
        )
    ],
    "aws_cloudfront_public_key": [Listing("cloudfront", "list_public_keys", "PublicKeyList.Items[].Name")],
    "aws_cloudfront_realtime_log_config": [
        Listing("cloudfront", "list_realtime_log_configs", "RealtimeLogConfigs.Items[].Name")
    ],
    "aws_cloudfront_response_headers_policy": [
        Listing(
            "cloudfront",
            "list_response_headers_policies",
            "ResponseHeadersPolicyList.Items[].ResponseHeadersPolicy.ResponseHeadersPolicyConfig.Name",
            {"Type": "custom"},
        )
    ],
    "aws_cloudfront_vpc_origin": [Listing("cloudfront", "list_vpc_origins", "VpcOriginList.Items[].Name")],
    "aws_cloudwatch_composite_alarm": [
        Listing("cloudwatch", "describe_alarms", "CompositeAlarms[].AlarmName", {"AlarmTypes": ["CompositeAlarm"]})
    ],
    "aws_cloudwatch_event_rule": [Listing("events", "list_rules", "Rules[].Name")],
    "aws_cloudwatch_log_delivery": [Listing("logs", "describe_deliveries", "deliveries[].id")],
    "aws_cloudwatch_log_delivery_destination": [
        Listing("logs", "describe_delivery_destinations", "deliveryDestinations[].name")
    ],
    "aws_cloudwatch_log_delivery_source": [Listing("logs", "describe_delivery_sources", "deliverySources[].name")],
    "aws_cloudwatch_log_group": [Listing("logs", "describe_log_groups", "logGroups[].logGroupName")],
    "aws_cloudwatch_log_metric_filter": [Listing("logs", "describe_metric_filters", "metricFilters[].filterName")],
    "aws_cloudwatch_metric_alarm": [Listing("cloudwatch", "describe_alarms", "MetricAlarms[].AlarmName")],
    "aws_codedeploy_app": [Listing("codedeploy", "list_applications", "applications")],
    "aws_cognito_user_pool": [Listing("cognito-idp", "list_user_pools", "UserPools[].Name", {"MaxResults": 60})],
    "aws_dynamodb_table": [Listing("dynamodb", "list_tables", "TableNames")],
    "aws_ecs_capacity_provider": [
        Listing(
            "ecs",
            "describe_capacity_providers",
            "capacityProviders[?status=='ACTIVE' && !starts_with(name, 'FARGATE')].name",
        )
    ],
    "aws_ecs_cluster": [Listing("ecs", "list_clusters", "clusterArns")],
    "aws_ecs_task_definition": [Listing("ecs", "list_task_definitions", "taskDefinitionArns", {"status": "ACTIVE"})],
    "aws_efs_file_system": [Listing("efs", "describe_file_systems", "FileSystems[].FileSystemId")],
    "aws_eks_cluster": [Listing("eks", "list_clusters", "clusters")],
    "aws_elastic_beanstalk_application": [
        Listing("elasticbeanstalk", "describe_applications", "Applications[].ApplicationName")
    ],
    "aws_elastic_beanstalk_environment": [
        Listing("elasticbeanstalk", "describe_environments", "Environments[?Status!='Terminated'].EnvironmentName")
    ],
    "aws_iam_instance_profile": [Listing("iam", "list_instance_profiles", "InstanceProfiles[].InstanceProfileName")],
    "aws_iam_openid_connect_provider": [
        Listing("iam", "list_open_id_connect_providers", "OpenIDConnectProviderList[].Arn")
    ],
    "aws_iam_policy": [Listing("iam", "list_policies", "Policies[].PolicyName", {"Scope": "Local"})],
    "aws_iam_role": [Listing("iam", "list_roles", "Roles[].RoleName")],
    "aws_kinesis_stream": [Listing("kinesis", "list_streams", "StreamNames")],
    "aws_kms_alias": [Listing("kms", "list_aliases", "Aliases[?!starts_with(AliasName, 'alias/aws/')].AliasName")],
    "aws_lambda_code_signing_config": [
        Listing("lambda", "list_code_signing_configs", "CodeSigningConfigs[].CodeSigningConfigArn")
    ],
    "aws_lambda_event_source_mapping": [Listing("lambda", "list_event_source_mappings", "EventSourceMappings[].UUID")],
    "aws_lambda_function": [Listing("lambda", "list_functions", "Functions[].FunctionName")],
    "aws_lambda_layer_version": [Listing("lambda", "list_layers", "Layers[].LayerName")],
    "aws_launch_template": [Listing("ec2", "describe_launch_templates", "LaunchTemplates[].LaunchTemplateName")],
    "aws_lb": [Listing("elbv2", "describe_load_balancers", "LoadBalancers[].LoadBalancerName")],
    "aws_lb_target_group": [Listing("elbv2", "describe_target_groups", "TargetGroups[].TargetGroupName")],
    "aws_lb_trust_store": [Listing("elbv2", "describe_trust_stores", "TrustStores[].Name")],
    "aws_route53_health_check": [Listing("route53", "list_health_checks", "HealthChecks[].Id")],
    "aws_route53_zone": [Listing("route53", "list_hosted_zones", "HostedZones[].Name")],
    "aws_s3_bucket": [Listing("s3", "list_buckets", "Buckets[].Name")],
    "aws_scheduler_schedule": [Listing("scheduler", "list_schedules", "Schedules[].Name")],
    "aws_scheduler_schedule_group": [Listing("scheduler", "list_schedule_groups", "ScheduleGroups[].Name")],
    "aws_secretsmanager_secret": [Listing("secretsmanager", "list_secrets", "SecretList[].Name")],
    "aws_security_group": [Listing("ec2", "describe_security_groups", "SecurityGroups[].GroupName")],
    "aws_service_discovery_service": [Listing("servicediscovery", "list_services", "Services[].Name")],
    "aws_service_discovery_namespace": [Listing("servicediscovery", "list_namespaces", "Namespaces[].Name")],
    "aws_sns_topic": [Listing("sns", "list_topics", "Topics[].TopicArn")],
    "aws_sns_topic_subscription": [Listing("sns", "list_subscriptions", "Subscriptions[].SubscriptionArn")],
    "aws_sqs_queue": [Listing("sqs", "list_queues", "QueueUrls")],
    "aws_subnet": [Listing("ec2", "describe_subnets", "Subnets[].SubnetId")],
    "aws_vpc": [Listing("ec2", "describe_vpcs", "Vpcs[].VpcId")],
    "aws_vpc_endpoint": [Listing("ec2", "describe_vpc_endpoints", "VpcEndpoints[?State!='deleted'].ServiceName")],
    "aws_wafv2_ip_set": [
        Listing("wafv2", "list_ip_sets", "IPSets[].Name", {"Scope": scope}) for scope in ("REGIONAL", "CLOUDFRONT")
    ],
    "aws_wafv2_web_acl": [
        Listing("wafv2", "list_web_acls", "WebACLs[].Name", {"Scope": scope}) for scope in ("REGIONAL", "CLOUDFRONT")
    ],
    # AWS itself has Default.
    "aws_xray_group": [Listing("xray", "get_groups", "Groups[?GroupName!='Default'].GroupName")],
    "aws_xray_sampling_rule": [
        Listing(
            "xray", "get_sampling_rules", "SamplingRuleRecords[?SamplingRule.RuleName!='Default'].SamplingRule.RuleName"
        )
    ],
    # Not of a module's own making, but what AWS makes for it.
    "instance": [
        Listing("ec2", "describe_instances", "Reservations[].Instances[?State.Name!='terminated'][].InstanceId")
    ],
    "network interface": [Listing("ec2", "describe_network_interfaces", "NetworkInterfaces[].NetworkInterfaceId")],
}

# What goes with the resource that it is a part of, or is a setting of one, or cannot be listed.
PARTS = {
    "aws_backup_restore_testing_selection": "aws_backup_restore_testing_plan",
    "aws_backup_selection": "aws_backup_plan",
    "aws_backup_vault_lock_configuration": "aws_backup_vault",
    "aws_api_gateway_account": "a setting of the account, which has no delete",
    "aws_api_gateway_authorizer": "aws_api_gateway_rest_api",
    "aws_api_gateway_base_path_mapping": "aws_api_gateway_domain_name",
    "aws_api_gateway_deployment": "aws_api_gateway_rest_api",
    "aws_api_gateway_gateway_response": "aws_api_gateway_rest_api",
    "aws_api_gateway_integration": "aws_api_gateway_rest_api",
    "aws_api_gateway_integration_response": "aws_api_gateway_rest_api",
    "aws_api_gateway_method": "aws_api_gateway_rest_api",
    "aws_api_gateway_method_response": "aws_api_gateway_rest_api",
    "aws_api_gateway_method_settings": "aws_api_gateway_rest_api",
    "aws_api_gateway_resource": "aws_api_gateway_rest_api",
    "aws_api_gateway_rest_api_policy": "aws_api_gateway_rest_api",
    "aws_api_gateway_stage": "aws_api_gateway_rest_api",
    "aws_api_gateway_usage_plan_key": "aws_api_gateway_usage_plan",
    "aws_apigatewayv2_api_mapping": "aws_apigatewayv2_domain_name",
    "aws_apigatewayv2_authorizer": "aws_apigatewayv2_api",
    "aws_apigatewayv2_deployment": "aws_apigatewayv2_api",
    "aws_apigatewayv2_integration": "aws_apigatewayv2_api",
    "aws_apigatewayv2_integration_response": "aws_apigatewayv2_api",
    "aws_apigatewayv2_model": "aws_apigatewayv2_api",
    "aws_apigatewayv2_route": "aws_apigatewayv2_api",
    "aws_apigatewayv2_route_response": "aws_apigatewayv2_api",
    "aws_apigatewayv2_stage": "aws_apigatewayv2_api",
    "aws_appautoscaling_policy": "aws_appautoscaling_target",
    "aws_autoscaling_group_tag": "aws_autoscaling_group",
    "aws_autoscaling_lifecycle_hook": "aws_autoscaling_group",
    "aws_cloudfront_monitoring_subscription": "aws_cloudfront_distribution",
    "aws_cloudwatch_event_target": "aws_cloudwatch_event_rule",
    "aws_cloudwatch_log_data_protection_policy": "aws_cloudwatch_log_group",
    "aws_cloudwatch_log_index_policy": "aws_cloudwatch_log_group",
    "aws_computeoptimizer_enrollment_status": "a setting of the account, which the provider leaves as it is",
    "aws_codedeploy_deployment_config": "a name in CodeDeploy, beside AWS's own",
    "aws_codedeploy_deployment_group": "aws_codedeploy_app",
    "aws_ecs_cluster_capacity_providers": "aws_ecs_cluster",
    "aws_ecs_service": "aws_ecs_cluster",
    "aws_efs_access_point": "aws_efs_file_system",
    "aws_efs_mount_target": "aws_efs_file_system",
    "aws_eks_access_entry": "aws_eks_cluster",
    "aws_eks_access_policy_association": "aws_eks_cluster",
    "aws_eks_addon": "aws_eks_cluster",
    "aws_eks_fargate_profile": "aws_eks_cluster",
    "aws_eks_node_group": "aws_eks_cluster",
    "aws_eks_pod_identity_association": "aws_eks_cluster",
    "aws_elastic_beanstalk_application_version": "aws_elastic_beanstalk_application",
    "aws_elastic_beanstalk_configuration_template": "aws_elastic_beanstalk_application",
    "aws_iam_role_policy": "aws_iam_role",
    "aws_iam_role_policy_attachment": "aws_iam_role",
    "aws_kms_key": "a key waits for its deletion for days; its alias is listed",
    "aws_lambda_alias": "aws_lambda_function",
    "aws_lambda_function_event_invoke_config": "aws_lambda_function",
    "aws_lambda_function_url": "aws_lambda_function",
    "aws_lambda_permission": "aws_lambda_function",
    "aws_lambda_provisioned_concurrency_config": "aws_lambda_function",
    "aws_lb_listener": "aws_lb",
    "aws_lb_listener_certificate": "aws_lb",
    "aws_lb_listener_rule": "aws_lb",
    "aws_lb_trust_store_revocation": "aws_lb_trust_store",
    "aws_route53_record": "aws_route53_zone",
    "aws_s3_bucket_lifecycle_configuration": "aws_s3_bucket",
    "aws_s3_bucket_ownership_controls": "aws_s3_bucket",
    "aws_s3_bucket_policy": "aws_s3_bucket",
    "aws_s3_bucket_public_access_block": "aws_s3_bucket",
    "aws_s3_bucket_server_side_encryption_configuration": "aws_s3_bucket",
    "aws_s3_bucket_versioning": "aws_s3_bucket",
    "aws_s3_object": "aws_s3_bucket",
    "aws_service_discovery_http_namespace": "aws_service_discovery_namespace",
    "aws_service_discovery_private_dns_namespace": "aws_service_discovery_namespace",
    "aws_signer_signing_profile": "canceled, and still listed",
    "aws_sns_topic_policy": "aws_sns_topic",
    "aws_vpc_security_group_egress_rule": "aws_security_group",
    "aws_vpc_security_group_ingress_rule": "aws_security_group",
    "aws_wafv2_web_acl_association": "aws_wafv2_web_acl",
    "aws_wafv2_web_acl_logging_configuration": "aws_wafv2_web_acl",
}


class Holdings:
    """What an embedded AWS held at one moment."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._before = self._counted()

    def since(self) -> list[str]:
        """Return what has come since then, each as type and name."""
        return sorted((self._counted() - self._before).elements())

    def _counted(self) -> Counter[str]:
        return Counter(
            f"{kind} {name}"
            for kind, listings in LISTINGS.items()
            for listing in listings
            for name in self._names(kind, listing)
        )

    def _names(self, kind: str, listing: Listing) -> list[str]:
        names = listing.read(self._client)
        if kind != "aws_ecs_cluster" or not names:
            return names
        # ECS still tells of clusters that are deleted.
        clusters = self._client("ecs").describe_clusters(clusters=names)["clusters"]
        return [cluster["clusterName"] for cluster in clusters if cluster["status"] != "INACTIVE"]
