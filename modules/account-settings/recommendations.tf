# Compute Optimizer stays as it is once this is gone: the provider has no way to unenrol but to say false.
resource "aws_computeoptimizer_enrollment_status" "this" {
  count    = var.compute_optimizer_enabled == null ? 0 : 1
  provider = aws.us_east_1

  status = var.compute_optimizer_enabled ? "Active" : "Inactive"
}

# Answers in us-east-1 only.
# https://docs.aws.amazon.com/general/latest/gr/cost-optimization-hub.html
resource "aws_costoptimizationhub_enrollment_status" "this" {
  count    = var.cost_optimization_hub_enabled ? 1 : 0
  provider = aws.us_east_1
}

resource "aws_ce_cost_allocation_tag" "this" {
  for_each = var.cost_allocation_tags
  provider = aws.us_east_1

  tag_key = each.key
  status  = "Active"
}
