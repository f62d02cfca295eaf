# Rendered from environments/qa.yaml: edit there, then run gen-env render. (gen-env 3979040a578bbc59)

aws_region   = "us-east-1"
dr_region    = "us-east-1"
environment  = "qa"
project_name = "ai-platform"

tags = {
  Owner      = "platform"
  CostCenter = "012345"
}

log_retention_days = 30
enable_ecs         = true
enable_eks         = false

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

lambda_log_level = "INFO"
