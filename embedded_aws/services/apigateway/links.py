"""VPC links to Network Load Balancers, and the certificates that API Gateway shows to backends."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.kinds import Key, bad_request
from embedded_aws.services.apigateway.base import RestKind, not_found, now
from embedded_aws.services.apigateway.stages import SNAPSHOTS


class VpcLinks(RestKind):
    def missing(self, key: Key) -> AwsError:
        return not_found("Invalid Vpc Link identifier specified")

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        item["status"] = "PENDING"
        item.setdefault("tags", {})

    def show(self, call: Call, key: Key, item: Answer) -> Answer:
        """Finish the link when it is next looked at, as AWS does: failed where its target is no load balancer."""
        if call.operation == "GetVpcLink" and item["status"] == "PENDING":
            item |= _outcome(call, item["targetArns"][0])
        return item

    def release(self, call: Call, key: Key, item: Answer) -> None:
        """Keep a link that an API has now, or that a stage shows: [ANY:resource:stage], [ANY:resource] before that.

        https://github.com/hashicorp/terraform-provider-aws/issues/12195, https://github.com/hashicorp/terraform/issues/18392
        """
        used = [
            f"{method}:{resource}:{stage}"
            for (api, stage), each in call.store["Stage"].items()
            for (_, resource, method) in _users(
                key[0], call.store[SNAPSHOTS][(api, each["deploymentId"])]["Integration"]
            )
        ]
        used += [f"{method}:{resource}" for _, resource, method in _users(key[0], call.store["Integration"])]
        if used:
            raise bad_request(
                f"Cannot delete vpc link. Vpc link '{key[0]}', is referenced in [{', '.join(used)}] in format of "
                "[Method:Resource:Stage]."
            )


class ClientCertificates(RestKind):
    make_verb = "Generate"

    def missing(self, key: Key) -> AwsError:
        return not_found("Invalid Client Certificate identifier specified")

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        item["createdDate"] = now()
        item["expirationDate"] = item["createdDate"] + datetime.timedelta(days=365)
        item["pemEncodedCertificate"] = _certificate(item["createdDate"], item["expirationDate"])
        item.setdefault("tags", {})

    def release(self, call: Call, key: Key, item: Answer) -> None:
        for (_, stage), each in call.store["Stage"].items():
            if each.get("clientCertificateId") == key[0]:
                raise bad_request(f"Client certificate {key[0]} is used by stage {stage}.")


vpc_links = VpcLinks("VpcLink", "vpcLinkId")
client_certificates = ClientCertificates("ClientCertificate", "clientCertificateId", field="clientCertificateId")


def _users(link: str, integrations: Mapping[Key, Answer]) -> list[Key]:
    """Return the methods whose integrations go through the link."""
    return [key for key, each in integrations.items() if each.get("connectionId") == link]


def _outcome(call: Call, arn: str) -> Answer:
    try:
        balancer = call.ask("elbv2:DescribeLoadBalancers", LoadBalancerArns=[arn])["LoadBalancers"][0]
    except AwsError:
        return {"status": "FAILED", "statusMessage": f"NLB ARN is malformed or does not exist: {arn}"}
    if balancer["Type"] != "network":
        return {"status": "FAILED", "statusMessage": f"{arn} is no Network Load Balancer"}
    return {"status": "AVAILABLE", "statusMessage": "Your vpc link is ready for use"}


def _certificate(start: datetime.datetime, end: datetime.datetime) -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ApiGateway")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number()).not_valid_before(start).not_valid_after(end)
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM).decode()
