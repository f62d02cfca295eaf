locals {
  # A fresh checkout has no packages yet: it deploys the placeholder, which answers 503, until the package is built.
  package_exists = var.filename == null ? false : fileexists(var.filename)
  package        = local.package_exists ? var.filename : "${path.module}/placeholder.zip"
}

check "package" {
  assert {
    condition     = var.code_owner == "external" || var.filename == null || local.package_exists
    error_message = "Function ${var.name} gets the placeholder because its package ${coalesce(var.filename, "null")} does not exist: run `make package`, or correct filename."
  }
}
