# An API to send requests to: each kind of authorization that the embedded AWS judges.

module "hello" {
  source = "../../modules/lambda"

  name                      = "hello"
  account_id                = "123456789012"
  handler                   = "hello.handler"
  filename                  = "functions.zip"
  dead_letter_queue_enabled = false
}

module "gate" {
  source = "../../modules/lambda"

  name                      = "gate"
  account_id                = "123456789012"
  handler                   = "gate.handler"
  filename                  = "functions.zip"
  dead_letter_queue_enabled = false
}

module "requests" {
  source = "../../modules/http-api"

  name        = "requests"
  authorizers = { gate = { lambda = module.gate } }

  routes = {
    "$default"          = { authorization = "NONE", public = true, lambda = module.hello }
    "GET /hello/{name}" = { authorization = "NONE", public = true, lambda = module.hello }
    "ANY /kept/{file+}" = { authorization = "CUSTOM", authorizer_key = "gate", lambda = module.hello }
    "GET /signed"       = { authorization = "AWS_IAM", lambda = module.hello }
  }
}
