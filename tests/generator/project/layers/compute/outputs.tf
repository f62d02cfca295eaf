output "names" {
  description = "Names, as \"text\"."
  value       = []
}

output "password" {
  value     = var.password
  sensitive = true
}
