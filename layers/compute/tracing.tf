# Whose traces belong together, and which requests are traced. That a service sends traces is said by the service itself.
locals {
  # By their names in the service map.
  _traced = concat(
    [for key, function in module.lambda : function.name if var.lambda_functions[key].tracing_enabled != false],
    [for key, api in module.rest_api : "${api.name}/${api.stage_name}" if api.stage_name != null && var.api_gateway_rest_apis[key].tracing_enabled != false],
    flatten([
      for assistant in module.ai_assistant[*].compute_config : concat(
        [for function in assistant.functions : function.name], ["${assistant.rest_api.name}/${assistant.rest_api.stage_name}"],
      )
    ]),
  )

  _trace_groups = merge(
    { for name in ["all"] : name => { services = local._traced, insights_enabled = var.tracing.insights_enabled, notifications_enabled = var.tracing.insights_enabled } if length(local._traced) > 0 },
    var.tracing.groups,
  )

  # X-Ray's names have 32 characters at most.
  _trace_names = {
    for key in concat(keys(local._trace_groups), keys(var.tracing.sampling_rules)) : key => one([
      for name in ["${local.name_prefix}-${key}"] : length(name) <= 32 ? name : "${substr(name, 0, 25)}-${substr(sha256(name), 0, 6)}"
    ])...
  }
}

module "tracing" {
  source = "../../modules/tracing"

  groups         = { for key, group in local._trace_groups : local._trace_names[key][0] => group }
  sampling_rules = { for key, rule in var.tracing.sampling_rules : local._trace_names[key][0] => rule }
}
