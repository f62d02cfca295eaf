"""Functions: the configuration that moto drops on create or on update.

moto keeps one configuration per function here, so a published version shows the latest one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from embedded_aws.additions import Answer, Call, items
from embedded_aws.services.lambda_.base import LATEST, named, service

_SHOWN_BY = {
    "CreateFunction": "",
    "GetFunction": "Configuration",
    "GetFunctionConfiguration": "",
    "ListFunctions": "Functions[]",
    "ListVersionsByFunction": "Versions[]",
    "PublishVersion": "",
    "UpdateFunctionCode": "",
    "UpdateFunctionConfiguration": "",
}


def function_name(call: Call, item: Mapping[str, Any]) -> str | None:
    # Deleting one version leaves the function as it is.
    if "FunctionName" not in item or (call.operation == "DeleteFunction" and "Qualifier" in item):
        return None
    return named(item).function


service.keeps(
    "Architectures",
    "DeadLetterConfig",
    "EphemeralStorage",
    "FileSystemConfigs",
    "KMSKeyArn",
    "LoggingConfig",
    "SnapStart",
    "TracingConfig",
    identity=function_name,
    set_by=("CreateFunction", "UpdateFunctionCode", "UpdateFunctionConfiguration"),
    shown_by=_SHOWN_BY,
    forgotten_by=("DeleteFunction",),
)


_IMAGE = "image configs"


@service.completion("CreateFunction", "UpdateFunctionConfiguration")
def remember_image_config(call: Call, _answer: Answer) -> None:
    if "ImageConfig" in call.parameters:
        call.store[_IMAGE][named(call.parameters).function] = call.parameters["ImageConfig"]


@service.completion(*_SHOWN_BY)
def show_image_config(call: Call, answer: Answer) -> None:
    """Show what starts in an image under the name that answers have for it."""
    for item in items(answer, _SHOWN_BY[call.operation]):
        config = call.store[_IMAGE].get(item["FunctionName"])
        item.pop("ImageConfigResponse", None)
        if config and item.get("PackageType") == "Image":
            item["ImageConfigResponse"] = {"ImageConfig": config}


@service.completion("DeleteFunction")
def forget_image_config(call: Call, _answer: Answer) -> None:
    if function := function_name(call, call.parameters):
        call.store[_IMAGE].pop(function, None)


@service.completion(*_SHOWN_BY)
def fill_in_defaults(call: Call, answer: Answer) -> None:
    """Say what AWS says about logging and SnapStart when the request left it out."""
    for item in items(answer, _SHOWN_BY[call.operation]):
        logging = {"LogFormat": "Text", "LogGroup": f"/aws/lambda/{item['FunctionName']}"}
        logging |= item.get("LoggingConfig") or {}
        if logging["LogFormat"] == "JSON":
            logging = {"ApplicationLogLevel": "INFO", "SystemLogLevel": "INFO"} | logging
        item["LoggingConfig"] = logging
        apply_on = (item.get("SnapStart") or {}).get("ApplyOn", "None")
        snapped = apply_on == "PublishedVersions" and item.get("Version") != LATEST
        item["SnapStart"] = {"ApplyOn": apply_on, "OptimizationStatus": "On" if snapped else "Off"}
