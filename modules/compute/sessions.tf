locals {
  sessions_table_name = "${local.name}-sessions"
  user_index_name     = "UserIndex"

  # Spelled out, not read from the table, so that a first plan shows the whole policy.
  sessions_table_arn = "arn:${local._partition}:dynamodb:${local.region}:${local.account_id}:table/${local.sessions_table_name}"

  deletion_protection = var.deletion_protection == null ? var.environment == "prod" : var.deletion_protection

  _provisioned = var.dynamodb_billing_mode == "PROVISIONED"
  _capacity    = local._provisioned ? var.dynamodb_capacity.minimum : null

  _scaled_resources = {
    table = { id = "table/${local.sessions_table_name}", dimension = "table" }
    index = { id = "table/${local.sessions_table_name}/index/${local.user_index_name}", dimension = "index" }
  }
  _scaling = merge([
    for key, resource in local._scaled_resources : {
      for direction in ["Read", "Write"] : "${key}-${lower(direction)}" => {
        resource_id = resource.id
        dimension   = "dynamodb:${resource.dimension}:${direction}CapacityUnits"
        metric      = "DynamoDB${direction}CapacityUtilization"
      }
    }
  ]...)
}

resource "aws_dynamodb_table" "sessions" {
  #checkov:skip=CKV_AWS_119:Encrypted with DynamoDB's key of the account unless the environment has one of its own.
  #checkov:skip=CKV2_AWS_16:Autoscaled below where its capacity is provisioned, which the check looks for by the table's id.
  name                        = local.sessions_table_name
  billing_mode                = var.dynamodb_billing_mode
  hash_key                    = "session_id"
  read_capacity               = local._capacity
  write_capacity              = local._capacity
  deletion_protection_enabled = local.deletion_protection

  attribute {
    name = "session_id"
    type = "S"
  }

  attribute {
    name = "user_id"
    type = "S"
  }

  attribute {
    name = "last_activity"
    type = "S"
  }

  # hash_key and range_key, for provider 5 has no key_schema; from 6.29 on they are deprecated but work.
  global_secondary_index {
    name            = local.user_index_name
    hash_key        = "user_id"
    range_key       = "last_activity"
    projection_type = "ALL"
    read_capacity   = local._capacity
    write_capacity  = local._capacity
  }

  ttl {
    enabled        = true
    attribute_name = "expires_at"
  }

  point_in_time_recovery {
    enabled = var.dynamodb_point_in_time_recovery
  }

  server_side_encryption {
    enabled     = true
    kms_key_arn = var.kms_key_arn
  }

  tags = var.tags

  # Capacities are autoscaling's. An index can be ignored only whole; nothing else about this one ever changes. One table,
  # not one for each billing mode: a change of the mode must never replace it (the README says how to).
  lifecycle {
    ignore_changes = [read_capacity, write_capacity, global_secondary_index]
  }
}

resource "aws_appautoscaling_target" "sessions" {
  for_each = { for key, scaled in local._scaling : key => scaled if local._provisioned }

  service_namespace  = "dynamodb"
  resource_id        = each.value.resource_id
  scalable_dimension = each.value.dimension
  min_capacity       = var.dynamodb_capacity.minimum
  max_capacity       = var.dynamodb_capacity.maximum
  tags               = var.tags

  depends_on = [aws_dynamodb_table.sessions]
}

resource "aws_appautoscaling_policy" "sessions" {
  for_each = aws_appautoscaling_target.sessions

  name               = "${local.name}-${each.key}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = each.value.service_namespace
  resource_id        = each.value.resource_id
  scalable_dimension = each.value.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = var.dynamodb_capacity.utilization_percent

    predefined_metric_specification {
      predefined_metric_type = local._scaling[each.key].metric
    }
  }
}
