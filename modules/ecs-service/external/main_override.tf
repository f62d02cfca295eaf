# The service of ../service, which main.tf here links to, when somebody else deploys it: Terraform merges this block into that one.
# https://developer.hashicorp.com/terraform/language/files/override
resource "aws_ecs_service" "this" {
  lifecycle {
    ignore_changes = [capacity_provider_strategy, desired_count, load_balancer, task_definition]
  }
}
