"""ACM: a certificate in use stays."""

from __future__ import annotations

from collections.abc import Iterator

from embedded_aws.additions import AwsError, Call, Service

service = Service("acm")


@service.refusal("DeleteCertificate")
def in_use(call: Call) -> None:
    arn = call.parameters["CertificateArn"]
    if arn in set(_used(call)):
        raise AwsError("ResourceInUseException", f"Certificate {arn} in account {call.account} is in use.")


def _used(call: Call) -> Iterator[str]:
    """Yield the certificates of listeners, of domain names of APIs, and of distributions."""
    for balancer in call.ask_all("elbv2:DescribeLoadBalancers").get("LoadBalancers", []):
        listeners = call.ask_all("elbv2:DescribeListeners", LoadBalancerArn=balancer["LoadBalancerArn"])
        for listener in listeners.get("Listeners", []):
            certificates = call.ask_all("elbv2:DescribeListenerCertificates", ListenerArn=listener["ListenerArn"])
            for certificate in [*listener.get("Certificates", []), *certificates.get("Certificates", [])]:
                yield certificate["CertificateArn"]
    for domain in call.ask_all("apigateway:GetDomainNames").get("items", []):
        yield from (domain[kind] for kind in ("certificateArn", "regionalCertificateArn") if kind in domain)
    for domain in call.ask_all("apigatewayv2:GetDomainNames").get("Items", []):
        for configuration in domain.get("DomainNameConfigurations", []):
            yield configuration.get("CertificateArn", "")
    for distribution in call.ask_all("cloudfront:ListDistributions").get("DistributionList", {}).get("Items", []):
        yield distribution.get("ViewerCertificate", {}).get("ACMCertificateArn", "")
