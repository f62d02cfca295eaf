locals {
  _cache_policy_ids            = merge(local.managed_cache_policy_ids, { for key, policy in aws_cloudfront_cache_policy.this : key => policy.id })
  _origin_request_policy_ids   = merge(local.managed_origin_request_policy_ids, { for key, policy in aws_cloudfront_origin_request_policy.this : key => policy.id })
  _response_headers_policy_ids = merge(local.managed_response_headers_policy_ids, { for key, policy in aws_cloudfront_response_headers_policy.this : key => policy.id })

  # What the keys stand for, for both distributions.
  _resolved = {
    for name, behaviors in { this = var.behaviors, staging = length(local._staging_behaviors) > 0 ? local._staging_behaviors : var.behaviors } : name => [
      for behavior in behaviors : {
        path                   = behavior.path
        origin_key             = behavior.origin_key
        viewer_protocol_policy = behavior.viewer_protocol_policy
        methods                = behavior.methods
        cached_methods         = behavior.cached_methods
        compress               = behavior.compress
        key_group_ids          = [for key in behavior.key_group_keys : aws_cloudfront_key_group.this[key].id]

        cache_policy_id            = local._cache_policy_ids[trimprefix(behavior.cache_policy, "Managed-")]
        origin_request_policy_id   = behavior.origin_request_policy == null ? null : local._origin_request_policy_ids[trimprefix(behavior.origin_request_policy, "Managed-")]
        response_headers_policy_id = local._response_headers_policy_ids[trimprefix(behavior.response_headers_policy, "Managed-")]
        realtime_log_config_arn    = one(aws_cloudfront_realtime_log_config.this[*].arn)

        function_arns = { for event, key in behavior.functions : event => aws_cloudfront_function.this[key].arn }
        edge_functions = {
          for event, key in behavior.edge_functions : event => {
            arn          = aws_lambda_function.edge[key].qualified_arn
            include_body = var.edge_functions[key].include_body && endswith(event, "-request")
          }
        }
      }
    ]
  }

  behaviors         = local._resolved.this
  staging_behaviors = local._resolved.staging
}
