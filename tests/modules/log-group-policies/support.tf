# Log groups whose lines are masked and indexed.

resource "aws_cloudwatch_log_group" "orders" {
  name = "/take-back/orders"
}

resource "aws_cloudwatch_log_group" "waf" {
  name = "/take-back/waf"
}
