# What the README's examples refer to, besides shared/base.tf and shared/api.tf.

module "chat" {
  source = "../../modules/lambda"

  name                      = "chat"
  account_id                = "123456789012"
  handler                   = "lambda_function.lambda_handler"
  timeout                   = 29
  dead_letter_queue_enabled = false
}
