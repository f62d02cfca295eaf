# Rendered from environments/uat.yaml: edit there, then run gen-env render. (gen-env c254d1fd43de8c90)

aws_region   = "us-east-1"
dr_region    = "us-east-1"
environment  = "uat"
project_name = "ai-platform"

tags = {
  Owner      = "platform"
  CostCenter = "012345"
}

log_retention_days = 90
enable_ecs         = true
enable_eks         = true

lambda_functions = {
  "api-handler" = {
    description = "Answers API requests; the smallest function that shows how ours are built."
    runtime     = "python3.11"
    handler     = "lambda_function.lambda_handler"
    filename    = "api-handler.zip"
    memory_size = 512
    timeout     = 29
    environment_variables = {
      SERVICE = "api-handler"
    }
  }
}

lambda_log_level = "INFO"
