"""Lambda@Edge: which functions a distribution takes.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/edge-functions-restrictions.html; sentences whose
source is not named are from memory of AWS's own.
"""

from __future__ import annotations

import json
import re

from embedded_aws.additions import Answer, AwsError, Call

_RUNTIME = re.compile(r"(nodejs\d+\.x|python3\.\d+)")


def check(call: Call, behavior: Answer) -> None:
    """Refuse the functions of a behavior that CloudFront would not copy to the edge."""
    associations = behavior.get("LambdaFunctionAssociations", {}).get("Items", [])
    functions = behavior.get("FunctionAssociations", {}).get("Items", [])
    if functions and any(each["EventType"].startswith("viewer-") for each in associations):
        raise AwsError(
            "InvalidFunctionAssociation",
            "You cannot associate a CloudFront function and a Lambda@Edge function with viewer events of one behavior.",
        )
    for association in associations:
        _check_function(call, association)


def _check_function(call: Call, association: Answer) -> None:
    function, _, version = association["LambdaFunctionARN"].rpartition(":")
    try:
        found = call.ask_all("lambda:GetFunctionConfiguration", FunctionName=function, Qualifier=version)
    except AwsError:
        return  # what does not exist is refused with the other references
    for wrong, sentence in (
        # https://github.com/serverless-components/lambda-edge-plugin/issues/8
        (found.get("Environment", {}).get("Variables"), "The function cannot have environment variables."),
        (found.get("Architectures", ["x86_64"]) != ["x86_64"], "The function has an unsupported architecture: arm64."),
        (found.get("Layers"), "The function cannot have layers."),
        (found.get("VpcConfig", {}).get("SubnetIds"), "The function cannot have a VPC configuration."),
        (found.get("DeadLetterConfig", {}).get("TargetArn"), "The function cannot have a dead letter queue."),
        (found.get("PackageType") == "Image", "The function cannot be a container image."),
        # https://github.com/Widen/cloudfront-auth/issues/59
        (
            found.get("PackageType") != "Image" and not _RUNTIME.fullmatch(found.get("Runtime", "")),
            f"The function has a runtime that is not supported by Lambda@Edge: {found.get('Runtime')}",
        ),
    ):
        if wrong:
            raise _refused(association, sentence)
    if association["EventType"].startswith("viewer-"):
        for field, most in (("MemorySize", 128), ("Timeout", 5), ("CodeSize", 1024 * 1024)):
            if found.get(field, 0) > most:
                raise _refused(association, f"The function's {field} is larger than the maximum allowed: {most}.")
    _check_role(call, association, found["Role"])


def _check_role(call: Call, association: Answer, role: str) -> None:
    try:
        trust = call.ask("iam:GetRole", RoleName=role.rpartition("/")[2])["Role"]["AssumeRolePolicyDocument"]
    except AwsError:
        return
    text = trust if isinstance(trust, str) else json.dumps(trust)
    if not all(f"{principal}.amazonaws.com" in text for principal in ("edgelambda", "lambda")):
        raise _refused(
            association,
            "The function execution role must be assumable with edgelambda.amazonaws.com as well as "
            "lambda.amazonaws.com principals.",
        )


def _refused(association: Answer, sentence: str) -> AwsError:
    return AwsError("InvalidLambdaFunctionAssociation", f"{sentence} Function: {association['LambdaFunctionARN']}")
