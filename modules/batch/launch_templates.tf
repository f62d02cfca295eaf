locals {
  # Who runs the containers of an environment with instances: the agent of ECS or that of EKS.
  kinds = { for key, each in local.machines : key => each.eks == null ? "ecs" : "eks" }

  _image_types = { ecs = "ECS_AL2023", eks = "EKS_AL2023" }
}

resource "aws_launch_template" "this" {
  for_each = local.machines

  name                   = "${local.short_name}-batch-${each.key}"
  description            = "Instances of Batch compute environment ${each.key} of ${var.name}."
  update_default_version = true

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
      kms_key_id            = var.volume_kms_key_arn
      volume_size           = each.value.volume_size
      volume_type           = "gp3"
    }
  }

  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume"])

    content {
      resource_type = tag_specifications.value
      tags          = merge(var.tags, { Name = "${var.name}-batch-${each.key}" })
    }
  }

  tags = var.tags
}
