"""Kinds of things that a service keeps: made, shown, listed, changed and deleted, with the fields of botocore's model.

For services whose operations are as regular as those of API Gateway, where moto's own are better not asked at all.
"""

from __future__ import annotations

import copy
import dataclasses
import secrets
import string
from functools import cached_property
from itertools import takewhile
from typing import Any

from botocore.model import StructureShape
from moto.core.utils import get_service_model

from embedded_aws.additions import Answer, AwsError, Call, Service

Key = tuple[str, ...]


class Kind:
    """One kind of thing, named by the parameters of `path`, the outermost first.

    The first parameters are those of `parent`, without which a thing cannot exist and with which it goes. A thing is a
    dict of the fields that botocore's model gives it, and knows its own name as `field`.
    """

    make_verb = "Create"
    list_field = "items"

    def __init__(self, service: Service, name: str, path: Key, *, field: str, parent: Kind | None = None) -> None:
        self.service = service
        self.name = name
        self.path = path
        self.field = field
        self.parent = parent
        self.children: list[Kind] = []
        if parent:
            parent.children.append(self)
        offered = {
            f"{self.make_verb}{name}": self.make,
            f"Get{name}": self.get,
            f"Get{name}s": self.list_all,
            f"Update{name}": self.update,
            f"Delete{name}": self.delete,
        }
        for operation, handler in offered.items():
            service.operations[operation] = handler

    # What a kind may say of itself

    def missing(self, key: Key) -> AwsError:
        return AwsError("NotFoundException", f"Invalid {self.name} identifier specified {key[-1]}")

    def complete(self, call: Call, key: Key, item: Answer) -> None:
        """Fill in what a new one has without being asked, and refuse what cannot be made."""

    def check(self, call: Call, key: Key, item: Answer) -> None:
        """Refuse what does not hold together, new or changed."""

    def change(self, call: Call, key: Key, item: Answer) -> None:
        """Make the changes that an update asks for."""
        raise NotImplementedError(self.name)

    def release(self, call: Call, key: Key, item: Answer) -> None:
        """Refuse the deletion of what is in use."""

    def show(self, call: Call, key: Key, item: Answer) -> Answer:
        """Return what an answer shows."""
        return item

    def matches(self, call: Call, key: Key, item: Answer) -> bool:
        """Tell whether a list that was asked for holds this one."""
        return True

    # What is kept

    def kept(self, call: Call) -> dict[Key, Answer]:
        return call.store[self.name]

    def find(self, call: Call, key: Key) -> Answer:
        """Return the thing; raise the service's error where there is none."""
        if key not in self.kept(call):
            raise self.missing(key)
        return self.kept(call)[key]

    def within(self, call: Call, prefix: Key) -> dict[Key, Answer]:
        """Return the things in what the prefix names, by their keys."""
        return {key: item for key, item in self.kept(call).items() if key[: len(prefix)] == prefix}

    def drop(self, call: Call, key: Key) -> None:
        """Forget the thing, and what is in it."""
        for kind in self.children:
            for inner in kind.within(call, key):
                kind.drop(call, inner)
        self.kept(call).pop(key, None)

    # The operations

    def make(self, call: Call) -> Answer:
        outer = self._named(call)[: len(self.parent.path)] if self.parent else ()
        if self.parent:
            self.parent.find(call, outer)
        item = {name: value for name, value in call.parameters.items() if name in self.shape.members}
        key = self._named(call)
        if len(key) < len(self.path):
            key = (*key, self.identifier(call))
        item[self.field] = key[-1]
        self.complete(call, key, item)
        self.check(call, key, item)
        self.kept(call)[key] = item
        return self.show(call, key, item)

    def get(self, call: Call) -> Answer:
        key = self._named(call)
        return self.show(call, key, self._existing(call, key))

    def list_all(self, call: Call) -> Answer:
        prefix = self._named(call)
        if self.parent:
            self.parent.find(call, prefix[: len(self.parent.path)])
        found = self.within(call, prefix).items()
        return {self.list_field: [self.show(call, key, item) for key, item in found if self.matches(call, key, item)]}

    def update(self, call: Call) -> Answer:
        key = self._named(call)
        changed = copy.deepcopy(self._existing(call, key))
        self.change(call, key, changed)
        self.check(call, key, changed)
        self.kept(call)[key] = changed
        return self.show(call, key, changed)

    def delete(self, call: Call) -> Answer:
        key = self._named(call)
        self.release(call, key, self._existing(call, key))
        self.drop(call, key)
        return {}

    def identifier(self, call: Call) -> str:
        """Return a new name, for things that the caller does not name."""
        return identifier(6)

    @cached_property
    def shape(self) -> StructureShape:
        shape = get_service_model(self.service.name).operation_model(f"Get{self.name}").output_shape
        assert isinstance(shape, StructureShape)
        return shape

    def _named(self, call: Call) -> Key:
        """Return the names that a request gives, as far as it does."""
        given = takewhile(lambda name: call.parameters.get(name), self.path)
        return tuple(str(call.parameters[name]) for name in given)

    def _existing(self, call: Call, key: Key) -> Answer:
        if self.parent:
            self.parent.find(call, key[: len(self.parent.path)])
        return self.find(call, key)


def identifier(length: int) -> str:
    return "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(length))


def bad_request(said: str) -> AwsError:
    return AwsError("BadRequestException", said)


def conflict(said: str) -> AwsError:
    return AwsError("ConflictException", said)


def perform(service: Service, call: Call, operation: str, **parameters: Any) -> Answer:
    """Carry out another of a service's own operations, as part of a call."""
    answer = service.operations[operation](dataclasses.replace(call, operation=operation, parameters=parameters))
    assert isinstance(answer, dict), f"{operation} answers later"
    return answer
