"""What Terraform imports each kind of resource by, as the provider documents it under "Import".

https://github.com/hashicorp/terraform-provider-aws/tree/v5.100.0/website/docs/r
`{name}` stands for an attribute of the plan, `{id}` for what Terraform said when it was made.
"""

# What is put, not created: made again, it is written over itself. Of the rest, a second one does no harm, or the
# provider imports none.
AGAIN = {
    "aws_api_gateway_account",
    "aws_api_gateway_deployment",
    "aws_api_gateway_method_settings",
    "aws_api_gateway_rest_api_policy",
    "aws_apigatewayv2_deployment",
    "aws_appautoscaling_policy",
    "aws_appautoscaling_scheduled_action",
    "aws_appautoscaling_target",
    "aws_backup_vault_lock_configuration",
    "aws_ce_cost_allocation_tag",
    "aws_cloudcontrolapi_resource",
    "aws_cloudfront_monitoring_subscription",
    "aws_cloudwatch_composite_alarm",
    "aws_cloudwatch_dashboard",
    "aws_cloudwatch_event_rule",
    "aws_cloudwatch_event_target",
    "aws_cloudwatch_log_data_protection_policy",
    "aws_cloudwatch_log_index_policy",
    "aws_cloudwatch_log_metric_filter",
    "aws_cloudwatch_log_resource_policy",
    "aws_cloudwatch_metric_alarm",
    "aws_cloudwatch_query_definition",
    "aws_computeoptimizer_enrollment_status",
    "aws_costoptimizationhub_enrollment_status",
    "aws_ecs_cluster_capacity_providers",
    "aws_ecs_task_definition",
    "aws_iam_role_policy",
    "aws_iam_role_policy_attachment",
    "aws_lambda_layer_version",
    "aws_lambda_provisioned_concurrency_config",
    "aws_s3_bucket_lifecycle_configuration",
    "aws_s3_bucket_ownership_controls",
    "aws_s3_bucket_policy",
    "aws_s3_bucket_public_access_block",
    "aws_s3_bucket_server_side_encryption_configuration",
    "aws_s3_bucket_versioning",
    "aws_sns_topic_policy",
    "aws_wafv2_web_acl_association",
    "aws_wafv2_web_acl_logging_configuration",
    "terraform_data",  # nothing but a line of the state
}

# Made, and imported by something else than its id.
BY_ID = {
    "aws_api_gateway_usage_plan_key": "{usage_plan_id}/{id}",
    "aws_api_gateway_stage": "{rest_api_id}/{stage_name}",
    "aws_apigatewayv2_api_mapping": "{id}/{domain_name}",
    "aws_apigatewayv2_authorizer": "{api_id}/{id}",
    "aws_apigatewayv2_integration": "{api_id}/{id}",
    "aws_apigatewayv2_route": "{api_id}/{id}",
    "aws_apigatewayv2_stage": "{api_id}/{name}",
    "aws_backup_selection": "{plan_id}|{id}",
    "aws_backup_restore_testing_selection": "{name}:{restore_testing_plan_name}",
    "aws_cloudfront_key_value_store": "{name}",
    "aws_codedeploy_app": "{name}",
    "aws_codedeploy_deployment_group": "{app_name}:{deployment_group_name}",
    "aws_ecs_capacity_provider": "{name}",
    "aws_ecs_cluster": "{name}",
    "aws_ecs_service": "{_cluster}/{name}",
    "aws_eks_pod_identity_association": "{cluster_name},{id}",
    "aws_kinesis_stream": "{name}",
    "aws_lambda_alias": "{function_name}/{name}",
    "aws_lambda_permission": "{_function}/{statement_id}",
    "aws_service_discovery_private_dns_namespace": "{id}:{vpc}",
    "aws_wafv2_ip_set": "{id}/{name}/{scope}",
    "aws_wafv2_web_acl": "{id}/{name}/{scope}",
}

# Begun, and nobody heard the end: it may be there under its name, of which AWS takes only one.
BY_NAME = {
    "aws_api_gateway_domain_name": "{domain_name}",
    "aws_api_gateway_stage": "{rest_api_id}/{stage_name}",
    "aws_apigatewayv2_domain_name": "{domain_name}",
    "aws_apigatewayv2_stage": "{api_id}/{name}",
    "aws_autoscaling_group": "{name}",
    "aws_backup_restore_testing_plan": "{name}",
    "aws_backup_restore_testing_selection": "{name}:{restore_testing_plan_name}",
    "aws_backup_vault": "{name}",
    "aws_cloudfront_function": "{name}",
    "aws_cloudfront_key_value_store": "{name}",
    "aws_cloudwatch_log_delivery_destination": "{name}",
    "aws_cloudwatch_log_delivery_source": "{name}",
    "aws_cloudwatch_log_group": "{name}",
    "aws_codedeploy_app": "{name}",
    "aws_codedeploy_deployment_group": "{app_name}:{deployment_group_name}",
    "aws_dynamodb_table": "{name}",
    "aws_ecs_capacity_provider": "{name}",
    "aws_ecs_cluster": "{name}",
    "aws_ecs_service": "{_cluster}/{name}",
    "aws_eks_access_entry": "{cluster_name}:{principal_arn}",
    "aws_eks_addon": "{cluster_name}:{addon_name}",
    "aws_eks_cluster": "{name}",
    "aws_eks_fargate_profile": "{cluster_name}:{fargate_profile_name}",
    "aws_eks_node_group": "{cluster_name}:{node_group_name}",
    "aws_elastic_beanstalk_application": "{name}",
    "aws_iam_instance_profile": "{name}",
    "aws_iam_role": "{name}",
    "aws_kinesis_stream": "{name}",
    "aws_kms_alias": "{name}",
    "aws_lambda_alias": "{function_name}/{name}",
    "aws_lambda_function": "{function_name}",
    "aws_lambda_permission": "{_function}/{statement_id}",
    "aws_s3_bucket": "{bucket}",
    "aws_scheduler_schedule": "{group_name}/{name}",
    "aws_scheduler_schedule_group": "{name}",
    "aws_xray_sampling_rule": "{rule_name}",
}

# Begun likewise, but AWS gave it an id: service, call, its arguments, and the import ids in the answer (JMESPath).
LOOKED_UP: dict[str, tuple[str, str, dict[str, str], str]] = {
    "aws_batch_job_queue": ("batch", "describe_job_queues", {}, "jobQueues[?jobQueueName=='{name}'].jobQueueArn"),
    "aws_cloudfront_cache_policy": (
        "cloudfront",
        "list_cache_policies",
        {"Type": "custom"},
        "CachePolicyList.Items[].CachePolicy | [?CachePolicyConfig.Name=='{name}'].Id",
    ),
    "aws_cloudfront_key_group": (
        "cloudfront",
        "list_key_groups",
        {},
        "KeyGroupList.Items[].KeyGroup | [?KeyGroupConfig.Name=='{name}'].Id",
    ),
    "aws_cloudfront_origin_access_control": (
        "cloudfront",
        "list_origin_access_controls",
        {},
        "OriginAccessControlList.Items[?Name=='{name}'].Id",
    ),
    "aws_cloudfront_origin_request_policy": (
        "cloudfront",
        "list_origin_request_policies",
        {"Type": "custom"},
        "OriginRequestPolicyList.Items[].OriginRequestPolicy | [?OriginRequestPolicyConfig.Name=='{name}'].Id",
    ),
    "aws_cloudfront_public_key": ("cloudfront", "list_public_keys", {}, "PublicKeyList.Items[?Name=='{name}'].Id"),
    "aws_cloudfront_response_headers_policy": (
        "cloudfront",
        "list_response_headers_policies",
        {"Type": "custom"},
        "ResponseHeadersPolicyList.Items[].ResponseHeadersPolicy | [?ResponseHeadersPolicyConfig.Name=='{name}'].Id",
    ),
    "aws_launch_template": (
        "ec2",
        "describe_launch_templates",
        {"LaunchTemplateNames": "{name}"},
        "LaunchTemplates[].LaunchTemplateId",
    ),
    "aws_lb": ("elbv2", "describe_load_balancers", {"Names": "{name}"}, "LoadBalancers[].LoadBalancerArn"),
    "aws_lb_target_group": ("elbv2", "describe_target_groups", {"Names": "{name}"}, "TargetGroups[].TargetGroupArn"),
    "aws_security_group": (
        "ec2",
        "describe_security_groups",
        {},
        "SecurityGroups[?GroupName=='{name}' && VpcId=='{vpc_id}'].GroupId",
    ),
    "aws_wafv2_ip_set": (
        "wafv2",
        "list_ip_sets",
        {"Scope": "{scope}"},
        "IPSets[?Name=='{name}'].join('/', [Id, Name, '{scope}'])",
    ),
    "aws_wafv2_web_acl": (
        "wafv2",
        "list_web_acls",
        {"Scope": "{scope}"},
        "WebACLs[?Name=='{name}'].join('/', [Id, Name, '{scope}'])",
    ),
}

# Attributes that hold the id of what stands beside the resource, which no plan knows before that is made. `{key}` is
# the first part of the resource's own key.
OF_THE_API = {
    "api_id": "aws_apigatewayv2_api.this",
    "rest_api_id": "aws_api_gateway_rest_api.this",
    "usage_plan_id": 'aws_api_gateway_usage_plan.this["{key}"]',
}
