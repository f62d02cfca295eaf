"""The kinds of things that are an id, a configuration and an entity tag: policies, identities, controls, keys."""

from __future__ import annotations

import copy
import re
import secrets
import uuid
from typing import Any

from embedded_aws.additions import Answer, AwsError, Call
from embedded_aws.services.cloudfront.base import (
    DISTRIBUTIONS,
    Tagged,
    identifier,
    invalid,
    leaves,
    listed,
    location,
    now,
    service,
    users,
)


class Kind:
    """One kind, by its name in the model; its operations are CreateNAME, GetNAME, GetNAMEConfig and so on."""

    def __init__(self, name: str, plural: str, *, missing: str = "", used: str = "", summary: str = "") -> None:
        self.name = name
        self.config = f"{name}Config"
        self._missing = missing or f"NoSuch{name}"
        self._used = used or f"{name}InUse"
        self._summary = summary
        offered = {
            f"Create{name}": self.create,
            f"Get{name}": self.get,
            f"Get{name}Config": self.get_config,
            f"List{plural}": self.list_all,
            f"Update{name}": self.update,
            f"Delete{name}": self.delete,
        }
        service.operations.update(offered)

    # What a kind may say of itself

    def identifier(self) -> str:
        return identifier()

    def more(self) -> Answer:
        """Return what one has besides its id and configuration."""
        return {"LastModifiedTime": now()}

    def check(self, call: Call, config: Answer, old: Answer | None) -> None:
        """Refuse what does not hold together, new or changed."""

    def users(self, call: Call, thing: Answer) -> list[str]:
        """Return who refers to it."""
        return users(call, thing["Id"])

    def in_use(self, using: list[str]) -> str:
        return f"The {self.name} is still in use by {', '.join(using)}."

    # The operations

    def find(self, call: Call, key: str) -> Tagged:
        if key not in call.store[self.name]:
            raise AwsError(self._missing, f"The specified {self.name} does not exist.")
        found: Tagged = call.store[self.name][key]
        return found

    def create(self, call: Call) -> Answer:
        config = self._asked(call, None)
        key = self.identifier()
        made = Tagged({"Id": key, self.config: config, **self.more()})
        call.store[self.name][key] = made
        return {self.name: made.shown, "ETag": made.etag, "Location": location(self.name, key)}

    def get(self, call: Call) -> Answer:
        found = self.find(call, call.parameters["Id"])
        return {self.name: found.shown, "ETag": found.etag}

    def get_config(self, call: Call) -> Answer:
        found = self.find(call, call.parameters["Id"])
        return {self.config: found.shown[self.config], "ETag": found.etag}

    def list_all(self, call: Call) -> Answer:
        return {f"{self.name}List": listed([self.summarised(found.shown) for found in call.store[self.name].values()])}

    def summarised(self, thing: Answer) -> Answer:
        return {self._summary: thing} if self._summary else {**thing, **thing[self.config]}

    def update(self, call: Call) -> Answer:
        found = self.find(call, call.parameters["Id"])
        found.check(call)
        found.change({**found.shown, self.config: self._asked(call, found.shown), **self.more()})
        return {self.name: found.shown, "ETag": found.etag}

    def delete(self, call: Call) -> Answer:
        found = self.find(call, call.parameters["Id"])
        found.check(call)
        using = self.users(call, found.shown)
        if using:
            raise AwsError(self._used, self.in_use(using))
        del call.store[self.name][found.shown["Id"]]
        return {}

    def _asked(self, call: Call, old: Answer | None) -> Answer:
        """Return the configuration of a request; raise where its name is taken or it does not hold together."""
        config: Answer = copy.deepcopy(call.parameters[self.config])
        taken = [
            found.shown["Id"]
            for found in call.store[self.name].values()
            if found.shown[self.config].get("Name") == config.get("Name")
        ]
        if config.get("Name") and taken not in ([], [old["Id"]] if old else []):
            raise AwsError(f"{self.name}AlreadyExists", f"A {self.name} with the name {config['Name']} already exists.")
        self.check(call, config, old)
        return config


class Policy(Kind):
    """Those that AWS manages some of."""

    def __init__(self, name: str, plural: str) -> None:
        super().__init__(name, plural)
        self.managed: dict[str, Tagged] = {}

    def identifier(self) -> str:
        return str(uuid.uuid4())

    def in_use(self, using: list[str]) -> str:
        """https://github.com/hashicorp/terraform-provider-aws/issues/33047, /issues/21730"""
        words = re.sub("(?<=[a-z])(?=[A-Z])", " ", self.name).lower()
        return (
            f"The specified {words} is currently associated with a cache behavior. "
            "Please disassociate the policy before deleting."
        )

    def find(self, call: Call, key: str) -> Tagged:
        if key not in self.managed:
            return super().find(call, key)
        if call.operation.startswith(("Update", "Delete")):
            raise AwsError(f"Illegal{call.operation[:6]}", f"A managed {self.name} cannot be changed.")
        return self.managed[key]

    def list_all(self, call: Call) -> Answer:
        offered = {"managed": self.managed, "custom": call.store[self.name]}
        asked = call.parameters.get("Type")
        return {
            f"{self.name}List": listed(
                [
                    {"Type": kind, self.name: found.shown}
                    for kind, things in offered.items()
                    if asked in (None, kind)
                    for found in things.values()
                ]
            )
        }


class OriginAccessIdentity(Kind):
    def more(self) -> Answer:
        return {"S3CanonicalUserId": secrets.token_hex(32)}

    def users(self, call: Call, thing: Answer) -> list[str]:
        return users(call, f"origin-access-identity/cloudfront/{thing['Id']}")

    def list_all(self, call: Call) -> Answer:
        answer = super().list_all(call)
        answer[f"{self.name}List"].update(Marker="", IsTruncated=False)
        return answer


class PublicKey(Kind):
    def more(self) -> Answer:
        return {"CreatedTime": now()}

    def check(self, call: Call, config: Answer, old: Answer | None) -> None:
        # XML loses the newline at the end of a text.
        config["EncodedKey"] = config["EncodedKey"].rstrip("\n") + "\n"
        fixed = ("CallerReference", "Name", "EncodedKey")
        if old and any(config[field] != old[self.config][field] for field in fixed):
            raise AwsError("CannotChangeImmutablePublicKeyFields", "You can't change the value of a public key.")

    def users(self, call: Call, thing: Answer) -> list[str]:
        groups = call.store[KEY_GROUPS.name]
        return [key for key, group in groups.items() if thing["Id"] in group.shown[KEY_GROUPS.config]["Items"]]


class KeyGroup(Kind):
    def check(self, call: Call, config: Answer, old: Answer | None) -> None:
        unknown = [key for key in config["Items"] if key not in call.store[PUBLIC_KEYS.name]]
        if unknown:
            raise invalid(f"The public keys {', '.join(unknown)} do not exist.")


class OriginAccessControl(Kind):
    def more(self) -> Answer:
        return {}

    def list_all(self, call: Call) -> Answer:
        answer = super().list_all(call)
        answer[f"{self.name}List"].update(Marker="", IsTruncated=False)
        return answer


class ContinuousDeploymentPolicy(Kind):
    def check(self, call: Call, config: Answer, old: Answer | None) -> None:
        staging = {
            found.shown["DomainName"]
            for found in call.store[DISTRIBUTIONS].values()
            if found.shown["DistributionConfig"]["Staging"]
        }
        asked = config["StagingDistributionDnsNames"].get("Items", [])
        if not set(asked) <= staging:
            raise invalid(f"{', '.join(asked)} is not the domain name of a staging distribution.")


CACHE_POLICIES = Policy("CachePolicy", "CachePolicies")
ORIGIN_REQUEST_POLICIES = Policy("OriginRequestPolicy", "OriginRequestPolicies")
RESPONSE_HEADERS_POLICIES = Policy("ResponseHeadersPolicy", "ResponseHeadersPolicies")
IDENTITIES = OriginAccessIdentity("CloudFrontOriginAccessIdentity", "CloudFrontOriginAccessIdentities")
ACCESS_CONTROLS = OriginAccessControl("OriginAccessControl", "OriginAccessControls")
PUBLIC_KEYS = PublicKey("PublicKey", "PublicKeys")
KEY_GROUPS = KeyGroup("KeyGroup", "KeyGroups", missing="NoSuchResource", used="ResourceInUse", summary="KeyGroup")
DEPLOYMENT_POLICIES = ContinuousDeploymentPolicy(
    "ContinuousDeploymentPolicy", "ContinuousDeploymentPolicies", summary="ContinuousDeploymentPolicy"
)


def staged_by(call: Call, domain_name: str) -> list[str]:
    """Return the ids of the continuous deployment policies that send viewers to this distribution."""
    policies: dict[str, Any] = call.store[DEPLOYMENT_POLICIES.name]
    return [
        key
        for key, found in policies.items()
        if domain_name in {value for _name, value in leaves(found.shown[DEPLOYMENT_POLICIES.config])}
    ]
