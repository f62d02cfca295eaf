# Cases beyond the README's, in the same plan.

locals {
  account_id = "123456789012"
  key_arn    = "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555"
}

# What the layer passes for attributes that an environment leaves out.
module "nulls" {
  source = "../../modules/batch"

  name                     = "nulls"
  account_id               = local.account_id
  alarm_topic_arns         = null
  alarms                   = null
  default_egress_enabled   = null
  egress                   = null
  ingress                  = null
  job_definitions          = null
  job_queues               = null
  kms_key_arn              = null
  log_retention_days       = null
  permissions_boundary_arn = null
  security_group_ids       = null
  subnet_ids               = null
  tags                     = null
  volume_kms_key_arn       = null
  vpc_id                   = null

  compute_environments = {
    own = { type = "UNMANAGED" }
  }
}

module "off" {
  source = "../../modules/batch"

  name                 = "off"
  account_id           = local.account_id
  compute_environments = {}
}

# A caller with depends_on postpones the module's data sources to the apply.
module "dependent" {
  source = "../../modules/batch"

  name             = "dependent"
  account_id       = local.account_id
  vpc_id           = module.networking.vpc_id
  subnet_ids       = module.networking.private_subnet_ids
  kms_key_arn      = aws_kms_key.main.arn
  alarm_topic_arns = { critical = [aws_sns_topic.alarms.arn], warning = [] }

  compute_environments = {
    spot = { type = "SPOT", max_vcpus = 8 }
  }

  job_queues = {
    default = { compute_environment_keys = ["spot"] }
  }

  job_definitions = {
    job = {
      platform = "EC2"
      container = {
        image       = "busybox:1.37"
        environment = { BUCKET = aws_s3_bucket.frames.id }
        secrets     = { LICENCE = aws_secretsmanager_secret.licence.arn }
      }
      buckets   = { frames = { arn = aws_s3_bucket.frames.arn, access = "read" } }
      schedules = { hourly = { expression = "rate(1 hour)", queue_key = "default" } }
    }
  }

  depends_on = [aws_sns_topic.alarms]
}

# The longest names and every option; all known at plan time.
module "long" {
  source = "../../modules/batch"

  name                     = "a123456789-123456789-123456789-123456789-123456789-123456789"
  account_id               = local.account_id
  vpc_id                   = "vpc-1"
  subnet_ids               = ["subnet-1", "subnet-2"]
  security_group_ids       = ["sg-1"]
  permissions_boundary_arn = "arn:aws:iam::123456789012:policy/boundary"
  kms_key_arn              = local.key_arn
  volume_kms_key_arn       = local.key_arn

  egress = {
    database = { port = 5432, security_group_id = "sg-2" }
    files    = { port = 2049, prefix_list_id = "pl-1" }
  }

  ingress = { workers = { port = 9000, to_port = 9009, security_group_id = "sg-3" } }

  compute_environments = {
    fargate-spot-1234567890a = { type = "FARGATE_SPOT", max_vcpus = 4, paused = true }
    fargate                  = { type = "FARGATE", max_vcpus = 4 }

    ec2 = {
      type           = "EC2"
      min_vcpus      = 2
      max_vcpus      = 4
      instance_types = ["g5g.xlarge"]
      image_type     = "ECS_AL2_NVIDIA"
      volume_size    = 50
    }

    spot = { type = "SPOT", max_vcpus = 4, bid_percentage = 60, instance_types = ["m7i", "g6.xlarge", "p5"] }
  }

  job_queues = {
    "q123456789-123456789-123456789-123456789" = {
      compute_environment_keys = ["fargate-spot-1234567890a", "fargate"]
      misconfigured_seconds    = 0
      paused                   = true
    }
  }

  job_definitions = {
    "d123456789-123456789-123456789-123456789" = {
      container = {
        image                    = "123456789012.dkr.ecr.us-east-1.amazonaws.com/tools/import@sha256:0000000000000000000000000000000000000000000000000000000000000000"
        architecture             = "arm64"
        vcpus                    = 0.25
        memory                   = 512
        ephemeral_storage_gib    = 50
        readonly_root_filesystem = false
        secrets                  = { PASSWORD = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-a1b2c3:password::" }

        volumes = {
          data = { file_system_id = "fs-1", access_point_id = "fsap-1", mount_path = "/data", read_only = true }
          logs = { file_system_id = "fs-1", mount_path = "/logs" }
        }
      }

      retry = { attempts = 5, causes = ["ANY"], rules = [{ action = "exit", on_exit_code = "2" }] }

      policy_statements = {
        ReadOrders = { actions = ["dynamodb:GetItem"], resources = ["arn:aws:dynamodb:us-east-1:123456789012:table/orders"] }
      }

      schedules = {
        "s123456789-123456789" = {
          expression = "at(2030-01-01T00:00:00)"
          timezone   = "Europe/Berlin"
          queue_key  = "q123456789-123456789-123456789-123456789"
          parameters = { year = "2029" }
          paused     = true
        }
      }
    }

    gpu = {
      platform  = "EC2"
      container = { image = "busybox:latest", vcpus = 4, memory = 16000, gpus = 1, privileged = true, run_as_root = true }
    }
  }
}

# Differs from it in the last letter only.
module "long_twin" {
  source = "../../modules/batch"

  name       = "a123456789-123456789-123456789-123456789-123456789-123456780"
  account_id = local.account_id
  vpc_id     = "vpc-1"
  subnet_ids = ["subnet-1", "subnet-2"]

  compute_environments = {
    ec2 = { type = "EC2", max_vcpus = 4 }
  }

  job_definitions = {
    "d123456789-123456789-123456789-123456789" = { container = { image = "busybox:1.37" } }
    "d123456789-123456789-123456789-123456780" = { container = { image = "busybox:1.37" } }
  }
}
