# Rendered from environments/prod.yaml: edit there, then run gen-env render. (gen-env 318eb4d58d274820)

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
enable_ecs         = true
enable_eks         = true

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
