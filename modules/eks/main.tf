resource "aws_eks_cluster" "this" {
  name     = var.name
  role_arn = aws_iam_role.cluster.arn
  version  = var.kubernetes_version

  # Add-ons are ours from the start (addons.tf), so EKS installs none by itself.
  bootstrap_self_managed_addons = false

  enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]

  vpc_config {
    subnet_ids              = var.subnet_ids
    security_group_ids      = var.security_group_ids
    endpoint_private_access = var.endpoint_private_access
    endpoint_public_access  = var.endpoint_public_access
    public_access_cidrs     = var.endpoint_public_access ? var.public_access_cidrs : null
  }

  # Whoever runs Terraform gets no access by that: people and roles come in by access entries only (access.tf).
  access_config {
    authentication_mode                         = "API"
    bootstrap_cluster_creator_admin_permissions = false
  }

  encryption_config {
    resources = ["secrets"]

    provider {
      key_arn = local.secrets_key_arn
    }
  }

  upgrade_policy {
    support_type = var.support_type
  }

  dynamic "kubernetes_network_config" {
    for_each = var.service_ipv4_cidr[*]

    content {
      service_ipv4_cidr = kubernetes_network_config.value
    }
  }

  # Always written: without the block, what was on would stay on.
  zonal_shift_config {
    enabled = var.zonal_shift_enabled
  }

  tags = var.tags

  # EKS would make the log group itself, and needs the role until the cluster is gone.
  depends_on = [
    aws_cloudwatch_log_group.control_plane,
    aws_iam_role_policy_attachment.cluster,
  ]

  lifecycle {
    # EKS reads these two at creation only; a change, as after an import, would replace the cluster.
    ignore_changes = [
      bootstrap_self_managed_addons,
      access_config[0].bootstrap_cluster_creator_admin_permissions,
    ]

    precondition {
      condition     = length(local.addons_after_compute) == 0 || local.runs_on_nodes || local.runs_on_fargate
      error_message = "Cluster ${var.name} has nothing to run ${join(", ", keys(local.addons_after_compute))} on: give an untainted node group a desired_size from 1, add a Fargate profile, or leave the add-ons out with enabled = false."
    }

    precondition {
      condition     = local.coredns_fits_fargate || !contains(keys(local.addons), "coredns")
      error_message = "Cluster ${var.name} runs CoreDNS on Fargate only, and no Fargate profile selects the namespace kube-system: add one that does."
    }

    precondition {
      condition     = !local.fargate_only || !contains(keys(local.addons), "aws-ebs-csi-driver")
      error_message = "Cluster ${var.name} runs on Fargate only, which mounts no EBS volumes: set addons.aws-ebs-csi-driver.enabled = false."
    }

    precondition {
      condition     = length(local.pod_identities) == 0 || contains(keys(local.addons), "eks-pod-identity-agent")
      error_message = "Cluster ${var.name} has no eks-pod-identity-agent, which ${join(", ", local.pod_identities)} get their roles from: leave addons.eks-pod-identity-agent enabled."
    }
  }
}
