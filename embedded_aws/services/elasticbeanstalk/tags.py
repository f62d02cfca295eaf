"""Tags of everything in Elastic Beanstalk."""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.elasticbeanstalk.base import TAGS, service


@service.operation("ListTagsForResource")
def list_tags(call: Call) -> Answer:
    resource = call.parameters["ResourceArn"]
    if resource not in call.store[TAGS]:
        raise AwsError("ResourceNotFoundException", f"Resource not found for arn: {resource}")
    tags = [{"Key": key, "Value": value} for key, value in call.store[TAGS][resource].items()]
    return {"ResourceArn": resource, "ResourceTags": tags}


@service.operation("UpdateTagsForResource")
def update_tags(call: Call) -> Answer:
    kept = call.store[TAGS].setdefault(call.parameters["ResourceArn"], {})
    for key in call.parameters.get("TagsToRemove", []):
        kept.pop(key, None)
    kept.update({each["Key"]: each["Value"] for each in call.parameters.get("TagsToAdd", [])})
    return {}
