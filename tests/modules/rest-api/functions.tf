# Functions that are there, for an apply.

module "orders" {
  source = "../../modules/lambda"

  name                      = "orders"
  account_id                = "123456789012"
  handler                   = "lambda_function.lambda_handler"
  dead_letter_queue_enabled = false
}

module "tokens" {
  source = "../../modules/lambda"

  name                      = "tokens"
  account_id                = "123456789012"
  handler                   = "lambda_function.lambda_handler"
  dead_letter_queue_enabled = false
}
