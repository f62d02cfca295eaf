# What the README's examples refer to, besides shared/base.tf and shared/api.tf.

module "networking" {
  source = "./networking"
}

module "web" {
  source = "./web"
}

module "orders" {
  source = "../../modules/lambda"

  name                      = "orders"
  account_id                = "123456789012"
  handler                   = "lambda_function.lambda_handler"
  dead_letter_queue_enabled = false
}
