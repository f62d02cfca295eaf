# Those who may sign URLs and cookies. A key is replaced, not changed: the new one is in the group before the old one goes.
resource "aws_cloudfront_public_key" "this" {
  for_each = var.public_keys

  name        = "${local.stem}-${each.key}-${substr(sha1(trimspace(each.value)), 0, 6)}"
  comment     = "Signer ${each.key} of distribution ${var.name}."
  encoded_key = "${trimspace(each.value)}\n"

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudfront_key_group" "this" {
  for_each = var.key_groups

  name    = "${local.stem}-${each.key}"
  comment = "Signers of distribution ${var.name}."
  items   = [for key in each.value : aws_cloudfront_public_key.this[key].id]

  lifecycle {
    create_before_destroy = true
  }
}
