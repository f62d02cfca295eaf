output "vpc_id" {
  description = "Id of the VPC."
  value       = aws_vpc.this.id
}

output "vpc_cidr_block" {
  description = "Addresses of the VPC."
  value       = aws_vpc.this.cidr_block
}

output "private_subnet_ids" {
  description = "Ids of the private subnets, in the order of their zones."
  value       = [for zone in local.zones : aws_subnet.private[zone].id]
}

output "public_subnet_ids" {
  description = "Ids of the public subnets, in the order of their zones."
  value       = [for zone in local.zones : aws_subnet.public[zone].id]
}

output "security_group_ids" {
  description = "Ids of the security groups, by role: alb, ecs, eks, lambda."
  value       = { for key, group in aws_security_group.this : key => group.id }
}
