"""VPC links, into the subnets of a VPC."""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.kinds import Key, bad_request, conflict
from embedded_aws.services.apigatewayv2.base import HttpKind, now


class VpcLinks(HttpKind):
    def complete(self, call: Call, key: Key, item: Answer) -> None:
        item["CreatedDate"] = now()
        item["VpcLinkVersion"] = "V2"
        item["VpcLinkStatus"] = "PENDING"
        item.setdefault("SecurityGroupIds", [])
        item.setdefault("Tags", {})
        _check_network(call, item)

    def show(self, call: Call, key: Key, item: Answer) -> Answer:
        if call.operation == "GetVpcLink":
            item["VpcLinkStatus"] = "AVAILABLE"
            item["VpcLinkStatusMessage"] = "VPC link is ready to route traffic"
        return item

    def release(self, call: Call, key: Key, item: Answer) -> None:
        for (api, integration), each in call.store["Integration"].items():
            if each.get("ConnectionId") == key[0]:
                raise conflict(f"Cannot delete VPC link. Vpc link '{key[0]}', is referenced in [{api}:{integration}]")


vpc_links = VpcLinks("VpcLink", "VpcLinkId")


def _check_network(call: Call, item: Answer) -> None:
    try:
        call.ask("ec2:DescribeSubnets", SubnetIds=item["SubnetIds"])
        if item["SecurityGroupIds"]:
            call.ask("ec2:DescribeSecurityGroups", GroupIds=item["SecurityGroupIds"])
    except AwsError as error:
        raise bad_request(f"Invalid network of the VPC link: {error.message}") from None
