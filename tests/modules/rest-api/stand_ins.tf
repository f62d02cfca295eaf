# For a plan alone: functions whose ARNs are known, so that it shows whole documents.

module "orders" {
  source = "./function"

  name = "orders"
}

module "tokens" {
  source = "./function"

  name = "tokens"
}
