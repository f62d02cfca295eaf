# Rendered from environments/qa.yaml: edit there, then .venv/bin/gen-env render --all. (gen-env 56c7ca9131c48611)

aws_region   = "us-east-1"
environment  = "qa"
project_name = "ai-platform"

tags = {
  Owner      = "platform"
  CostCenter = "012345"
}

deletion_protection = false
log_retention_days  = 30

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

api_gateway_account_owner = "external"

api_gateway_rest_apis = {
  main = {
    description = "Main REST API"
    endpoint_configuration = {
      types = ["REGIONAL"]
    }
    web_acl_key = "main"
    authorizers = {
      token = {
        lambda_key = "authorizer"
        token      = {}
      }
    }
    routes = {
      "GET /health" = {
        authorization = "NONE"
        public        = true
        lambda_key    = "api-handler"
        cache = {
          ttl_seconds = 10
        }
      }
      "GET /" = {
        authorization    = "CUSTOM"
        authorizer_key   = "token"
        api_key_required = true
        lambda_key       = "api-handler"
      }
    }
    usage_plans = {
      partners = {
        throttling = {
          rate_limit  = 50
          burst_limit = 100
        }
        quota = {
          limit  = 10000
          period = "DAY"
        }
        api_keys = {
          example = {}
        }
      }
    }
    cache_cluster_size = "0.5"
  }
}

api_gateway_http_apis = {
  fast = {
    description = "High-performance HTTP API"
    authorizers = {
      identity = {
        jwt = {
          issuer   = "https://identity.example.com"
          audience = ["ai-platform"]
        }
      }
    }
    routes = {
      "GET /health" = {
        authorization = "NONE"
        public        = true
        lambda_key    = "api-handler"
      }
      "GET /" = {
        authorization  = "JWT"
        authorizer_key = "identity"
        lambda_key     = "api-handler"
      }
    }
    cors_configuration = {
      allow_origins = ["*"]
      allow_methods = ["GET", "POST", "PUT", "DELETE"]
      allow_headers = ["content-type", "authorization"]
    }
  }
}

enable_ecs = true

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
    desired_count = 2
    load_balancer = {
      alb_key          = "main"
      target_group_key = "web"
      container_name   = "web"
      container_port   = 80
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
  authorizer = {
    description  = "Reads the tokens of the identity provider; the one that the AI Assistant has too."
    runtime      = "python3.11"
    handler      = "authorizer.handler.handler"
    filename     = "jwt-authorizer.zip"
    architecture = "x86_64"
    timeout      = 10
    environment_variables = {
      IDENTITY_CENTER_ISSUER_URL = "https://identity.example.com"
      JWT_AUDIENCE               = "ai-platform"
    }
  }
}

lambda_log_level = "INFO"

waf_web_acls = {
  main = {}
}
