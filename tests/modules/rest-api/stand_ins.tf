# For a plan alone: functions whose ARNs are known, so that it shows whole documents, and a load balancer.

module "orders" {
  source = "./function"

  name = "orders"
}

module "tokens" {
  source = "./function"

  name = "tokens"
}

resource "aws_lb" "internal" {
  name               = "internal"
  load_balancer_type = "network"
  internal           = true
  subnets            = [aws_subnet.main.id]
}
