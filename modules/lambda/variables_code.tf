variable "architecture" {
  description = "Processor: arm64, or x86_64 for packages that were compiled for it."
  type        = string
  default     = "arm64"
  nullable    = false

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "architecture must be arm64 or x86_64."
  }
}

variable "code_owner" {
  description = "Who deploys the code: terraform, or external, where Terraform uploads the package once and then leaves code and alias alone."
  type        = string
  default     = "terraform"
  nullable    = false

  validation {
    condition     = contains(["terraform", "external"], var.code_owner)
    error_message = "code_owner must be terraform or external."
  }
}

variable "code_signing" {
  description = "Takes only packages that AWS Signer signed with these versions of profiles; `allow_unsigned` takes others with a warning. Null checks no signatures."
  type = object({
    profile_version_arns = list(string)
    allow_unsigned       = optional(bool, false)
  })
  default = null

  validation {
    condition     = var.code_signing == null ? true : length(var.code_signing.profile_version_arns) > 0 && length(var.code_signing.profile_version_arns) <= 20
    error_message = "code_signing must list 1 to 20 profile_version_arns."
  }

  validation {
    condition = var.code_signing == null ? true : alltrue([
      for arn in var.code_signing.profile_version_arns : can(regex("^arn:[a-z-]+:signer:[a-z0-9-]+:[0-9]{12}:/signing-profiles/[^/]+/[^/]+$", arn))
    ])
    error_message = "code_signing must list profile_version_arns with the version, such as arn:aws:signer:us-east-1:123456789012:/signing-profiles/NAME/VERSION."
  }

  validation {
    condition     = var.code_signing == null || var.image == null
    error_message = "code_signing is for packages; Lambda checks no signatures of images."
  }
}

variable "filename" {
  description = "Package (.zip or .jar) to deploy, relative to where Terraform runs. Null, or a file that does not exist yet, deploys a placeholder."
  type        = string
  default     = null

  validation {
    condition     = var.filename == null ? true : can(regex("\\.(zip|jar)$", var.filename))
    error_message = "filename must end in .zip or .jar."
  }

  validation {
    condition     = length([for source in [var.filename, var.s3_package, var.image] : source if source != null]) <= 1
    error_message = "filename, s3_package and image are three sources of code; give one of them."
  }
}

variable "handler" {
  description = "Where the code of a package starts, such as lambda_function.lambda_handler. Null for an image, which knows it."
  type        = string
  default     = null

  validation {
    condition     = var.image != null || can(regex(startswith(var.runtime, "provided.") ? "^\\S{1,128}$" : "^\\S+\\.\\S+$", var.handler))
    error_message = "handler must name a file and a function without spaces, such as lambda_function.lambda_handler."
  }

  validation {
    condition     = var.image == null || var.handler == null
    error_message = "handler is for packages; leave it out and give image.command, or nothing."
  }
}

variable "image" {
  description = "Container image in ECR that holds the code and its own runtime. A tag that moves deploys nothing: give a digest, or a new tag each time. Null is for packages."
  type = object({
    uri               = string
    command           = optional(list(string))
    entry_point       = optional(list(string))
    working_directory = optional(string)
  })
  default = null

  validation {
    condition     = var.image == null ? true : can(regex("^[0-9]{12}\\.dkr\\.ecr\\.[a-z0-9-]+\\.[a-z.]+/[^:@]+(:[^:@]+|@sha256:[0-9a-f]{64})$", var.image.uri))
    error_message = "image must have the uri of an image in ECR with its tag or digest, such as 123456789012.dkr.ecr.us-east-1.amazonaws.com/orders:1.2.0."
  }
}

variable "layer_arns" {
  description = "Versions of layers whose files the code finds below /opt; the last one wins."
  type        = list(string)
  default     = []
  nullable    = false

  validation {
    condition     = length(var.layer_arns) <= 5
    error_message = "layer_arns must be at most 5; Lambda takes no more."
  }

  validation {
    condition     = alltrue([for arn in var.layer_arns : can(regex("^arn:[a-z-]+:lambda:[a-z0-9-]+:[0-9]{12}:layer:[a-zA-Z0-9_-]+:[0-9]+$", arn))])
    error_message = "layer_arns must end in a version, such as arn:aws:lambda:us-east-1:123456789012:layer:shared:3."
  }

  validation {
    condition     = length(var.layer_arns) == 0 || var.image == null
    error_message = "layer_arns are for packages; build their files into the image."
  }
}

variable "runtime" {
  description = "Language runtime, such as python3.13 or nodejs22.x. An image brings its own."
  type        = string
  default     = "python3.13"
  nullable    = false

  # The provider knows which runtimes exist; a newer one than this module must pass.
  validation {
    condition     = can(regex("^(python3\\.[0-9]+|nodejs[0-9]+\\.x|java[0-9]+(\\.al2)?|dotnet[0-9]+|ruby[0-9]+\\.[0-9]+|provided\\.al[0-9]+)$", var.runtime))
    error_message = "runtime must look like python3.13, nodejs22.x, java21, dotnet8, ruby3.4 or provided.al2023."
  }

  # Those that Lambda neither makes nor updates functions with any more.
  # https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html#runtimes-deprecated
  validation {
    condition     = var.image != null || !can(regex("^(python3\\.[0-7]|nodejs([0-9]|1[0-4])\\.x|java8|dotnet[0-5]|ruby2\\.[0-9]+)$", var.runtime))
    error_message = "runtime ${var.runtime} is retired: Lambda makes and updates no functions with it; take a newer one."
  }
}

variable "s3_package" {
  description = "Package in a bucket of the same region. Without object_version a new package needs a new key. Null is for filename and image."
  type = object({
    bucket         = string
    key            = string
    object_version = optional(string)
  })
  default = null
}

variable "snap_start_enabled" {
  description = "Whether versions start from a snapshot of the initialised code, for python3.12, java11, dotnet8 and newer."
  type        = bool
  default     = false
  nullable    = false

  validation {
    condition     = !var.snap_start_enabled || can(regex("^(python3\\.(1[2-9]|[2-9][0-9])|java[1-9][0-9]|dotnet([89]|[1-9][0-9]))", var.runtime))
    error_message = "snap_start_enabled needs the runtime python3.12, java11, dotnet8 or newer; ${var.runtime} has no SnapStart."
  }

  validation {
    condition     = !var.snap_start_enabled || var.image == null
    error_message = "snap_start_enabled is for packages; images have no SnapStart."
  }

  validation {
    condition     = !var.snap_start_enabled || var.provisioned_concurrency == null
    error_message = "snap_start_enabled and provisioned_concurrency exclude each other; leave one out."
  }

  validation {
    condition     = !var.snap_start_enabled || var.file_system == null
    error_message = "snap_start_enabled and file_system exclude each other; leave one out."
  }

  validation {
    condition     = !var.snap_start_enabled || var.ephemeral_storage_size == 512
    error_message = "snap_start_enabled allows no more than 512 MB: leave ephemeral_storage_size out."
  }
}
