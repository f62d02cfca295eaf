# Rendered from environments/prod.yaml: edit there, then run gen-env render. (gen-env f327d3012f834248)

aws_region   = "us-east-1"
dr_region    = "us-west-2"
environment  = "prod"
project_name = "ai-platform"

tags = {
  Owner      = "platform"
  CostCenter = "012345"
}

alarm_emails       = ["platform-oncall@example.com"]
log_retention_days = 400

albs = {
  main = {
    public      = true
    web_acl_key = "main"
    https = {
      certificate_key = "main"
    }
    default_target_group_key = "web"
    target_groups = {
      web = {
        port = 80
        health_check = {
          path = "/"
        }
      }
    }
  }
}

enable_ecs             = true
ecs_capacity_providers = ["FARGATE", "FARGATE_SPOT", "EC2"]

ecs_services = {
  "web-app" = {
    task_definition = {
      family = "web-app"
      cpu    = "512"
      memory = "1024"
      containers = [
        {
          name  = "web"
          image = "public.ecr.aws/nginx/nginx:1.29"
          portMappings = [
            {
              containerPort = 80
              protocol      = "tcp"
            },
          ]
        },
      ]
    }
    desired_count = null
    load_balancer = {
      alb_key          = "main"
      target_group_key = "web"
      container_name   = "web"
      container_port   = 80
    }
    autoscaling = {
      min                 = 3
      max                 = 12
      cpu_percent         = 60
      requests_per_target = 1000
    }
    capacity_provider_strategy = {
      FARGATE = {
        base   = 2
        weight = 1
      }
      FARGATE_SPOT = {
        weight = 1
      }
    }
  }
}

enable_eks = true

eks_access_entries = {
  administrators = {
    role_key = "administrator"
    policies = {
      AmazonEKSClusterAdminPolicy = {}
    }
  }
}

eks_addons = {
  "metrics-server"                  = {}
  "amazon-cloudwatch-observability" = {}
}

eks_node_groups = {
  general = {
    instance_types = ["m7i.large", "m7i.xlarge"]
    scaling_config = {
      desired_size = 3
      max_size     = 10
      min_size     = 1
    }
    capacity_type = "ON_DEMAND"
  }
  spot = {
    instance_types = ["m7i.large", "m7i.xlarge", "m6i.large"]
    scaling_config = {
      desired_size = 0
      max_size     = 20
      min_size     = 0
    }
    capacity_type = "SPOT"
  }
}

eks_support_type = "EXTENDED"

lambda_functions = {
  "api-handler" = {
    description = "Answers API requests; the smallest function that shows how ours are built."
    runtime     = "python3.11"
    handler     = "lambda_function.lambda_handler"
    filename    = "api-handler.zip"
    memory_size = 1024
    timeout     = 29
    environment_variables = {
      SERVICE = "api-handler"
    }
    reserved_concurrency = 50
  }
}

lambda_log_level = "WARN"

waf_web_acls = {
  main = {}
}
