"""Options: which there are, and what values they take.

From https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/command-options-general.html; those of a platform are not
checked. The words are AWS's: https://github.com/hashicorp/terraform/issues/20257 for a name, and
https://github.com/hashicorp/terraform-provider-aws/issues/32406 for a value.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from embedded_aws.additions import AwsError
from embedded_aws.services.elasticbeanstalk.base import Option

# By namespace, in which `*` is what users name themselves: options, with the form of their values.
KNOWN: dict[str, dict[str, str]] = json.loads(Path(__file__).with_suffix(".json").read_text())
_FORMS = [(re.compile(re.escape(name).replace(r"\*", ".+")), options) for name, options in KNOWN.items()]
_BALANCED = re.compile(r"aws:(elbv2:.*|elasticbeanstalk:environment:process:.*)")


def invalid(said: str) -> AwsError:
    return AwsError("ConfigurationValidationException", f"Configuration validation exception: {said}")


def check_options(options: Mapping[Option, str], kind: str) -> None:
    """Refuse options that an environment with this load balancer, "" for none, does not have, and impossible values."""
    for (namespace, name, _), value in options.items():
        place = f"(Namespace: '{namespace}', OptionName: '{name}')"
        other_kind = namespace.startswith("aws:elb:") and kind != "classic"
        other_kind |= bool(_BALANCED.fullmatch(namespace)) and kind not in ("application", "network")
        known = next((options for form, options in _FORMS if form.fullmatch(namespace)), None)
        if known is None or other_kind or (known and name not in known):
            raise invalid(f"Invalid option specification {place}: Unknown configuration setting.")
        if known and not re.search(known[name], value):
            raise invalid(f"Invalid option value: '{value}' {place}: Value is not a valid one for this option.")
