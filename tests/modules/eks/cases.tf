# Cases beyond the README's, in the same plan.

locals {
  account_id = "123456789012"
  subnet_ids = ["subnet-1", "subnet-2"]
  one_node   = { desired_size = 1, max_size = 1, min_size = 1 }

  administrator = {
    principal_arn = "arn:aws:iam::123456789012:role/admin"
    policies      = { AmazonEKSClusterAdminPolicy = {} }
  }
}

# Everything that can be off, is off.
module "off" {
  source = "../../modules/eks"

  name                       = "off"
  account_id                 = local.account_id
  subnet_ids                 = local.subnet_ids
  administrator_required     = false
  cluster_autoscaler_enabled = false
  oidc_provider_enabled      = false
  secrets_key                = { arn = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555" }

  addons = {
    for name in ["aws-ebs-csi-driver", "coredns", "eks-pod-identity-agent", "kube-proxy", "vpc-cni"] : name => { enabled = false }
  }
}

# What the layer passes for attributes that an environment leaves out.
module "nulls" {
  source = "../../modules/eks"

  name                       = "nulls"
  account_id                 = local.account_id
  subnet_ids                 = local.subnet_ids
  access_entries             = { admin = merge(local.administrator, { kubernetes_groups = null }) }
  administrator_required     = null
  alarm_topic_arns           = null
  alarms                     = null
  cluster_autoscaler_enabled = null
  endpoint_private_access    = null
  endpoint_public_access     = null
  fargate_profiles           = null
  kms_key_arn                = null
  kubernetes_version         = null
  log_retention_days         = null
  node_policy_arns           = null
  node_security_group_ids    = null
  oidc_provider_enabled      = null
  permissions_boundary_arn   = null
  public_access_cidrs        = null
  secrets_key                = null
  service_ipv4_cidr          = null
  security_group_ids         = null
  support_type               = null
  tags                       = null
  volume_kms_key_arn         = null
  workloads                  = null
  zonal_shift_enabled        = null

  addons = {
    coredns = {
      enabled                     = null
      version                     = null
      phase                       = null
      configuration_values        = null
      resolve_conflicts_on_update = null
      pod_identity_role_arns      = null
    }
  }

  node_groups = {
    general = {
      instance_types             = ["m5.large"]
      scaling_config             = local.one_node
      capacity_type              = null
      scaling                    = null
      bottlerocket               = null
      ami_type                   = null
      kubernetes_version         = null
      subnet_ids                 = null
      disk_size                  = null
      labels                     = null
      taints                     = null
      max_unavailable_percentage = null
      node_repair_enabled        = null
      metadata_hop_limit         = null
    }
  }
}

resource "aws_iam_role" "dependency" {
  for_each = toset(["admin", "external-dns"])

  name               = each.key
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Deny", Principal = "*", Action = "sts:AssumeRole" }] })
}

resource "aws_iam_policy" "dependency" {
  name   = "dependency"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:ListAllMyBuckets", Resource = "*" }] })
}

# A caller with depends_on postpones the module's data sources to the apply; and no id or ARN is known yet.
module "dependent" {
  source = "../../modules/eks"

  name                     = "dependent"
  account_id               = local.account_id
  subnet_ids               = module.networking.private_subnet_ids
  security_group_ids       = values(module.networking.security_group_ids)
  node_security_group_ids  = values(module.networking.security_group_ids)
  secrets_key              = { arn = aws_kms_key.main.arn }
  kms_key_arn              = aws_kms_key.main.arn
  volume_kms_key_arn       = aws_kms_key.main.arn
  permissions_boundary_arn = aws_iam_policy.dependency.arn
  alarm_topic_arns         = { critical = [aws_sns_topic.alarms.arn], warning = [] }

  access_entries = {
    admin = {
      principal_arn = aws_iam_role.dependency["admin"].arn
      policies      = { AmazonEKSClusterAdminPolicy = {} }
    }
  }

  node_groups = {
    general = { instance_types = ["m7g.large"], scaling_config = local.one_node, scaling = "terraform" }
    spot    = { instance_types = ["m5.large"], scaling_config = { desired_size = 0, max_size = 1, min_size = 0 }, labels = { pool = "spot" } }
  }

  fargate_profiles = { batch = { selectors = [{ namespace = "batch" }] } }

  addons = {
    amazon-cloudwatch-observability = {}
    external-dns                    = { pod_identity_role_arns = { external-dns = aws_iam_role.dependency["external-dns"].arn } }
  }

  workloads = {
    report = { namespace = "batch", service_account = "report", identity = "irsa", policy_arns = { read = aws_iam_policy.dependency.arn } }
  }

  depends_on = [aws_sns_topic.alarms]
}

# The longest legal name; and what a caller may set that the README does not show.
module "long" {
  source = "../../modules/eks"

  name                     = "a123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789"
  account_id               = local.account_id
  subnet_ids               = local.subnet_ids
  access_entries           = { admin = local.administrator }
  permissions_boundary_arn = "arn:aws:iam::aws:policy/PowerUserAccess"
  volume_kms_key_arn       = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
  endpoint_public_access   = true
  endpoint_private_access  = false
  public_access_cidrs      = ["203.0.113.7/32"]
  kubernetes_version       = "1.45"
  service_ipv4_cidr        = "10.100.0.0/16"

  node_groups = {
    a12345678-12345678-12345 = {
      instance_types             = ["g6.xlarge"]
      scaling_config             = local.one_node
      scaling                    = "terraform"
      ami_type                   = "AL2023_x86_64_NVIDIA"
      kubernetes_version         = "1.44"
      subnet_ids                 = ["subnet-3"]
      metadata_hop_limit         = 2
      max_unavailable_percentage = 50
      node_repair_enabled        = false
    }
    arm = { instance_types = ["im4gn.large", "c6gn.large", "a1.large"], scaling_config = local.one_node, bottlerocket = true }
    x86 = { instance_types = ["g4dn.xlarge", "m5.large"], scaling_config = local.one_node, bottlerocket = true }
  }

  addons = {
    cert-manager = { phase = "before", version = "v1.19.1-eksbuild.1", resolve_conflicts_on_update = "PRESERVE" }
    vpc-cni      = { pod_identity_role_arns = { aws-node = "arn:aws:iam::123456789012:role/cni" } }
  }

  workloads = {
    cluster-autoscaler = { namespace = "autoscaling", service_account = "own" }
    metrics = {
      namespace       = "monitoring"
      service_account = "metrics"
      policy_statements = {
        WriteMetrics = {
          actions             = ["cloudwatch:PutMetricData"]
          allow_all_resources = true
          conditions          = { StringEquals = { "cloudwatch:namespace" = ["shop"] } }
        }
      }
    }
  }
}

# Differs from it in the last letter only, and in what gives a node group another name.
module "long_twin" {
  source = "../../modules/eks"

  name           = "a123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456789-123456780"
  account_id     = local.account_id
  subnet_ids     = local.subnet_ids
  access_entries = { admin = local.administrator }

  node_groups = {
    arm = { instance_types = ["im4gn.large", "c6gn.large"], scaling_config = local.one_node, bottlerocket = true }
    x86 = { instance_types = ["g4dn.xlarge", "m5.large"], scaling_config = local.one_node, bottlerocket = true, disk_size = 80 }
  }
}
