output "domain_name" {
  description = "Name of the domain, once it is there: what an API takes in shared_domains."
  value       = aws_api_gateway_domain_name.this.domain_name
}

output "target" {
  description = "Where DNS sends the domain: its target's name and zone_id."
  value       = local.target
}
