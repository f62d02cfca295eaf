# Rendered from environments/qa.yaml: edit there, then .venv/bin/gen-env render --all. (gen-env a6925de6173b8aa8)
# What is made by one of two resources, as a decision says, and stays the same thing when that changes.

moved {
  from = module.layer.module.ecs_service["web-app"].module.external[0].aws_ecs_service.this
  to   = module.layer.module.ecs_service["web-app"].module.service[0].aws_ecs_service.this
}
