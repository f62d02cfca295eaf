locals {
  # Who runs the containers of an environment with instances: the agent of ECS or that of EKS.
  kinds = { for key, environment in local.machines : key => environment.eks == null ? "ecs" : "eks" }

  # Families with a GPU of NVIDIA: p4d, g6e, gr6. The driver is in an image of its own; AWS Batch gives each instance the image
  # of its kind. g4ad has another maker's GPU, for which AWS Batch has no image.
  # https://docs.aws.amazon.com/batch/latest/APIReference/API_Ec2Configuration.html
  _gpu_family = "^(p[0-9]|gr?[0-9])"

  _image_variants = {
    for key, environment in local.machines : key => distinct([
      for type in environment.instance_types : can(regex(local._gpu_family, type)) ? "AL2023_NVIDIA" : "AL2023"
    ])
  }

  image_types = {
    for key, environment in local.machines : key => environment.image_type != null ? [environment.image_type] : [
      for variant in sort(local._image_variants[key]) : "${upper(local.kinds[key])}_${variant}"
    ]
  }

  # What an instance is made of. The tags of instances and volumes are not among it: see terraform_data.template below.
  _templates_in_use = {
    for key, environment in local.machines : key => {
      volume_kms_key_arn = var.volume_kms_key_arn
      volume_size        = environment.volume_size
    }
  }
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

# The version of the template that instances are made of. A new version replaces every instance of the environment, and a tag
# is not worth that: the version stays, and new tags reach the instances with the next change that replaces them anyway.
resource "terraform_data" "template" {
  for_each = local._templates_in_use

  input            = aws_launch_template.this[each.key].latest_version
  triggers_replace = each.value

  lifecycle {
    ignore_changes = [input]
  }
}
