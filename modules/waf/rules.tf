# Rules of one's own, as literals: what must hold, and what, negated, must not.

locals {
  # Lists of values with * and ? as one regular expression each.
  _patterns = {
    for key, rule in var.rules : key => {
      for part, conditions in { when = rule.conditions, unless = rule.exceptions } : part => concat(
        [for field, values in { path = conditions.paths, host = conditions.hosts, method = conditions.methods } : {
          field                      = field
          header                     = field == "host" ? "host" : null
          values                     = values
        } if length(values) > 0],
        [for name, values in conditions.headers : { field = "header", header = lower(name), values = values }],
      )
    }
  }

  _nothing = { field = "", header = null, regex = null, countries = null, ip_set = null, label = null }

  _literals = {
    for key, rule in var.rules : key => flatten([
      for part, conditions in { when = rule.conditions, unless = rule.exceptions } : [
        for literal in concat(
          [for pattern in local._patterns[key][part] : merge(local._nothing, {
            field  = pattern.field
            header = pattern.header
            regex = "^(${join("|", [
              for value in pattern.values : replace(replace(replace(value, "/([.+^$(){}|\\[\\]\\\\])/", "\\$1"), "*", ".*"), "?", ".")
            ])})$"
          })],
          [for countries in [conditions.countries] : merge(local._nothing, { countries = countries }) if length(countries) > 0],
          [for cidrs in [conditions.source_cidrs] : merge(local._nothing, { ip_set = "${key}-${part}" }) if length(cidrs) > 0],
          [for label in conditions.label[*] : merge(local._nothing, { label = label })],
          ) : merge(literal, {
            negated = part == "unless"

            # An address that cannot be read gets nobody past a rule.
            fallback = part == "unless" || rule.action == "allow" ? "NO_MATCH" : try(var.forwarded_address.fallback, null)
        })
      ]
    ])
  }

  # WAF takes an "and" of two statements at least: one that always holds makes up for the second.
  _always = merge(local._nothing, { field = "path", regex = "^/", negated = false, fallback = null })

  rules = {
    for key, rule in var.rules : key => {
      priority       = rule.priority
      action         = rule.action
      rate_limit     = rule.rate_limit
      window_seconds = rule.window_seconds
      literals       = concat(local._literals[key], [for literal in [local._always] : literal if length(local._literals[key]) == 1])
    }
  }
}
