variable "name" {
  description = "Name of the layer."
  type        = string

  validation {
    condition     = can(regex("^[a-zA-Z0-9_-]{1,64}$", var.name))
    error_message = "name must be 1 to 64 letters, digits, hyphens or underscores."
  }
}

variable "compatible_architectures" {
  description = "Processors that the files are for: arm64, x86_64. Empty is for both."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = alltrue([for architecture in var.compatible_architectures : contains(["arm64", "x86_64"], architecture)])
    error_message = "compatible_architectures must be arm64, x86_64 or both."
  }
}

variable "compatible_runtimes" {
  description = "Runtimes that the files are for, such as python3.13. Empty is for all."
  type        = list(string)
  default     = []
  nullable    = false

  # The provider knows which runtimes exist; a newer one than this module must pass.
  validation {
    condition = length(var.compatible_runtimes) <= 15 && alltrue([
      for runtime in var.compatible_runtimes :
      can(regex("^(python3\\.[0-9]+|nodejs[0-9]+\\.x|java[0-9]+(\\.al2)?|dotnet[0-9]+|ruby[0-9]+\\.[0-9]+|provided\\.al[0-9]+)$", runtime))
    ])
    error_message = "compatible_runtimes must be at most 15 that look like python3.13, nodejs22.x, java21, dotnet8, ruby3.4 or provided.al2023."
  }
}

variable "description" {
  description = "What is in the layer. Null leaves it out."
  type        = string
  default     = null

  validation {
    condition     = var.description == null ? true : length(var.description) <= 256
    error_message = "description must be at most 256 characters."
  }
}

variable "filename" {
  description = "Package (.zip), relative to where Terraform runs. Null is for s3_package."
  type        = string
  default     = null

  validation {
    condition     = var.filename == null ? true : endswith(var.filename, ".zip")
    error_message = "filename must end in .zip."
  }

  validation {
    condition     = (var.filename == null) != (var.s3_package == null)
    error_message = "filename and s3_package are two sources of the package; give one of them."
  }
}

variable "s3_package" {
  description = "Package in a bucket of the same region. Without object_version a new package needs a new key. Null is for filename."
  type = object({
    bucket         = string
    key            = string
    object_version = optional(string)
  })
  default = null
}
