locals {
  ec2_name = "${var.name}-ec2"

  # Graviton families carry a g after the generation: m7g, c7gn, im4gn, t4g.
  ec2_architecture = local.ec2_enabled ? (can(regex("^(a1|[a-z]+[0-9]+g[a-z]*)\\.", var.ec2.instance_type)) ? "arm64" : "x86_64") : null

  # Resolved by EC2 whenever an instance starts: a new image shows no diff, and a plan asks AWS for nothing.
  # https://docs.aws.amazon.com/autoscaling/ec2/userguide/using-systems-manager-parameters.html
  ec2_image = "resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/${local.ec2_architecture == "arm64" ? "arm64/" : ""}recommended/image_id"

  # Tasks must not get at the instance's own role, and their logs are written by their execution role.
  ec2_user_data = <<-EOT
    #!/bin/bash
    cat >> /etc/ecs/ecs.config <<'CONFIG'
    ECS_CLUSTER=${var.name}
    ECS_AWSVPC_BLOCK_IMDS=true
    ECS_ENABLE_AWSLOGS_EXECUTIONROLE_OVERRIDE=true
    CONFIG
  EOT

  # Without this tag, which ECS sets itself, every plan would remove it.
  ec2_tags = merge(var.tags, { Name = local.ec2_name, AmazonECSManaged = "true" })
}

resource "aws_launch_template" "ec2" {
  count = local.ec2_enabled ? 1 : 0

  name                   = local.ec2_name
  description            = "Instances of ECS cluster ${var.name}."
  image_id               = local.ec2_image
  instance_type          = var.ec2.instance_type
  user_data              = base64encode(local.ec2_user_data)
  update_default_version = true

  iam_instance_profile {
    arn = aws_iam_instance_profile.ec2[0].arn
  }

  network_interfaces {
    associate_public_ip_address = false
    delete_on_termination       = true
    security_groups             = var.ec2.security_group_ids
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      delete_on_termination = true
      encrypted             = true
      kms_key_id            = var.ec2.volume_kms_key_arn
      volume_size           = var.ec2.volume_size
      volume_type           = "gp3"
    }
  }

  monitoring {
    enabled = true
  }

  tags = var.tags
}

resource "aws_autoscaling_group" "ec2" {
  count = local.ec2_enabled ? 1 : 0

  name                  = local.ec2_name
  min_size              = var.ec2.min_size
  max_size              = var.ec2.max_size
  vpc_zone_identifier   = var.ec2.subnet_ids
  protect_from_scale_in = true # ECS takes it off instances that run no tasks
  force_delete          = true # protected instances would keep a destroy waiting for ever

  launch_template {
    id      = aws_launch_template.ec2[0].id
    version = aws_launch_template.ec2[0].latest_version
  }

  dynamic "tag" {
    for_each = local.ec2_tags

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }

  # Instances register with the cluster when they start, and need their permissions until they are gone.
  depends_on = [aws_ecs_cluster.this, aws_iam_role_policy.ec2]

  lifecycle {
    ignore_changes = [desired_capacity] # the capacity provider's
  }
}

resource "aws_ecs_capacity_provider" "ec2" {
  count = local.ec2_enabled ? 1 : 0

  name = local.ec2_name

  auto_scaling_group_provider {
    auto_scaling_group_arn         = aws_autoscaling_group.ec2[0].arn
    managed_draining               = "ENABLED"
    managed_termination_protection = "ENABLED"

    managed_scaling {
      status          = "ENABLED"
      target_capacity = var.ec2.target_capacity
    }
  }

  tags = var.tags

  # The cluster lets go of it first, and so it does of all that it is made of.
  lifecycle {
    create_before_destroy = true
  }
}
