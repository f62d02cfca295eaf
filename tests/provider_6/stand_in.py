"""A provider that only knows its schema, for `terraform validate`: protocol 5, found by TF_REATTACH_PROVIDERS.

Source of the messages and their numbers: terraform, docs/plugin-protocol/tfplugin5.9.proto; of the health check:
hashicorp/go-plugin, docs/internals.md. Terraform itself checks a configuration against the schema; what a provider says
about values is left out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc

SCHEMA = Path(__file__).parent / "schema.json"
AWS = "registry.terraform.io/hashicorp/aws"
_NESTING = {"single": 1, "list": 2, "set": 3, "map": 4}
_SERVING = b"\x08\x01"


@contextmanager
def served(folder: Path) -> Iterator[dict[str, str]]:
    """Serve the schema on a socket in the folder; yield the environment variable by which terraform finds it."""
    answers = _answers(json.loads(SCHEMA.read_text()))
    address = folder / "provider.sock"
    server = grpc.server(ThreadPoolExecutor(4), options=[("grpc.max_send_message_length", -1)])
    server.add_generic_rpc_handlers([_Handler(answers)])
    server.add_insecure_port(f"unix:{address}")
    server.start()
    attach = {
        "Protocol": "grpc",
        "ProtocolVersion": 5,
        "Pid": os.getpid(),
        "Test": True,
        "Addr": {"Network": "unix", "String": str(address)},
    }
    try:
        yield {"TF_REATTACH_PROVIDERS": json.dumps({AWS: attach})}
    finally:
        server.stop(None).wait()


class _Handler(grpc.GenericRpcHandler):  # type: ignore[misc]
    """Answers calls with bytes; those it does not know, such as go-plugin's broker, are not implemented."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self._answers = answers

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler | None:
        answer = self._answers.get(handler_call_details.method)
        if answer is None:
            return None
        return grpc.unary_unary_rpc_method_handler(lambda request, _context: answer(request))


def _answers(schema: dict[str, Any]) -> dict[str, Any]:
    provider = "/tfplugin5.Provider/"
    whole = _schemas(schema)
    return {
        f"{provider}GetSchema": lambda _request: whole,
        # Request and response have the configuration under the same number.
        f"{provider}PrepareProviderConfig": lambda request: request,
        f"{provider}ValidateResourceTypeConfig": lambda _request: b"",
        f"{provider}ValidateDataSourceConfig": lambda _request: b"",
        f"{provider}Stop": lambda _request: b"",
        "/grpc.health.v1.Health/Check": lambda _request: _SERVING,
    }


def _schemas(schema: dict[str, Any]) -> bytes:
    blocks: list[bytes] = []
    for block in schema["blocks"]:  # those within a block stand before it
        blocks.append(_block(block, blocks))
    message = _field(1, _field(2, blocks[schema["provider"]["aws"]]))
    for number, kind in ((2, "resource"), (3, "data")):
        for name, index in schema[kind].items():
            message += _field(number, _field(1, name.encode()) + _field(2, _field(2, blocks[index])))
    for name, function in schema["functions"].items():
        message += _field(7, _field(1, name.encode()) + _field(2, _function(function)))
    return message


def _function(function: dict[str, Any]) -> bytes:
    parameters = (
        _field(1, f"parameter{place}".encode()) + _field(2, json.dumps(type_).encode())
        for place, type_ in enumerate(function["parameters"])
    )
    returned = _field(3, _field(1, json.dumps(function["return"]).encode()))
    return b"".join(_field(1, parameter) for parameter in parameters) + returned


def _block(block: dict[str, Any], blocks: list[bytes]) -> bytes:
    message = b"".join(_field(2, _attribute(name, item)) for name, item in block["attributes"].items())
    for name, item in block["block_types"].items():
        nested = _field(1, name.encode()) + _field(2, blocks[item["block"]])
        nested += _number(3, _NESTING[item["nesting_mode"]])
        message += _field(3, nested + _number(4, item.get("min_items", 0)) + _number(5, item.get("max_items", 0)))
    return message + _number(6, block.get("deprecated", False))


def _attribute(name: str, item: dict[str, Any]) -> bytes:
    message = _field(1, name.encode()) + _field(2, json.dumps(item["type"]).encode())
    flags = {4: "required", 5: "optional", 6: "computed", 9: "deprecated"}
    return message + b"".join(_number(number, item.get(flag, False)) for number, flag in flags.items())


def _field(number: int, content: bytes) -> bytes:
    """Encode a message, a string or bytes."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(int(value)) if value else b""


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])
