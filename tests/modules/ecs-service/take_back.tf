# What the steps of take_back.yaml refer to.

provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
}

module "networking" {
  source = "./networking"
}

module "cluster" {
  source = "../../modules/ecs-cluster"

  name       = "shared"
  account_id = "123456789012"

  namespace = {
    name   = "shared.internal"
    vpc_id = module.networking.vpc_id
  }
}

resource "aws_kms_key" "main" {
  enable_key_rotation = true

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      for principal in [{ AWS = "arn:aws:iam::123456789012:root" }, { Service = "logs.us-east-1.amazonaws.com" }] :
      { Effect = "Allow", Principal = principal, Action = "kms:*", Resource = "*" }
    ]
  })
}

resource "aws_security_group" "alb" {
  name   = "alb"
  vpc_id = module.networking.vpc_id
}

resource "aws_lb" "main" {
  name            = "main"
  internal        = true
  subnets         = module.networking.private_subnet_ids
  security_groups = [aws_security_group.alb.id]
}

resource "aws_lb_target_group" "this" {
  for_each = toset(["web", "admin"])

  name        = each.key
  port        = 80
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = module.networking.vpc_id
}

resource "aws_lb_listener" "http" {
  load_balancer_arn = aws_lb.main.arn
  port              = 80
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this["web"].arn
  }
}

resource "aws_lb_listener" "admin" {
  load_balancer_arn = aws_lb.main.arn
  port              = 81
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.this["admin"].arn
  }
}
