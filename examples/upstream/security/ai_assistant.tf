# Calls Bedrock for the AI Assistant. What else its functions need, the compute layer attaches to it.
resource "aws_iam_role" "ai_assistant" {
  name                 = "${local.name}-ai-assistant"
  description          = "Calls Bedrock for the AI Assistant of ${local.name}"
  permissions_boundary = var.permissions_boundary_arn

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRole"
      Principal = { Service = "lambda.amazonaws.com" }
    }]
  })
}

resource "aws_iam_role_policy" "bedrock" {
  name = "bedrock"
  role = aws_iam_role.ai_assistant.name

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "AskModels"
        Effect   = "Allow"
        Action   = ["bedrock:InvokeModel", "bedrock:InvokeModelWithResponseStream"]
        Resource = [for id in var.bedrock_model_ids : "arn:${local.partition}:bedrock:${var.aws_region}::foundation-model/${id}"]
      },
      {
        Sid      = "SearchKnowledgeBases"
        Effect   = "Allow"
        Action   = ["bedrock:Retrieve"]
        Resource = "arn:${local.partition}:bedrock:${var.aws_region}:${local.account_id}:knowledge-base/*"
      },
    ]
  })
}
