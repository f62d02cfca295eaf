"""Custom domain names, and the API that each of their base paths leads to."""

from __future__ import annotations

from typing import Any

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.kinds import Key, bad_request, conflict, identifier
from embedded_aws.services.apigateway.base import RestKind, not_found, now
from embedded_aws.services.apigateway.rest_apis import rest_apis

REGIONAL_ZONE = "Z1UJRXOUMOOFQ8"
_CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2"
NO_PATH = "(none)"


class DomainNames(RestKind):
    def missing(self, key: Key) -> AwsError:
        return not_found("Invalid domain name identifier specified")

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        if key in self.kept(call):
            raise bad_request("The domain name you provided already exists.")
        item["certificateUploadDate"] = now()
        item.setdefault("endpointConfiguration", {"types": ["EDGE"]}).setdefault("ipAddressType", "ipv4")
        item.setdefault("securityPolicy", "TLS_1_2")
        item.setdefault("routingMode", "BASE_PATH_MAPPING_ONLY")
        item.setdefault("tags", {})
        item["domainNameStatus"] = "AVAILABLE"
        item["domainNameArn"] = f"arn:aws:apigateway:{call.region}::/domainnames/{key[0]}"

    def check(self, call: Call, key: Key, item: Answer) -> None:
        if item["endpointConfiguration"]["types"] == ["EDGE"]:
            check_certificate(call, item.get("certificateArn", ""), region="us-east-1")
            item.setdefault("distributionDomainName", f"d{identifier(13)}.cloudfront.net")
            item["distributionHostedZoneId"] = _CLOUDFRONT_ZONE
        else:
            check_certificate(call, item.get("regionalCertificateArn") or item.get("certificateArn", ""))
            regional = f"d-{identifier(10)}.execute-api.{call.region}.amazonaws.com"
            item.setdefault("regionalDomainName", regional)
            item["regionalHostedZoneId"] = REGIONAL_ZONE
        check_trust_store(call, item.get("mutualTlsAuthentication", {}).get("truststoreUri"))
        if not item.get("mutualTlsAuthentication", {}).get("truststoreUri"):
            item.pop("mutualTlsAuthentication", None)


class BasePathMappings(RestKind):
    def missing(self, key: Key) -> AwsError:
        return not_found("Invalid base path mapping identifier specified")

    def identifier(self, call: Call) -> str:
        return NO_PATH

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        if key in self.kept(call):
            raise conflict("Base path already exists for this domain name")

    def check(self, call: Call, key: Key, item: Answer) -> None:
        if (item["restApiId"],) not in rest_apis.kept(call):
            raise bad_request("Invalid REST API identifier specified")
        stage = item.get("stage")
        if stage and (item["restApiId"], stage) not in call.store["Stage"]:
            raise bad_request("Invalid stage identifier specified")

    def update(self, call: Call) -> Answer:
        """Change the mapping, and move it where its path changes."""
        answer = super().update(call)
        domain, before = call.parameters["domainName"], call.parameters["basePath"]
        answer["basePath"] = answer.get("basePath") or NO_PATH
        if answer["basePath"] != before:
            self.kept(call)[(domain, answer["basePath"])] = self.kept(call).pop((domain, before))
        return answer

    def change(self, call: Call, key: Key, item: Answer) -> None:
        # The provider and the documentation write the API's identifier differently.
        for patch in call.parameters.get("patchOperations", []):
            name = "restApiId" if patch["path"].lower() == "/restapiid" else patch["path"].removeprefix("/")
            if name not in {"basePath", "restApiId", "stage"}:
                raise bad_request(f"Invalid patch path {patch['path']}")
            item[name] = patch.get("value", "")


domain_names = DomainNames("DomainName", "domainName", field="domainName")
base_path_mappings = BasePathMappings(
    "BasePathMapping", "domainName", "basePath", field="basePath", parent=domain_names
)


def check_certificate(call: Call, arn: str, region: str | None = None) -> None:
    """Refuse certificates that do not exist, or are in a region where API Gateway cannot use them."""
    wanted = region or call.region
    if not arn.startswith(f"arn:aws:acm:{wanted}:"):
        raise bad_request(f"The certificate must be one of ACM in {wanted}, not {arn or 'none'}.")
    if wanted != call.region:
        return
    try:
        call.ask("acm:DescribeCertificate", CertificateArn=arn)
    except AwsError:
        raise bad_request(f"Unable to find the certificate {arn}.") from None


def check_trust_store(call: Call, uri: Any) -> None:
    """Refuse a trust store that is no object of S3."""
    if not uri:
        return
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    try:
        call.ask("s3:HeadObject", Bucket=bucket, Key=key)
    except AwsError:
        raise bad_request(f"Invalid truststore URI {uri}: there is no such object.") from None
