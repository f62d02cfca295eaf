# Each call is refused by one precondition: what only the whole of a cluster tells.

provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

locals {
  subnet_ids     = ["subnet-1", "subnet-2"]
  administrators = { admin = { principal_arn = "arn:aws:iam::123456789012:role/admin", policies = { AmazonEKSClusterAdminPolicy = {} } } }
  one_node       = { desired_size = 1, max_size = 1, min_size = 1 }
}

module "no_compute" {
  source = "../../modules/eks"

  name           = "no-compute"
  account_id     = "123456789012"
  subnet_ids     = local.subnet_ids
  access_entries = local.administrators
}

# Neither an empty group nor a tainted one runs CoreDNS.
module "no_room" {
  source = "../../modules/eks"

  name           = "no-room"
  account_id     = "123456789012"
  subnet_ids     = local.subnet_ids
  access_entries = local.administrators
  addons         = { aws-ebs-csi-driver = { enabled = false } }

  node_groups = {
    gpu  = { instance_types = ["g6.xlarge"], scaling_config = local.one_node, taints = { gpu = { effect = "NO_SCHEDULE" } } }
    spot = { instance_types = ["m5.large"], scaling_config = { desired_size = 0, max_size = 20, min_size = 0 }, capacity_type = "SPOT" }
  }
}

module "no_profile" {
  source = "../../modules/eks"

  name             = "no-profile"
  account_id       = "123456789012"
  subnet_ids       = local.subnet_ids
  access_entries   = local.administrators
  addons           = { aws-ebs-csi-driver = { enabled = false } }
  fargate_profiles = { jobs = { selectors = [{ namespace = "jobs" }] } }
}

module "no_volumes" {
  source = "../../modules/eks"

  name             = "no-volumes"
  account_id       = "123456789012"
  subnet_ids       = local.subnet_ids
  access_entries   = local.administrators
  fargate_profiles = { all = { selectors = [{ namespace = "kube-*" }] } }
}

module "no_agent" {
  source = "../../modules/eks"

  name           = "no-agent"
  account_id     = "123456789012"
  subnet_ids     = local.subnet_ids
  access_entries = local.administrators
  addons         = { eks-pod-identity-agent = { enabled = false } }
  node_groups    = { general = { instance_types = ["m5.large"], scaling_config = local.one_node } }
}
