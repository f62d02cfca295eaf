resource "aws_cloudfront_function" "this" {
  for_each = var.functions

  name                         = "${local.stem}-${each.key}"
  comment                      = each.value.comment
  runtime                      = each.value.runtime
  code                         = each.value.file == null ? each.value.code : file(each.value.file)
  publish                      = each.value.publish
  key_value_store_associations = each.value.key_value_store_key == null ? null : [aws_cloudfront_key_value_store.this[each.value.key_value_store_key].arn]

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_cloudfront_key_value_store" "this" {
  for_each = var.key_value_stores

  name    = "${local.stem}-${each.key}"
  comment = each.value

  lifecycle {
    create_before_destroy = true
  }
}
