"""make deploy-code and make rollback-code: publish a function's package, and move the alias that callers invoke.

The alias goes to the new version at once, or sends it a share of the calls first; where the function has a CodeDeploy
deployment group, CodeDeploy moves it. The alias's description remembers the version before, for the way back.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import click

from generator.errors import Refusal
from runner.aws import client, refusing
from runner.choice import Misuse
from runner.deployed import Function, source
from runner.package import package
from runner.progress import step
from runner.session import Session

# Lambda quotas: what UpdateFunctionCode takes in a request; larger packages would have to go through S3.
_LARGEST = 50 << 20  # bytes
# CodeDeploy's slowest predefined shift, Linear10PercentEvery10Minutes, takes 100 minutes.
_PATIENCE = {"Delay": 5, "MaxAttempts": 1440}
_BEFORE = re.compile(r"before: (\d+)")


@dataclass(frozen=True)
class Alias:
    """Where an alias points: to a version, and with a share of the calls (0 to 1) to another one."""

    version: str
    before: str
    canary: Mapping[str, float]
    revision: str


class Deployment:
    """One function, and the AWS it runs on."""

    def __init__(self, session: Session, function: Function) -> None:
        self.session = session
        self.function = function
        self._lambda = client(session, "lambda")
        self._address = {"FunctionName": function.name, "Name": function.alias}

    def deploy(self, canary: str | None) -> None:
        """Build, upload and publish the code; give it all calls, or `canary` percent of them."""
        share = _share(canary)
        if share and self.function.application:
            raise Misuse("CANARY: CodeDeploy shifts this function's traffic, as deployment_config_name says.")
        with _refusing(self.function):
            version = self._publish()
            alias = self._alias()
            if version == alias.version and not alias.canary:
                self._say(f"version {version} has this code already, and all calls.")
            elif share:
                self._point(alias, alias.version, alias.before, {version: share})
                self._say(f"version {version} gets {canary} % of the calls, {alias.version} the rest.", "all", "back")
            elif self.function.application:
                self._hand_to_code_deploy(alias.version, version)
            else:
                self._point(alias, version, alias.version)
                self._say(f"version {version}, before {alias.version}.", "back")

    def roll_back(self) -> None:
        """End a canary; without one, point the alias to the version before."""
        with _refusing(self.function):
            alias = self._alias()
            if alias.canary:
                self._point(alias, alias.version, alias.before)
                self._say(f"version {alias.version} has all calls again.")
            elif alias.before:
                self._point(alias, alias.before, "")
                self._say(f"version {alias.before} again, no longer {alias.version}.")
            else:
                raise Refusal(
                    f"{self.function.key}: nothing to go back to; version {alias.version} is the only one known. "
                    f"aws lambda list-versions-by-function --function-name {self.function.name} lists the others."
                )

    def _publish(self) -> str:
        """Return the version that holds the code as it is here; a new one only if there is none."""
        now = self._lambda.get_function_configuration(FunctionName=self.function.name)
        architecture = now["Architectures"][0]
        folder = source(self.session.project, self.function, now["Handler"])
        target = self.session.project.work / "packages" / architecture / f"{self.function.key}.zip"
        with step(f"package {self.session.project.relative(folder)} for {architecture}"):
            built = package(folder, target, architecture=architecture)
        if built.size > _LARGEST:
            raise Refusal(f"{self.function.key}: the package has {built.size >> 20} MiB, and Lambda takes 50; slim it.")
        digest = base64.b64encode(bytes.fromhex(built.sha256)).decode()
        if now["CodeSha256"] != digest:
            with step(f"upload {built.size / 1e6:.1f} MB"):
                self._lambda.update_function_code(
                    FunctionName=self.function.name, ZipFile=target.read_bytes(), Architectures=[architecture]
                )
                self._lambda.get_waiter("function_updated_v2").wait(FunctionName=self.function.name)
        published = self._lambda.publish_version(FunctionName=self.function.name, CodeSha256=digest)
        with step(f"publish version {published['Version']}"):
            self._lambda.get_waiter("published_version_active").wait(
                FunctionName=self.function.name, Qualifier=published["Version"]
            )
        return str(published["Version"])

    def _alias(self) -> Alias:
        found = self._lambda.get_alias(**self._address)
        before = _BEFORE.search(found.get("Description", ""))
        return Alias(
            version=found["FunctionVersion"],
            before=before[1] if before else "",
            canary=(found.get("RoutingConfig") or {}).get("AdditionalVersionWeights") or {},
            revision=found["RevisionId"],
        )

    def _point(self, alias: Alias, version: str, before: str, canary: Mapping[str, float] | None = None) -> None:
        # The revision: whoever moved the alias meanwhile is not overruled.
        self._lambda.update_alias(
            **self._address,
            FunctionVersion=version,
            Description=f"before: {before}" if before else "",
            RoutingConfig={"AdditionalVersionWeights": dict(canary or {})},
            RevisionId=alias.revision,
        )

    def _hand_to_code_deploy(self, current: str, target: str) -> None:
        """Let CodeDeploy shift the traffic, and wait for it; its alarms take the traffic back."""
        properties = {"Name": self.function.name, "Alias": self.function.alias}
        specification = {
            "version": 0.0,
            "Resources": [
                {
                    self.function.name: {
                        "Type": "AWS::Lambda::Function",
                        "Properties": {**properties, "CurrentVersion": current, "TargetVersion": target},
                    }
                }
            ],
        }
        code_deploy = client(self.session, "codedeploy")
        started = code_deploy.create_deployment(
            applicationName=self.function.application,
            deploymentGroupName=self.function.group,
            revision={"revisionType": "AppSpecContent", "appSpecContent": {"content": json.dumps(specification)}},
        )
        with step(f"CodeDeploy deployment {started['deploymentId']}"):
            code_deploy.get_waiter("deployment_successful").wait(
                deploymentId=started["deploymentId"], WaiterConfig=_PATIENCE
            )
        self._lambda.update_alias(**self._address, Description=f"before: {current}")
        self._say(f"version {target}, before {current}; moved by CodeDeploy.")

    def _say(self, what: str, *next_steps: str) -> None:
        where = f"ENV={self.session.name} FUNCTION={self.function.key}"
        click.secho(f"{self.function.key} on {self.session.where}: {what}", bold=True)
        for each in next_steps:
            verb = {"all": "Give it all calls", "back": "Go back"}[each]
            click.echo(f"{verb}: make {'deploy' if each == 'all' else 'rollback'}-code {where}")


def _share(canary: str | None) -> float:
    if not canary:
        return 0.0
    if not (canary.isascii() and canary.isdigit() and 0 < int(canary) < 100):
        raise Misuse(f"CANARY={canary!r}: give the percentage of the calls, from 1 to 99, or leave it out for all.")
    return int(canary) / 100


@contextmanager
def _refusing(function: Function) -> Iterator[None]:
    """Turn what AWS refuses into a sentence."""
    from botocore.exceptions import ClientError, WaiterError

    with refusing(function.key, "nothing was taken into use"):
        try:
            yield
        except WaiterError as error:
            state: dict[str, Any] = error.last_response  # type: ignore[assignment]
            why = state.get("deploymentInfo", {}).get("errorInformation", {}).get("message") or error
            raise Refusal(
                f"{function.key}: the deployment did not succeed ({why}); callers keep what they had."
            ) from None
        except ClientError as error:
            if error.response["Error"]["Code"] != "PreconditionFailedException":
                raise
            raise Refusal(f"{function.key}: somebody else moved the alias meanwhile; look, and run again.") from None
