locals {
  ec2_enabled = contains(var.capacity_providers, "EC2")

  # EC2 is our keyword: AWS predefines only the other two.
  provider_names = {
    EC2          = one(aws_ecs_capacity_provider.ec2[*].name)
    FARGATE      = "FARGATE"
    FARGATE_SPOT = "FARGATE_SPOT"
  }

  default_strategy = (
    var.default_capacity_provider_strategy != null
    ? var.default_capacity_provider_strategy
    : { (var.capacity_providers[0]) = { base = 0, weight = 1 } }
  )
}

# Removing a cluster works in one order only: services, this, capacity provider, Auto Scaling group, cluster. The
# references here and in ec2.tf, and depends_on in outputs.tf, are that order backwards.
resource "aws_ecs_cluster_capacity_providers" "this" {
  cluster_name       = aws_ecs_cluster.this.name
  capacity_providers = [for provider in var.capacity_providers : local.provider_names[provider]]

  dynamic "default_capacity_provider_strategy" {
    for_each = local.default_strategy

    content {
      capacity_provider = local.provider_names[default_capacity_provider_strategy.key]
      base              = default_capacity_provider_strategy.value.base
      weight            = default_capacity_provider_strategy.value.weight
    }
  }
}
