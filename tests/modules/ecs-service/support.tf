# What the README's examples refer to.

provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

module "networking" {
  source = "./networking"
}

module "cluster" {
  source = "../../modules/ecs-cluster"

  name               = "shared"
  account_id         = "123456789012"
  capacity_providers = ["FARGATE", "FARGATE_SPOT", "EC2"]

  ec2 = {
    subnet_ids         = module.networking.private_subnet_ids
    security_group_ids = [module.networking.security_group_ids["ecs"]]
  }

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

resource "aws_sns_topic" "alarms" {
  name = "alarms"
}

# load balancer

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

resource "aws_lb_target_group" "web" {
  name        = "web"
  port        = 80
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = module.networking.vpc_id
}

resource "aws_lb_target_group" "checkout_blue" {
  name        = "checkout-blue"
  port        = 80
  protocol    = "HTTP"
  target_type = "ip"
  vpc_id      = module.networking.vpc_id
}

resource "aws_lb_target_group" "checkout_green" {
  name        = "checkout-green"
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
    target_group_arn = aws_lb_target_group.web.arn
  }
}

resource "aws_lb_listener" "checkout" {
  load_balancer_arn = aws_lb.main.arn
  port              = 8000
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.checkout_blue.arn
  }
}

resource "aws_lb_listener" "checkout_test" {
  load_balancer_arn = aws_lb.main.arn
  port              = 8001
  protocol          = "HTTP"

  default_action {
    type             = "forward"
    target_group_arn = aws_lb_target_group.checkout_blue.arn
  }
}

# data

resource "aws_secretsmanager_secret" "database" {
  name = "database"
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

resource "aws_s3_bucket" "reports" {
  bucket = "reports-of-orders"
}

resource "aws_dynamodb_table" "orders" {
  name         = "orders"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "id"

  attribute {
    name = "id"
    type = "S"
  }
}

resource "aws_security_group" "files" {
  name   = "files"
  vpc_id = module.networking.vpc_id
}

resource "aws_efs_file_system" "shared" {
  encrypted = true
}

resource "aws_efs_access_point" "orders" {
  file_system_id = aws_efs_file_system.shared.id
}
