"""Custom domain names, and the API that each of their paths leads to."""

from __future__ import annotations

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.kinds import Key, bad_request, conflict, identifier
from embedded_aws.services.apigateway.domain_names import REGIONAL_ZONE, check_certificate, check_trust_store
from embedded_aws.services.apigatewayv2.base import HttpKind, not_found, rest_store


class DomainNames(HttpKind):
    def missing(self, key: Key) -> AwsError:
        return not_found("The domain name resource specified in the request was not found.")

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        if key in self.kept(call) or key in rest_store(call)["DomainName"]:
            raise bad_request("The domain name resource already exists.")
        item["ApiMappingSelectionExpression"] = "$request.basepath"
        item["DomainNameArn"] = f"arn:aws:apigateway:{call.region}::/domainnames/{key[0]}"
        item.setdefault("RoutingMode", "API_MAPPING_ONLY")
        item.setdefault("Tags", {})

    def change(self, call: Call, key: Key, item: Answer) -> None:
        before = item["DomainNameConfigurations"][0]
        super().change(call, key, item)
        item["DomainNameConfigurations"] = [before | item["DomainNameConfigurations"][0]]

    def check(self, call: Call, key: Key, item: Answer) -> None:
        configurations = item.get("DomainNameConfigurations", [])
        if len(configurations) != 1:
            raise bad_request("DomainNameConfigurations must hold exactly one configuration.")
        configuration = configurations[0]
        check_certificate(call, configuration.get("CertificateArn", ""))
        configuration.setdefault("ApiGatewayDomainName", f"d-{identifier(10)}.execute-api.{call.region}.amazonaws.com")
        configuration.setdefault("EndpointType", "REGIONAL")
        configuration.setdefault("SecurityPolicy", "TLS_1_2")
        configuration.setdefault("IpAddressType", "ipv4")
        configuration["HostedZoneId"] = REGIONAL_ZONE
        configuration["DomainNameStatus"] = "AVAILABLE"
        trusted = item.get("MutualTlsAuthentication", {}).get("TruststoreUri")
        check_trust_store(call, trusted)
        if not trusted:
            item.pop("MutualTlsAuthentication", None)


class ApiMappings(HttpKind):
    def complete(self, call: Call, key: Key, item: Answer) -> None:
        item.setdefault("ApiMappingKey", "")

    def change(self, call: Call, key: Key, item: Answer) -> None:
        item |= {name: call.parameters[name] for name in ("ApiId", "ApiMappingKey", "Stage") if name in call.parameters}

    def check(self, call: Call, key: Key, item: Answer) -> None:
        others = [each["ApiMappingKey"] for other, each in self.within(call, key[:1]).items() if other != key]
        if item["ApiMappingKey"] in others:
            raise conflict(f"ApiMapping key {item['ApiMappingKey'] or '(empty)'} already exists for this domain name.")
        if item["ApiMappingKey"].startswith("/") or item["ApiMappingKey"].endswith("/"):
            raise bad_request("API mapping key should not start or end with a '/'.")
        # A domain may lead to REST APIs as well.
        if (item["ApiId"], item["Stage"]) not in {**call.store["Stage"], **rest_store(call)["Stage"]}:
            raise bad_request(f"Invalid stage identifier specified: {item['ApiId']}/{item['Stage']}")


domain_names = DomainNames("DomainName", "DomainName")
api_mappings = ApiMappings("ApiMapping", "DomainName", "ApiMappingId", parent=domain_names)
