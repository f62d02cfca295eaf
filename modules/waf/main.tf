data "aws_region" "current" {}

locals {
  # The attribute's name depends on the version of the provider.
  region = lookup(data.aws_region.current, "region", lookup(data.aws_region.current, "name", null))

  # Behind a proxy every request comes from the proxy's addresses.
  aggregate_key_type = var.forwarded_address == null ? "IP" : "FORWARDED_IP"
}

resource "aws_wafv2_web_acl" "this" {
  name        = var.name
  description = "Guards ${var.scope == "CLOUDFRONT" ? "CloudFront distributions" : "load balancers and REST APIs"}."
  scope       = var.scope

  default_action {
    dynamic "allow" {
      for_each = var.default_action == "allow" ? [true] : []
      content {}
    }

    dynamic "block" {
      for_each = var.default_action == "block" ? [true] : []
      content {}
    }
  }

  dynamic "rule" {
    for_each = local.address_rules

    content {
      name     = rule.key
      priority = rule.value.priority

      action {
        dynamic "allow" {
          for_each = rule.value.action == "allow" ? [true] : []
          content {}
        }

        dynamic "block" {
          for_each = rule.value.action == "block" ? [true] : []
          content {}
        }
      }

      statement {
        ip_set_reference_statement {
          arn = aws_wafv2_ip_set.this[rule.key].arn

          # The last address is the one that the nearest proxy saw; the others are what the client claims.
          dynamic "ip_set_forwarded_ip_config" {
            for_each = var.forwarded_address[*]

            content {
              header_name       = ip_set_forwarded_ip_config.value.header
              fallback_behavior = rule.value.action == "block" ? ip_set_forwarded_ip_config.value.fallback : "NO_MATCH"
              position          = "LAST"
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.key
        sampled_requests_enabled   = true
      }
    }
  }

  dynamic "rule" {
    for_each = length(var.blocked_countries) > 0 ? [var.blocked_countries] : []

    content {
      name     = "blocked-countries"
      priority = 4

      action {
        block {}
      }

      statement {
        geo_match_statement {
          country_codes = rule.value

          dynamic "forwarded_ip_config" {
            for_each = var.forwarded_address[*]

            content {
              header_name       = forwarded_ip_config.value.header
              fallback_behavior = forwarded_ip_config.value.fallback
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "blocked-countries"
        sampled_requests_enabled   = true
      }
    }
  }

  dynamic "rule" {
    for_each = var.rate_limit > 0 ? [var.rate_limit] : []

    content {
      name     = "rate-limit"
      priority = 5

      action {
        block {}
      }

      statement {
        rate_based_statement {
          limit                 = rule.value
          evaluation_window_sec = 300
          aggregate_key_type    = local.aggregate_key_type

          dynamic "forwarded_ip_config" {
            for_each = var.forwarded_address[*]

            content {
              header_name       = forwarded_ip_config.value.header
              fallback_behavior = forwarded_ip_config.value.fallback
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = "rate-limit"
        sampled_requests_enabled   = true
      }
    }
  }

  # What a rule of one's own asks. WAF's statements stand in one another, which Terraform's blocks cannot do by themselves:
  # hence the same four kinds of statement four times, as they are or negated, in a rule or in the scope of a rate limit.
  # A test holds them equal.
  dynamic "rule" {
    for_each = local.rules

    content {
      name     = rule.key
      priority = rule.value.priority

      action {
        dynamic "allow" {
          for_each = rule.value.action == "allow" ? [true] : []
          content {}
        }

        dynamic "block" {
          for_each = rule.value.action == "block" ? [true] : []
          content {}
        }

        dynamic "count" {
          for_each = rule.value.action == "count" ? [true] : []
          content {}
        }

        dynamic "captcha" {
          for_each = rule.value.action == "captcha" ? [true] : []
          content {}
        }

        dynamic "challenge" {
          for_each = rule.value.action == "challenge" ? [true] : []
          content {}
        }
      }

      statement {
        dynamic "and_statement" {
          for_each = rule.value.rate_limit == null ? [true] : []

          content {
            dynamic "statement" {
              for_each = [for literal in rule.value.literals : literal if !literal.negated]

              content {
                dynamic "regex_match_statement" {
                  for_each = statement.value.regex[*]

                  content {
                    regex_string = regex_match_statement.value

                    field_to_match {
                      dynamic "uri_path" {
                        for_each = statement.value.field == "path" ? [true] : []
                        content {}
                      }

                      dynamic "method" {
                        for_each = statement.value.field == "method" ? [true] : []
                        content {}
                      }

                      dynamic "single_header" {
                        for_each = statement.value.header[*]

                        content {
                          name = single_header.value
                        }
                      }
                    }

                    text_transformation {
                      priority = 0
                      type     = statement.value.field == "host" ? "LOWERCASE" : "NONE"
                    }
                  }
                }

                dynamic "geo_match_statement" {
                  for_each = statement.value.countries == null ? [] : [statement.value.countries]

                  content {
                    country_codes = geo_match_statement.value

                    dynamic "forwarded_ip_config" {
                      for_each = var.forwarded_address[*]

                      content {
                        header_name       = forwarded_ip_config.value.header
                        fallback_behavior = statement.value.fallback
                      }
                    }
                  }
                }

                dynamic "ip_set_reference_statement" {
                  for_each = statement.value.ip_set[*]

                  content {
                    arn = aws_wafv2_ip_set.this[ip_set_reference_statement.value].arn

                    dynamic "ip_set_forwarded_ip_config" {
                      for_each = var.forwarded_address[*]

                      content {
                        header_name       = ip_set_forwarded_ip_config.value.header
                        fallback_behavior = statement.value.fallback
                        position          = "LAST"
                      }
                    }
                  }
                }

                dynamic "label_match_statement" {
                  for_each = statement.value.label[*]

                  content {
                    scope = "LABEL"
                    key   = label_match_statement.value
                  }
                }
              }
            }

            dynamic "statement" {
              for_each = [for literal in rule.value.literals : literal if literal.negated]

              content {
                not_statement {
                  statement {
                    dynamic "regex_match_statement" {
                      for_each = statement.value.regex[*]

                      content {
                        regex_string = regex_match_statement.value

                        field_to_match {
                          dynamic "uri_path" {
                            for_each = statement.value.field == "path" ? [true] : []
                            content {}
                          }

                          dynamic "method" {
                            for_each = statement.value.field == "method" ? [true] : []
                            content {}
                          }

                          dynamic "single_header" {
                            for_each = statement.value.header[*]

                            content {
                              name = single_header.value
                            }
                          }
                        }

                        text_transformation {
                          priority = 0
                          type     = statement.value.field == "host" ? "LOWERCASE" : "NONE"
                        }
                      }
                    }

                    dynamic "geo_match_statement" {
                      for_each = statement.value.countries == null ? [] : [statement.value.countries]

                      content {
                        country_codes = geo_match_statement.value

                        dynamic "forwarded_ip_config" {
                          for_each = var.forwarded_address[*]

                          content {
                            header_name       = forwarded_ip_config.value.header
                            fallback_behavior = statement.value.fallback
                          }
                        }
                      }
                    }

                    dynamic "ip_set_reference_statement" {
                      for_each = statement.value.ip_set[*]

                      content {
                        arn = aws_wafv2_ip_set.this[ip_set_reference_statement.value].arn

                        dynamic "ip_set_forwarded_ip_config" {
                          for_each = var.forwarded_address[*]

                          content {
                            header_name       = ip_set_forwarded_ip_config.value.header
                            fallback_behavior = statement.value.fallback
                            position          = "LAST"
                          }
                        }
                      }
                    }

                    dynamic "label_match_statement" {
                      for_each = statement.value.label[*]

                      content {
                        scope = "LABEL"
                        key   = label_match_statement.value
                      }
                    }
                  }
                }
              }
            }
          }
        }

        dynamic "rate_based_statement" {
          for_each = rule.value.rate_limit[*]

          content {
            limit                 = rate_based_statement.value
            evaluation_window_sec = rule.value.window_seconds
            aggregate_key_type    = local.aggregate_key_type

            dynamic "forwarded_ip_config" {
              for_each = var.forwarded_address[*]

              content {
                header_name       = forwarded_ip_config.value.header
                fallback_behavior = forwarded_ip_config.value.fallback
              }
            }

            scope_down_statement {
              and_statement {
                dynamic "statement" {
                  for_each = [for literal in rule.value.literals : literal if !literal.negated]

                  content {
                    dynamic "regex_match_statement" {
                      for_each = statement.value.regex[*]

                      content {
                        regex_string = regex_match_statement.value

                        field_to_match {
                          dynamic "uri_path" {
                            for_each = statement.value.field == "path" ? [true] : []
                            content {}
                          }

                          dynamic "method" {
                            for_each = statement.value.field == "method" ? [true] : []
                            content {}
                          }

                          dynamic "single_header" {
                            for_each = statement.value.header[*]

                            content {
                              name = single_header.value
                            }
                          }
                        }

                        text_transformation {
                          priority = 0
                          type     = statement.value.field == "host" ? "LOWERCASE" : "NONE"
                        }
                      }
                    }

                    dynamic "geo_match_statement" {
                      for_each = statement.value.countries == null ? [] : [statement.value.countries]

                      content {
                        country_codes = geo_match_statement.value

                        dynamic "forwarded_ip_config" {
                          for_each = var.forwarded_address[*]

                          content {
                            header_name       = forwarded_ip_config.value.header
                            fallback_behavior = statement.value.fallback
                          }
                        }
                      }
                    }

                    dynamic "ip_set_reference_statement" {
                      for_each = statement.value.ip_set[*]

                      content {
                        arn = aws_wafv2_ip_set.this[ip_set_reference_statement.value].arn

                        dynamic "ip_set_forwarded_ip_config" {
                          for_each = var.forwarded_address[*]

                          content {
                            header_name       = ip_set_forwarded_ip_config.value.header
                            fallback_behavior = statement.value.fallback
                            position          = "LAST"
                          }
                        }
                      }
                    }

                    dynamic "label_match_statement" {
                      for_each = statement.value.label[*]

                      content {
                        scope = "LABEL"
                        key   = label_match_statement.value
                      }
                    }
                  }
                }

                dynamic "statement" {
                  for_each = [for literal in rule.value.literals : literal if literal.negated]

                  content {
                    not_statement {
                      statement {
                        dynamic "regex_match_statement" {
                          for_each = statement.value.regex[*]

                          content {
                            regex_string = regex_match_statement.value

                            field_to_match {
                              dynamic "uri_path" {
                                for_each = statement.value.field == "path" ? [true] : []
                                content {}
                              }

                              dynamic "method" {
                                for_each = statement.value.field == "method" ? [true] : []
                                content {}
                              }

                              dynamic "single_header" {
                                for_each = statement.value.header[*]

                                content {
                                  name = single_header.value
                                }
                              }
                            }

                            text_transformation {
                              priority = 0
                              type     = statement.value.field == "host" ? "LOWERCASE" : "NONE"
                            }
                          }
                        }

                        dynamic "geo_match_statement" {
                          for_each = statement.value.countries == null ? [] : [statement.value.countries]

                          content {
                            country_codes = geo_match_statement.value

                            dynamic "forwarded_ip_config" {
                              for_each = var.forwarded_address[*]

                              content {
                                header_name       = forwarded_ip_config.value.header
                                fallback_behavior = statement.value.fallback
                              }
                            }
                          }
                        }

                        dynamic "ip_set_reference_statement" {
                          for_each = statement.value.ip_set[*]

                          content {
                            arn = aws_wafv2_ip_set.this[ip_set_reference_statement.value].arn

                            dynamic "ip_set_forwarded_ip_config" {
                              for_each = var.forwarded_address[*]

                              content {
                                header_name       = ip_set_forwarded_ip_config.value.header
                                fallback_behavior = statement.value.fallback
                                position          = "LAST"
                              }
                            }
                          }
                        }

                        dynamic "label_match_statement" {
                          for_each = statement.value.label[*]

                          content {
                            scope = "LABEL"
                            key   = label_match_statement.value
                          }
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.key
        sampled_requests_enabled   = true
      }
    }
  }

  dynamic "rule" {
    for_each = var.managed_rule_groups

    content {
      name     = rule.key
      priority = rule.value.priority

      override_action {
        dynamic "none" {
          for_each = rule.value.count_only ? [] : [true]
          content {}
        }

        dynamic "count" {
          for_each = rule.value.count_only ? [true] : []
          content {}
        }
      }

      statement {
        managed_rule_group_statement {
          vendor_name = "AWS"
          name        = rule.key
          version     = rule.value.version

          dynamic "rule_action_override" {
            for_each = rule.value.counted_rules

            content {
              name = rule_action_override.value

              action_to_use {
                count {}
              }
            }
          }
        }
      }

      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = rule.key
        sampled_requests_enabled   = true
      }
    }
  }

  visibility_config {
    cloudwatch_metrics_enabled = true
    metric_name                = var.name
    sampled_requests_enabled   = true
  }

  tags = var.tags

  lifecycle {
    # With another name: what is guarded goes over to the new one before the old one goes.
    create_before_destroy = true

    precondition {
      condition     = var.scope == "REGIONAL" || local.region == "us-east-1"
      error_message = "Web ACL ${var.name} for CloudFront must be made in us-east-1, not ${local.region}: call the module with providers = { aws = aws.us_east_1 }."
    }
  }
}

resource "aws_wafv2_web_acl_association" "this" {
  for_each = var.resource_arns

  resource_arn = each.value
  web_acl_arn  = aws_wafv2_web_acl.this.arn
}
