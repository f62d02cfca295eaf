locals {
  # What a node of a group is made of. The tags of nodes, volumes and interfaces are not among it: see node_template below.
  _node_templates_in_use = {
    for key, group in local.node_groups : key => {
      kubernetes_version = group.kubernetes_version
      metadata_hop_limit = group.metadata_hop_limit
      security_group_ids = local._node_security_group_ids
      volume_kms_key_arn = var.volume_kms_key_arn
      volume_sizes       = local._volume_sizes[key]
    }
  }

  # EKS adds its own group only where none is named, so it is named here. Rules are left to it.
  _node_security_group_ids = concat(
    [aws_eks_cluster.this.vpc_config[0].cluster_security_group_id],
    var.node_security_group_ids,
  )

  # Bottlerocket keeps images and containers on a second disk, and sizes its first one itself.
  _volume_sizes = {
    for key, group in local.node_groups : key => startswith(group.ami_type, "BOTTLEROCKET") ? {
      "/dev/xvda" = null
      "/dev/xvdb" = group.disk_size
      } : {
      "/dev/xvda" = group.disk_size
    }
  }
}

resource "aws_launch_template" "node" {
  #checkov:skip=CKV_AWS_341:1 unless a group says metadata_hop_limit = 2; without a plan the policy cannot tell.
  for_each = local.node_groups

  name        = "${var.name}-${each.key}"
  description = "Nodes of group ${each.key} of EKS cluster ${var.name}."

  # Tokens only, and only for the node itself: pods get their roles from Pod Identity, not from the node.
  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = each.value.metadata_hop_limit
  }

  network_interfaces {
    associate_public_ip_address = false
    delete_on_termination       = true
    security_groups             = local._node_security_group_ids
  }

  dynamic "block_device_mappings" {
    for_each = local._volume_sizes[each.key]

    content {
      device_name = block_device_mappings.key

      ebs {
        volume_size           = block_device_mappings.value
        volume_type           = "gp3"
        encrypted             = true
        kms_key_id            = var.volume_kms_key_arn
        delete_on_termination = true
      }
    }
  }

  # The provider's default tags stop at the template; these reach what it starts.
  dynamic "tag_specifications" {
    for_each = toset(["instance", "network-interface", "volume"])

    content {
      resource_type = tag_specifications.value
      tags          = merge({ Name = "${var.name}-${each.key}" }, var.tags)
    }
  }

  tags = var.tags
}

# The version of the template that a group's nodes are made of. A new version recycles every node of the group, and a tag is
# not worth that: the version stays, and new tags reach the nodes with the next change that recycles them anyway.
resource "terraform_data" "node_template" {
  for_each = local._node_templates_in_use

  input            = aws_launch_template.node[each.key].latest_version
  triggers_replace = each.value

  lifecycle {
    ignore_changes = [input]
  }
}
