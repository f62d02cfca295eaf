"""How a file in services/ says what it adds to moto: operations, completions and kept fields."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from moto.core.exceptions import ServiceException

Answer = dict[str, Any]
Function = TypeVar("Function", bound=Callable[..., Any])


class AwsError(ServiceException):
    """An error as AWS gives it: AwsError(code, message); the HTTP status is that of the code in botocore's model."""


Ask = Callable[..., Answer]


@dataclass(frozen=True)
class Call:
    """One request to one operation, parsed with botocore's model; the next comes when it is answered."""

    service: str
    operation: str
    account: str
    region: str
    parameters: Mapping[str, Any]
    # What the additions of this service remember for this account and region: a dict per kind of thing.
    store: defaultdict[str, dict[Any, Any]]
    # ask(operation, **parameters): the answer of stock moto; raises AwsError where moto refuses. Operations of another
    # service are named as in policies, with its name in front: "ec2:DescribeSubnets".
    ask: Ask
    # The same, with our additions.
    ask_all: Ask
    url: str  # where this server answers


@dataclass(frozen=True)
class Later:
    """What gives the answer once others may be answered meanwhile: for work that takes long, or calls this server.

    It sees no store, for those may change; what it asks for waits for its turn like any request.
    """

    work: Callable[[], Answer]


Operation = Callable[[Call], Answer | Later]
Completion = Callable[[Call, Answer], None]
Refusal = Callable[[Call], None]
# From a call's parameters, or from an item of an answer, to the name of the thing; None where it is not named.
Identity = Callable[[Call, Mapping[str, Any]], Any]


@dataclass
class Service:
    """What we add to one service, under botocore's name for it."""

    name: str
    regional: bool = True  # False where all regions see the same things, as in S3, IAM and CloudFront
    whole: bool = False  # True where moto is not asked at all, for it knows nothing of what we keep
    refusals: defaultdict[str, list[Refusal]] = field(default_factory=lambda: defaultdict(list))
    operations: dict[str, Operation] = field(default_factory=dict)
    completions: defaultdict[str, list[Completion]] = field(default_factory=lambda: defaultdict(list))
    _stores: dict[tuple[str, str], defaultdict[str, dict[Any, Any]]] = field(default_factory=dict)

    def refusal(self, *names: str) -> Callable[[Function], Function]:
        """Look at requests for these operations first: the handler raises AwsError where AWS would."""

        def register(handler: Function) -> Function:
            for name in names:
                self.refusals[name].append(handler)
            return handler

        return register

    def operation(self, name: str) -> Callable[[Function], Function]:
        """Answer this operation instead of moto: the handler returns the answer or raises AwsError."""

        def register(handler: Function) -> Function:
            self.operations[name] = handler
            return handler

        return register

    def completion(self, *names: str) -> Callable[[Function], Function]:
        """Amend the answers to these operations in place; a handler is not called where moto refused."""

        def register(handler: Function) -> Function:
            for name in names:
                self.completions[name].append(handler)
            return handler

        return register

    def keeps(
        self,
        *fields: str,
        identity: Identity,
        set_by: tuple[str, ...],
        shown_by: Mapping[str, str],
        forgotten_by: tuple[str, ...],
    ) -> None:
        """Put request fields back into the answers that drop them.

        `set_by` operations carry the fields; `shown_by` maps an operation to the place in its answer that shows them,
        such as "Configuration", "Functions[]" or "" for the answer itself; `forgotten_by` operations delete the thing.
        An empty value that was set means the field is off, and is shown as absent, as AWS does.
        """
        kind = f"kept {'/'.join(fields)}"

        def remember(call: Call, _answer: Answer) -> None:
            kept = {name: call.parameters[name] for name in fields if name in call.parameters}
            if kept:
                call.store[kind].setdefault(identity(call, call.parameters), {}).update(kept)

        def forget(call: Call, _answer: Answer) -> None:
            call.store[kind].pop(identity(call, call.parameters), None)

        def show(call: Call, answer: Answer) -> None:
            for item in items(answer, shown_by[call.operation]):
                name = identity(call, item) or identity(call, call.parameters)
                _put_back(item, call.store[kind].get(name, {}))

        self.completion(*set_by)(remember)
        self.completion(*forgotten_by)(forget)
        self.completion(*shown_by)(show)

    def known(self, operation: str) -> bool:
        return any(operation in known for known in (self.refusals, self.operations, self.completions))

    def store(self, account: str, region: str) -> defaultdict[str, dict[Any, Any]]:
        key = (account, region if self.regional else "")
        return self._stores.setdefault(key, defaultdict(dict))

    def stores(self) -> Iterator[tuple[str, str, defaultdict[str, dict[Any, Any]]]]:
        """Give every account and region with what is kept for it."""
        for (account, region), store in self._stores.items():
            yield account, region, store

    def reset(self) -> None:
        """Forget everything, as moto's own reset does."""
        self._stores.clear()


def items(answer: Answer, place: str) -> list[Answer]:
    """Return the objects at a place: `A.B[]` is every element of the list B in A."""
    found = [answer]
    for step in filter(None, place.split(".")):
        inner = [item.get(step.removesuffix("[]")) for item in found]
        found = [part for value in inner for part in (value if isinstance(value, list) else [value]) if part]
    return found


def _put_back(item: Answer, kept: Mapping[str, Any]) -> None:
    for name, value in kept.items():
        if _is_empty(value):
            item.pop(name, None)
        else:
            item[name] = value


def _is_empty(value: Any) -> bool:
    """Tell whether a value holds nothing but empty strings and containers; False and 0 are values."""
    if isinstance(value, Mapping):
        return all(_is_empty(part) for part in value.values())
    if isinstance(value, list):
        return all(_is_empty(part) for part in value)
    return value is None or value == ""
