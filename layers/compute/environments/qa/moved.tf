# Rendered from environments/qa.yaml: edit there, then .venv/bin/gen-env render --all. (gen-env c5d840ec4973f052)
# What is made by one of two resources, as a decision says, and stays the same thing when that changes.

moved {
  from = module.layer.module.lambda["api-handler"].aws_lambda_function.external[0]
  to   = module.layer.module.lambda["api-handler"].aws_lambda_function.this[0]
}

moved {
  from = module.layer.module.lambda["authorizer"].aws_lambda_function.external[0]
  to   = module.layer.module.lambda["authorizer"].aws_lambda_function.this[0]
}

moved {
  from = module.layer.module.lambda["api-handler"].aws_lambda_alias.external[0]
  to   = module.layer.module.lambda["api-handler"].aws_lambda_alias.this[0]
}

moved {
  from = module.layer.module.lambda["authorizer"].aws_lambda_alias.external[0]
  to   = module.layer.module.lambda["authorizer"].aws_lambda_alias.this[0]
}

moved {
  from = module.layer.module.alb["main"].aws_lb_listener.external["traffic"]
  to   = module.layer.module.alb["main"].aws_lb_listener.this["traffic"]
}

moved {
  from = module.layer.module.ecs_service["web-app"].module.external[0].aws_ecs_service.this
  to   = module.layer.module.ecs_service["web-app"].module.service[0].aws_ecs_service.this
}
