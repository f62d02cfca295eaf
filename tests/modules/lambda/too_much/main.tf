provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

module "wordy" {
  source = "../../modules/lambda"

  name       = "wordy"
  handler    = "lambda_function.lambda_handler"
  account_id = "123456789012"
  topics     = { for number in range(60) : "TOPIC_${number}" => "arn:aws:sns:us-east-1:123456789012:a-topic-with-a-name-that-is-quite-long-${number}" }
}

module "allowed" {
  source = "../../modules/lambda"

  name       = "allowed"
  handler    = "lambda_function.lambda_handler"
  account_id = "123456789012"

  policy_statements = {
    Read = { actions = ["dynamodb:GetItem"], resources = [for number in range(200) : "arn:aws:dynamodb:us-east-1:123456789012:table/orders-${number}"] }
  }
}

module "abroad" {
  source = "../../modules/lambda"

  name       = "abroad"
  account_id = "123456789012"
  image      = { uri = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/orders:1" }
}
