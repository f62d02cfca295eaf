"""Kubernetes versions: how long each is supported."""

from __future__ import annotations

import datetime

from embedded_aws.additions import Answer, Call
from embedded_aws.services.eks.base import invalid, now, service

DEFAULT = "1.35"

# Release, end of standard support, end of extended support:
# https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
_CALENDAR = {
    "1.30": ("2024-05-23", "2025-07-23", "2026-07-23"),
    "1.31": ("2024-09-26", "2025-11-26", "2026-11-26"),
    "1.32": ("2025-01-23", "2026-03-23", "2027-03-23"),
    "1.33": ("2025-05-29", "2026-07-29", "2027-07-29"),
    "1.34": ("2025-10-02", "2026-12-02", "2027-12-02"),
    "1.35": ("2026-01-27", "2027-03-27", "2028-03-27"),
    "1.36": ("2026-06-02", "2027-08-02", "2028-08-02"),
}


def minor(version: str) -> int:
    """Return the 35 of 1.35; refuse what EKS does not have, or has no longer.

    InvalidParameterException "unsupported Kubernetes version": hashicorp/terraform-provider-aws#21410.
    """
    if version not in _CALENDAR:
        raise invalid(f"unsupported Kubernetes version {version}")
    return int(version.partition(".")[2])


@service.operation("DescribeClusterVersions")
def describe(call: Call) -> Answer:
    named = call.parameters.get("clusterVersions", [])
    statuses = {call.parameters.get("versionStatus"), call.parameters.get("status", "").upper()} - {None, ""}
    found = [_information(version) for version in reversed(_CALENDAR)]
    return {
        "clusterVersions": [
            version
            for version in found
            if (not named or version["clusterVersion"] in named)
            and (not statuses or version["versionStatus"] in statuses)
            and (not call.parameters.get("defaultOnly") or version["defaultVersion"])
        ]
    }


def _information(version: str) -> Answer:
    released, standard, extended = (_midnight(day) for day in _CALENDAR[version])
    phases = {"STANDARD_SUPPORT": standard, "EXTENDED_SUPPORT": extended}
    status = next((phase for phase, end in phases.items() if now() < end), "UNSUPPORTED")
    return {
        "clusterVersion": version,
        "clusterType": "eks",
        "defaultPlatformVersion": "eks.1",
        "defaultVersion": version == DEFAULT,
        "releaseDate": released,
        "endOfStandardSupportDate": standard,
        "endOfExtendedSupportDate": extended,
        "status": status.lower(),
        "versionStatus": status,
        "kubernetesPatchVersion": f"{version}.0",
    }


def _midnight(day: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(day).replace(tzinfo=datetime.UTC)
