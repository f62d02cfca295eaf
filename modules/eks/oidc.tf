# For workloads that cannot use Pod Identity: those on Fargate, on Windows or outside the cluster.
resource "aws_iam_openid_connect_provider" "this" {
  count = var.oidc_provider_enabled ? 1 : 0

  url            = aws_eks_cluster.this.identity[0].oidc[0].issuer
  client_id_list = ["sts.amazonaws.com"] # no thumbprints: AWS trusts its own certificate authority
  tags           = var.tags

  # Roles trust it until they trust something else.
  lifecycle {
    create_before_destroy = true
  }
}
