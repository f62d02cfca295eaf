# Stands in for the layer that makes the knowledge base and the role for Bedrock; with a path, as many organisations have.

resource "aws_iam_role" "bedrock" {
  name = "bedrock"
  path = "/assistants/"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

output "lambda_bedrock_role_arn" {
  value = aws_iam_role.bedrock.arn
}

output "knowledge_base_id" {
  value = "KB12345678"
}
