# What decisions that are taken back refer to.

resource "aws_iam_role" "answer" {
  name = "answer"

  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "lambda.amazonaws.com" } }]
  })
}

resource "aws_lambda_function" "answer" {
  function_name = "answer"
  role          = aws_iam_role.answer.arn
  filename      = "${path.module}/../../modules/cloudfront/placeholder.zip"
  handler       = "index.handler"
  runtime       = "nodejs22.x"
}
