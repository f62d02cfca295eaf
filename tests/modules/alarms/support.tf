# What the README's examples and the cases need.

provider "aws" {
  region                      = "us-east-1"
  skip_credentials_validation = true
  skip_metadata_api_check     = true
  skip_requesting_account_id  = true
}

resource "aws_sns_topic" "pager" {
  name = "pager"
}

resource "aws_sns_topic" "chat" {
  name = "chat"
}
