"""What an environment's state holds, read as it lies in S3: no init, and nothing of it changed."""

from __future__ import annotations

import json
from typing import Any

from generator.environment import State, load
from generator.errors import Refusal
from generator.project import Project
from runner import terraform
from runner.aws import client, refusing
from runner.session import Session, open_session


def addresses(project: Project, name: str) -> list[str]:
    """Return the addresses of the resources in an environment's state; none where there is no state.

    An environment without an account has its state in the embedded AWS, and with that it is gone.
    """
    environment = load(project, name)
    if environment.account_id is None:
        from embedded_aws import server
        from embedded_aws.environment import environment as embedded

        running = server.status(project.work / "embedded-aws")
        if running is None:
            return []
        variables = embedded(running.url, environment.region, terraform.environment(project))
        session = Session(project, environment, f"embedded AWS {running.instance}", variables)
    else:
        session = open_session(project, name)
    return in_state(read(session, environment.backend))


def read(session: Session, backend: State) -> dict[str, Any] | None:
    """Return a state; None where there is none. Raises Refusal where AWS does not let us look."""
    from botocore.exceptions import ClientError

    s3 = client(session, "s3")
    with refusing(f"s3://{backend.bucket}/{backend.key}", "its state cannot be read"):
        try:
            found = s3.get_object(Bucket=backend.bucket, Key=backend.key)["Body"].read()
        except ClientError as error:
            if error.response["Error"]["Code"] in ("NoSuchKey", "NoSuchBucket", "404"):
                return None
            raise
    try:
        state: dict[str, Any] = json.loads(found)
    except ValueError:
        raise Refusal(f"s3://{backend.bucket}/{backend.key}: is no Terraform state.") from None
    return state


def in_state(state: dict[str, Any] | None) -> list[str]:
    """Return the addresses of what a state manages, without the keys of instances."""
    found = []
    for each in (state or {}).get("resources", []):
        if each.get("mode") == "managed" and each.get("instances"):
            found.append(".".join(filter(None, [each.get("module", ""), each["type"], each["name"]])))
    return sorted(found)
