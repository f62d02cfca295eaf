# Rendered from environments/dev.yaml: edit there, then run gen-env render. (gen-env 2a9c83bf7eef838b)

aws_region   = "us-east-1"
dr_region    = "us-east-1"
environment  = "dev"
project_name = "ai-platform"

tags = {
  Owner       = "platform"
  CostCenter  = "012345"
  OfficeHours = "true"
}

deletion_protection = false
log_retention_days  = 7

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
ecs_capacity_providers = ["FARGATE", "FARGATE_SPOT"]

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
    desired_count = 1
    load_balancer = {
      alb_key          = "main"
      target_group_key = "web"
      container_name   = "web"
      container_port   = 80
    }
    capacity_provider_strategy = {
      FARGATE_SPOT = {
        weight = 1
      }
    }
  }
}

enable_eks = false

lambda_functions = {
  "api-handler" = {
    description = "Answers API requests; the smallest function that shows how ours are built."
    runtime     = "python3.11"
    handler     = "lambda_function.lambda_handler"
    filename    = "api-handler.zip"
    memory_size = 256
    timeout     = 29
    environment_variables = {
      SERVICE = "api-handler"
    }
  }
}

lambda_log_level = "DEBUG"

waf_web_acls = {
  main = {}
}
