locals {
  # The day from which a runtime gets no security patches any more; some months later Lambda makes no functions with it, and
  # then updates none. https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html#runtimes-supported
  _runtimes_deprecated_on = {
    "python3.8"       = "2024-10-14"
    "python3.9"       = "2025-12-15"
    "python3.10"      = "2026-10-31"
    "python3.11"      = "2027-06-30"
    "python3.12"      = "2028-10-31"
    "python3.13"      = "2029-06-30"
    "python3.14"      = "2029-06-30"
    "nodejs16.x"      = "2024-06-12"
    "nodejs18.x"      = "2025-09-01"
    "nodejs20.x"      = "2026-04-30"
    "nodejs22.x"      = "2027-04-30"
    "nodejs24.x"      = "2028-04-30"
    "java8.al2"       = "2027-06-30"
    "java11"          = "2027-06-30"
    "java17"          = "2027-06-30"
    "java21"          = "2029-06-30"
    "java25"          = "2029-06-30"
    "dotnet6"         = "2024-12-20"
    "dotnet8"         = "2026-11-10"
    "dotnet10"        = "2028-11-14"
    "ruby3.2"         = "2026-03-31"
    "ruby3.3"         = "2027-03-31"
    "ruby3.4"         = "2028-03-31"
    "provided.al2"    = "2026-07-31"
    "provided.al2023" = "2029-06-30"
  }

  # Null for an image, whose runtime is its builder's, and for a runtime that the table does not know yet: it is newer.
  runtime_deprecated_on = local.runtime == null ? null : lookup(local._runtimes_deprecated_on, local.runtime, null)
  _runtime_ends         = local.runtime_deprecated_on == null ? null : "${local.runtime_deprecated_on}T00:00:00Z"
}

# The clock is read at each plan, the network never.
check "runtime" {
  assert {
    condition     = local._runtime_ends == null ? true : timecmp(plantimestamp(), timeadd(local._runtime_ends, "-${60 * 24}h")) < 0
    error_message = "Runtime ${local.runtime == null ? "of the image" : local.runtime} of function ${var.name} gets no security patches from ${local.runtime_deprecated_on == null ? "-" : local.runtime_deprecated_on} on, and later Lambda neither makes nor updates functions with it: take a newer one."
  }
}
