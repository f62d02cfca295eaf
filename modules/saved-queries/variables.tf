variable "name" {
  description = "Folder that the queries stand in, in the console of Logs Insights."
  type        = string

  validation {
    condition     = can(regex("^[^/].{0,199}$", var.name))
    error_message = "name must be 1 to 200 characters, and not start with a slash."
  }
}

variable "queries" {
  description = "Queries by name: the log groups that they search, and their text in the language of Logs Insights."
  type = map(object({
    log_group_names = list(string)
    query           = string
  }))
  nullable = false

  # PutQueryDefinition, queryString
  validation {
    condition     = alltrue([for query in var.queries : length(trimspace(query.query)) > 0 && length(query.query) <= 10000])
    error_message = "queries must have a query of 1 to 10,000 characters."
  }

  # StartQuery, logGroupNames: up to 50
  validation {
    condition     = alltrue([for query in var.queries : length(query.log_group_names) > 0 && length(query.log_group_names) <= 50])
    error_message = "queries must name 1 to 50 log groups, which is what Logs Insights searches at once."
  }
}
