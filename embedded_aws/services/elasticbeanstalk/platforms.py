"""The platforms there are: a few of those of Amazon Linux 2023, by the names they had in autumn 2026."""

from __future__ import annotations

from embedded_aws.additions import Answer, Call
from embedded_aws.services.elasticbeanstalk.base import refusal, service

PLATFORMS = tuple(
    f"64bit Amazon Linux 2023 v{version} running {language}"
    for version, language in (
        ("4.7.2", "Python 3.13"),
        ("4.7.2", "Python 3.12"),
        ("4.7.2", "Python 3.11"),
        ("6.6.6", "Node.js 22"),
        ("6.6.6", "Node.js 20"),
        ("4.7.2", "Corretto 21"),
        ("4.7.2", "Corretto 17"),
        ("4.7.2", "Docker"),
        ("4.3.2", "ECS"),
        ("4.3.2", "Go 1"),
        ("4.7.3", "PHP 8.4"),
        ("3.5.2", ".NET 8"),
    )
)


@service.operation("ListAvailableSolutionStacks")
def list_platforms(_call: Call) -> Answer:
    details = [{"SolutionStackName": name, "PermittedFileTypes": ["zip"]} for name in PLATFORMS]
    return {"SolutionStacks": list(PLATFORMS), "SolutionStackDetails": details}


def check(name: str | None) -> None:
    """Refuse a platform that does not exist."""
    if name and name not in PLATFORMS:
        raise refusal(f"No Solution Stack named '{name}' found.")
