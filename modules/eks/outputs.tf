output "addon_role_arns" {
  description = "ARNs of the roles made for add-ons, by add-on."
  value       = { for name, role in aws_iam_role.addon : name => role.arn }
}

output "alarm_names" {
  description = "Names of the alarms, by kind: api-errors, nodes-failed, pods-unschedulable, storage. Empty without alarm topics."
  value       = module.alarms.names
}

output "arn" {
  description = "ARN of the cluster."
  value       = aws_eks_cluster.this.arn
}

output "autoscaling_group_names" {
  description = "Names of the Auto Scaling groups, by node group."
  value       = { for key, group in local.node_group : key => group.resources[0].autoscaling_groups[0].name }
}

output "certificate_authority" {
  description = "Certificate that the Kubernetes API shows, in base64."
  value       = aws_eks_cluster.this.certificate_authority[0].data
}

output "cluster_security_group_id" {
  description = "Security group that EKS made: control plane, nodes and Fargate pods share it."
  value       = aws_eks_cluster.this.vpc_config[0].cluster_security_group_id
}

output "critical_alarms" {
  description = "ARNs of the critical alarms, by their names in CloudWatch."
  value       = module.alarms.critical_alarms
}

output "endpoint" {
  description = "URL of the Kubernetes API, known once access and add-ons are in place."
  value       = aws_eks_cluster.this.endpoint

  # Whoever talks to the cluster needs these at the start, and until the end of a destroy.
  depends_on = [
    aws_eks_access_policy_association.this,
    aws_eks_addon.after_compute,
    aws_eks_addon.before_compute,
  ]
}

output "fargate_profile_arns" {
  description = "ARNs of the Fargate profiles, by key."
  value       = { for key, profile in aws_eks_fargate_profile.this : key => profile.arn }
}

output "fargate_role_arn" {
  description = "ARN of the role that starts Fargate pods. Null without Fargate profiles."
  value       = one(aws_iam_role.fargate[*].arn)
}

output "kubernetes_version" {
  description = "Kubernetes version of the control plane."
  value       = aws_eks_cluster.this.version
}

output "log_group_names" {
  description = "Names of the log groups: control-plane, and those of Container Insights where it is on."
  value = merge(
    { control-plane = aws_cloudwatch_log_group.control_plane.name },
    { for log, group in aws_cloudwatch_log_group.container_insights : log => group.name },
  )
}

output "name" {
  description = "Name of the cluster."
  value       = aws_eks_cluster.this.name
}

output "node_group_names" {
  description = "Names of the node groups, by key. A name changes when the group is replaced."
  value       = local.node_group_names
}

output "node_role_arn" {
  description = "ARN of the nodes' role. Null without node groups."
  value       = one(aws_iam_role.nodes[*].arn)
}

output "oidc_issuer_url" {
  description = "URL of the cluster's OIDC issuer."
  value       = aws_eks_cluster.this.identity[0].oidc[0].issuer
}

output "oidc_provider_arn" {
  description = "ARN of the OIDC provider. Null without one."
  value       = one(aws_iam_openid_connect_provider.this[*].arn)
}

output "role_arn" {
  description = "ARN of the control plane's role."
  value       = aws_iam_role.cluster.arn
}

output "secrets_key_arn" {
  description = "ARN of the key that encrypts Kubernetes secrets."
  value       = local.secrets_key_arn
}

output "standard_support_ends" {
  description = "Day, as 2027-03-27, on which standard support of the version ends. Null for versions that this module does not know yet."
  value       = lookup(local._standard_support_ends, var.kubernetes_version, null)
}

output "workload_role_arns" {
  description = "ARNs of the workloads' roles, by key; cluster-autoscaler is among them if it is on."
  value       = { for key, role in aws_iam_role.workload : key => role.arn }
}
