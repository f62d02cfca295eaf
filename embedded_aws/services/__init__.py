"""What we add to moto, one file per service; a new file is found by being here."""

from __future__ import annotations

import importlib
import pkgutil

from embedded_aws.additions import Service


def load() -> dict[str, Service]:
    """Import every file of this folder and return its `service`, by botocore's name."""
    modules = (importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__))
    services: list[Service] = [module.service for module in modules]
    return {service.name: service for service in services}
