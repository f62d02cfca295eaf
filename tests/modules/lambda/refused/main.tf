provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

module "unsigned" {
  source = "../../modules/lambda"

  name         = "unsigned"
  handler      = "lambda_function.lambda_handler"
  account_id   = "123456789012"
  code_signing = { profile_version_arns = ["arn:aws:signer:us-east-1:123456789012:/signing-profiles/main/abc"] }
}
