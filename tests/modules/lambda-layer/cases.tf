# Cases beyond the README's, in the same plan.

# What the layer passes for attributes that an environment leaves out.
module "nulls" {
  source = "../../modules/lambda-layer"

  name                     = "nulls"
  compatible_architectures = null
  compatible_runtimes      = null
  description              = null
  filename                 = "shared.zip"
  s3_package               = null
}

module "dependent" {
  source = "../../modules/lambda-layer"

  name     = "dependent"
  filename = "shared.zip"

  depends_on = [aws_s3_bucket.packages]
}
