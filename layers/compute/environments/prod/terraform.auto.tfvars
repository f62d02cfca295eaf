# Rendered from environments/prod.yaml: edit there, then .venv/bin/gen-env render --all. (gen-env cf437bf1ca5be624)

aws_region   = "us-east-1"
environment  = "prod"
project_name = "ai-platform"

tags = {
  Owner      = "platform"
  CostCenter = "012345"
}

alarm_emails       = ["platform-oncall@example.com"]
log_retention_days = 400

ai_assistant = {
  web_acl_key                = "main"
  knowledge_base_id          = "KB12345678"
  bedrock_models             = ["amazon.nova-lite-v1:0", "amazon.nova-pro-v1:0"]
  identity_center_issuer_url = "https://identity.example.com"
  jwt_audience               = "ai-platform"
}

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
    ingress_cloudfront = true
    rules = {
      www = {
        priority = 100
        conditions = {
          hosts = ["www.example.com"]
        }
        redirect = {
          host = "app.example.com"
        }
      }
      metrics = {
        priority = 200
        conditions = {
          paths = ["/metrics"]
        }
        fixed_response = {
          status_code  = 403
          message_body = "For us only"
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
    cache_cluster_size = "1.6"
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
      allow_origins = ["https://app.example.com"]
      allow_methods = ["GET", "POST", "PUT", "DELETE"]
      allow_headers = ["content-type", "authorization"]
    }
  }
}

batch_alarms = {
  failed = {
    severity = "critical"
  }
}

batch_compute_environments = {
  spot = {
    type      = "FARGATE_SPOT"
    max_vcpus = 64
  }
  fargate = {
    type      = "FARGATE"
    max_vcpus = 16
  }
}

batch_egress = {
  "web-app" = {
    port            = 80
    ecs_service_key = "web-app"
  }
}

batch_job_definitions = {
  report = {
    timeout_seconds = 1800
    container = {
      image   = "public.ecr.aws/docker/library/busybox:1.37"
      command = ["sh", "-c", "echo part $AWS_BATCH_JOB_ARRAY_INDEX"]
    }
    schedules = {
      nightly = {
        expression = "cron(0 3 * * ? *)"
        queue_key  = "nightly"
        array_size = 10
      }
    }
  }
}

batch_job_queues = {
  nightly = {
    compute_environment_keys = ["spot", "fargate"]
    no_capacity_seconds      = 3600
  }
}

cloudfront_distributions = {
  web = {
    description = "The web application, and the REST API below /api"
    web_acl_key = "edge"
    origins = {
      app = {
        alb_key     = "main"
        domain_name = "app.example.com"
      }
      api = {
        rest_api_key = "main"
      }
    }
    behaviors = [
      {
        path                  = "/api/*"
        origin_key            = "api"
        cache_policy          = "CachingDisabled"
        origin_request_policy = "AllViewerExceptHostHeader"
        functions = {
          "viewer-request" = "client-address"
        }
      },
      {
        origin_key            = "app"
        origin_request_policy = "AllViewerExceptHostHeader"
        functions = {
          "viewer-request" = "client-address"
        }
      },
    ]
    functions = {
      "client-address" = {
        comment = "Tells origins who asks, in place of what the viewer says of himself"
        code    = "function handler(event) {\n  event.request.headers['true-client-ip'] = { value: event.viewer.ip };\n  return event.request;\n}\n"
      }
    }
    realtime_logs = {
      sampling_percent = 5
    }
    additional_metrics_enabled = true
  }
}

budget = {
  monthly_limit_usd = 5000
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

eks_alarms = {
  "pods-unschedulable" = {
    evaluation_periods = 6
  }
}

eks_fargate_profiles = {
  jobs = {
    selectors = [
      {
        namespace = "jobs"
      },
    ]
  }
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

eks_workloads = {
  exports = {
    namespace       = "jobs"
    service_account = "exports"
    identity        = "irsa"
    policy_statements = {
      Measure = {
        actions             = ["cloudwatch:PutMetricData"]
        allow_all_resources = true
        conditions = {
          StringEquals = {
            "cloudwatch:namespace" = ["ai-platform/exports"]
          }
        }
      }
    }
  }
}

eks_zonal_shift_enabled = true

elastic_beanstalk_applications = {
  backoffice = {
    description = "What our own people work with"
    environments = {
      web = {
        platform = "64bit Amazon Linux 2023 v4.7.2 running Python 3.13"
        load_balancer = {
          certificate_key   = "main"
          health_check_path = "/health"
        }
        deployment = {
          policy = "Immutable"
        }
      }
    }
  }
}

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
    provisioned_concurrency = {
      min = 2
      max = 10
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
    reserved_concurrency = 50
  }
  "event-handler" = {
    description = "Takes what other systems leave in a queue; a pipeline deploys its code."
    handler     = "lambda_function.lambda_handler"
    code_owner  = "external"
    event_sources = {
      events = {
        type                       = "sqs"
        key                        = "events"
        visibility_timeout_seconds = 180
        max_concurrency            = 10
      }
    }
  }
}

lambda_log_level = "WARN"

backups = {
  restore_test = {}
}

tracing = {
  insights_enabled = true
  sampling_rules = {
    health = {
      priority   = 100
      fixed_rate = 0
      url_path   = "*/health"
    }
  }
}

waf_web_acls = {
  main = {
    forwarded_address = {
      header = "True-Client-IP"
    }
    rules = {
      "around-cloudfront" = {
        priority = 50
        action   = "block"
        exceptions = {
          headers = {
            "true-client-ip" = ["?*"]
          }
        }
      }
      logins = {
        priority       = 60
        action         = "block"
        rate_limit     = 50
        window_seconds = 60
        conditions = {
          paths   = ["/login"]
          methods = ["POST"]
        }
      }
    }
  }
  edge = {
    scope = "CLOUDFRONT"
  }
}
