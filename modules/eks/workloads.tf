locals {
  # The caller's own, and ours unless the caller has one of that name.
  workloads = merge(local.autoscaler_workload, var.workloads)

  _pod_identity_workloads = { for key, workload in local.workloads : key => workload if workload.identity == "pod_identity" }
  _irsa_workloads         = { for key, workload in local.workloads : key => workload if workload.identity == "irsa" }

  # Everything that needs the agent of Pod Identity.
  pod_identities = concat(keys(local.addon_roles), keys(local._pod_identity_workloads))

  # Pod Identity tells by session tags who asks: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
  pod_identity_trust_policies = {
    for role, account in merge(
      { for name, role in local.addon_roles : "addon/${name}" => role },
      { for key, workload in local._pod_identity_workloads : "workload/${key}" => workload },
    ) :
    role => {
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Action    = ["sts:AssumeRole", "sts:TagSession"]
        Principal = { Service = "pods.eks.amazonaws.com" }
        Condition = {
          StringEquals = {
            "aws:RequestTag/eks-cluster-arn"            = local.cluster_arn
            "aws:RequestTag/kubernetes-namespace"       = account.namespace
            "aws:RequestTag/kubernetes-service-account" = account.service_account
          }
        }
      }]
    }
  }

  _oidc_issuer = trimprefix(aws_eks_cluster.this.identity[0].oidc[0].issuer, "https://")

  _irsa_trust_policies = {
    for key, workload in local._irsa_workloads : "workload/${key}" => {
      Version = "2012-10-17"
      Statement = [{
        Effect    = "Allow"
        Action    = "sts:AssumeRoleWithWebIdentity"
        Principal = { Federated = aws_iam_openid_connect_provider.this[0].arn }
        Condition = {
          StringEquals = {
            "${local._oidc_issuer}:aud" = "sts.amazonaws.com"
            "${local._oidc_issuer}:sub" = "system:serviceaccount:${workload.namespace}:${workload.service_account}"
          }
        }
      }]
    }
  }

  _workload_policies = {
    for key, workload in local.workloads : key => {
      Version = "2012-10-17"
      Statement = [
        for sid, statement in workload.policy_statements : {
          for name, value in {
            Sid       = sid
            Effect    = "Allow"
            Action    = statement.actions
            Resource  = statement.allow_all_resources ? ["*"] : statement.resources
            Condition = statement.conditions
          } : name => value if value != null
        }
      ]
    } if length(workload.policy_statements) > 0
  }

  _workload_policy_arns = merge([
    for key, workload in local.workloads : {
      for name, arn in workload.policy_arns : "${key}/${name}" => { workload = key, arn = arn }
    }
  ]...)
}

resource "aws_iam_role" "workload" {
  for_each = local.workloads

  name                 = local.role_names["workload/${each.key}"]
  description          = "Service account ${each.value.namespace}/${each.value.service_account} of EKS cluster ${var.name}."
  assume_role_policy   = jsonencode(merge(local.pod_identity_trust_policies, local._irsa_trust_policies)["workload/${each.key}"])
  permissions_boundary = var.permissions_boundary_arn
  tags                 = var.tags

  # An association lets go of its old role before that goes.
  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_iam_role_policy" "workload" {
  for_each = local._workload_policies

  name   = "workload"
  role   = aws_iam_role.workload[each.key].name
  policy = jsonencode(each.value)
}

resource "aws_iam_role_policy_attachment" "workload" {
  for_each = local._workload_policy_arns

  role       = aws_iam_role.workload[each.value.workload].name
  policy_arn = each.value.arn
}

# A workload with irsa names its role itself, in an annotation of its service account.
# EKS allows one for a service account. With that as its key, a workload that gets another key changes it in place.
resource "aws_eks_pod_identity_association" "workload" {
  for_each = { for key, workload in local._pod_identity_workloads : "${workload.namespace}/${workload.service_account}" => key }

  cluster_name    = aws_eks_cluster.this.name
  namespace       = local._pod_identity_workloads[each.value].namespace
  service_account = local._pod_identity_workloads[each.value].service_account
  role_arn        = aws_iam_role.workload[each.value].arn
  tags            = var.tags
}
