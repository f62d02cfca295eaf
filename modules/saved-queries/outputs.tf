output "query_ids" {
  description = "Ids of the queries in CloudWatch, by name."
  value       = { for name, query in aws_cloudwatch_query_definition.this : name => query.query_definition_id }
}
