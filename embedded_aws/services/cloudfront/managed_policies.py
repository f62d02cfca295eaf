"""The policies that AWS manages: the same ids in every account.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
"""

from __future__ import annotations

import datetime
from typing import Any

from embedded_aws.additions import Answer
from embedded_aws.services.cloudfront.base import Tagged
from embedded_aws.services.cloudfront.kinds import (
    CACHE_POLICIES,
    ORIGIN_REQUEST_POLICIES,
    RESPONSE_HEADERS_POLICIES,
    Policy,
)

_MADE = datetime.datetime(2020, 7, 22, tzinfo=datetime.UTC)
_YEAR = 365 * 24 * 60 * 60


def _offer(kind: Policy, identifier: str, name: str, **config: Any) -> None:
    shown = {"Id": identifier, "LastModifiedTime": _MADE, kind.config: {"Name": name, **config}}
    kind.managed[identifier] = Tagged(shown)


def _part(kind: str, behavior: str, *names: str) -> Answer:
    """Return which cookies, headers or query strings count, as the configuration says it."""
    behavior_field = {"Cookies": "CookieBehavior", "Headers": "HeaderBehavior", "QueryStrings": "QueryStringBehavior"}[
        kind
    ]
    chosen = {kind: {"Quantity": len(names), "Items": list(names)}} if names else {}
    return {f"{kind}Config": {behavior_field: behavior, **chosen}}


def _cache(identifier: str, name: str, ttls: tuple[int, int, int], *, compressed: bool, **parts: Answer) -> None:
    nothing = {**_part("Cookies", "none"), **_part("Headers", "none"), **_part("QueryStrings", "none")}
    chosen = {name: value for part in parts.values() for name, value in part.items()}
    _offer(
        CACHE_POLICIES,
        identifier,
        name,
        MinTTL=ttls[0],
        DefaultTTL=ttls[1],
        MaxTTL=ttls[2],
        ParametersInCacheKeyAndForwardedToOrigin={
            "EnableAcceptEncodingGzip": compressed,
            "EnableAcceptEncodingBrotli": compressed,
            **nothing,
            **chosen,
        },
    )


def _origin_request(identifier: str, name: str, headers: Answer, cookies: str, query_strings: str) -> None:
    parts = {**headers, **_part("Cookies", cookies), **_part("QueryStrings", query_strings)}
    _offer(ORIGIN_REQUEST_POLICIES, identifier, name, **parts)


_ORIGIN_HEADERS = ("Origin", "Access-Control-Request-Headers", "Access-Control-Request-Method")

_cache("658327ea-f89d-4fab-a63d-7e88639e58f6", "Managed-CachingOptimized", (1, 86400, _YEAR), compressed=True)
_cache(
    "b2884449-e4de-46a7-ac36-70bc7f1ddd6d",
    "Managed-CachingOptimizedForUncompressedObjects",
    (1, 86400, _YEAR),
    compressed=False,
)
_cache("4135ea2d-6df8-44a3-9df3-4b5a84be39ad", "Managed-CachingDisabled", (0, 0, 0), compressed=False)
_cache(
    "08627262-05a9-4f76-9ded-b50ca2e3a84f",
    "Managed-Elemental-MediaPackage",
    (0, 86400, _YEAR),
    compressed=False,
    headers=_part("Headers", "whitelist", "origin"),
    query_strings=_part("QueryStrings", "whitelist", "aws.manifestfilter", "start", "end", "m"),
)
_cache(
    "2e54312d-136d-493c-8eb9-b001f22f67d2",
    "Managed-Amplify",
    (2, 2, 600),
    compressed=True,
    cookies=_part("Cookies", "all"),
    headers=_part("Headers", "whitelist", "Authorization", "CloudFront-Viewer-Country", "Host"),
    query_strings=_part("QueryStrings", "all"),
)
_cache(
    "83da9c7e-98b4-4e11-a168-04f0df8e2c65",
    "UseOriginCacheControlHeaders",
    (0, 0, _YEAR),
    compressed=True,
    cookies=_part("Cookies", "all"),
    headers=_part(
        "Headers", "whitelist", "Host", "Origin", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"
    ),
)
_cache(
    "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
    "UseOriginCacheControlHeaders-QueryStrings",
    (0, 0, _YEAR),
    compressed=True,
    cookies=_part("Cookies", "all"),
    headers=_part(
        "Headers", "whitelist", "Host", "Origin", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"
    ),
    query_strings=_part("QueryStrings", "all"),
)

_origin_request(
    "216adef6-5c7f-47e4-b989-5492eafa07d3", "Managed-AllViewer", _part("Headers", "allViewer"), "all", "all"
)
_origin_request(
    "33f36d7e-f396-46d9-90e0-52428a34d9dc",
    "Managed-AllViewerAndCloudFrontHeaders-2022-06",
    _part("Headers", "allViewerAndWhitelistCloudFront", "CloudFront-Viewer-Country", "CloudFront-Viewer-Address"),
    "all",
    "all",
)
_origin_request(
    "b689b0a8-53d0-40ab-baf2-68738e2966ac",
    "Managed-AllViewerExceptHostHeader",
    _part("Headers", "allExcept", "Host"),
    "all",
    "all",
)
_origin_request(
    "59781a5b-3903-41f3-afcb-af62929ccde1",
    "Managed-CORS-CustomOrigin",
    _part("Headers", "whitelist", "Origin"),
    "none",
    "none",
)
_origin_request(
    "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf",
    "Managed-CORS-S3Origin",
    _part("Headers", "whitelist", *_ORIGIN_HEADERS),
    "none",
    "none",
)
_origin_request(
    "775133bc-15f2-49f9-abea-afb2e0bf67d2",
    "Managed-Elemental-MediaTailor-PersonalizedManifests",
    _part("Headers", "whitelist", *_ORIGIN_HEADERS, "User-Agent", "X-Forwarded-For"),
    "none",
    "all",
)
_origin_request(
    "bf0718e1-ba1e-49d1-88b1-f726733018ae",
    "Managed-HostHeaderOnly",
    _part("Headers", "whitelist", "Host"),
    "none",
    "none",
)
_origin_request(
    "acba4595-bd28-49b8-b9fe-13317c0390fa",
    "Managed-UserAgentRefererHeaders",
    _part("Headers", "whitelist", "User-Agent", "Referer"),
    "none",
    "none",
)

_SECURITY: Answer = {
    "SecurityHeadersConfig": {
        "ContentTypeOptions": {"Override": True},
        "FrameOptions": {"Override": False, "FrameOption": "SAMEORIGIN"},
        "ReferrerPolicy": {"Override": False, "ReferrerPolicy": "strict-origin-when-cross-origin"},
        "StrictTransportSecurity": {"Override": False, "AccessControlMaxAgeSec": 31536000},
        "XSSProtection": {"Override": False, "Protection": True, "ModeBlock": True},
    }
}


def _cors(*methods: str, exposed: bool) -> Answer:
    everything = {"Quantity": 1, "Items": ["*"]}
    return {
        "CorsConfig": {
            "AccessControlAllowOrigins": everything,
            "AccessControlAllowHeaders": everything,
            "AccessControlAllowMethods": {"Quantity": len(methods), "Items": list(methods)},
            "AccessControlAllowCredentials": False,
            "OriginOverride": False,
            **({"AccessControlExposeHeaders": everything} if exposed else {}),
        }
    }


_SIMPLE = _cors("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", exposed=False)
_PREFLIGHT = _cors("GET", "HEAD", "PUT", "POST", "PATCH", "DELETE", "OPTIONS", exposed=True)

_offer(RESPONSE_HEADERS_POLICIES, "60669652-455b-4ae9-85a4-c4c02393f86c", "Managed-SimpleCORS", **_SIMPLE)
_offer(RESPONSE_HEADERS_POLICIES, "5cc3b908-e619-4b99-88e5-2cf7f45965bd", "Managed-CORS-With-Preflight", **_PREFLIGHT)
_offer(RESPONSE_HEADERS_POLICIES, "67f7725c-6f97-4210-82d7-5512b31e9d03", "Managed-SecurityHeadersPolicy", **_SECURITY)
_offer(
    RESPONSE_HEADERS_POLICIES,
    "e61eb60c-9c35-4d20-a928-2b84e02af89c",
    "Managed-CORS-and-SecurityHeadersPolicy",
    **_SIMPLE,
    **_SECURITY,
)
_offer(
    RESPONSE_HEADERS_POLICIES,
    "eaab4381-ed33-4a86-88ca-d9558dc6cd63",
    "Managed-CORS-with-preflight-and-SecurityHeadersPolicy",
    **_PREFLIGHT,
    **_SECURITY,
)
