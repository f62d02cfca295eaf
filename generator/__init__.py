"""gen-env: environments/<env>.yaml in, plain Terraform root folders out."""
