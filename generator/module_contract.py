"""Hold layer and modules together: what an environment can say reaches a module, what a module takes can be said.

Three lists beside the layer, in layers/compute/contract/, name the exceptions, each with its reason: joins.yaml
(attributes that the layer itself makes something of), kept_inputs.yaml (inputs that no environment sets) and
kept_outputs.yaml (outputs that nobody reads). An entry that stands for nothing is a fault too.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

from generator import hcl_tree
from generator.contract_lists import Entries
from generator.flow import Flow, Path, Value, made_of, outputs_in
from generator.layer import read, read_module
from generator.module_calls import Call, Fault, Handed, hand, leaves, read_call, shown
from generator.project import Project


def check(project: Project) -> list[str]:
    """Return what breaks the contract, as sentences; empty where it holds, or where the layer calls no modules."""
    return [fault.message for fault in Contract(project).faults()]


class Contract:
    """The layer, its module calls and the modules' interfaces, as they are read from the files."""

    def __init__(self, project: Project) -> None:
        self.project = project
        texts = {project.relative(path): project.text(path) for path in sorted(project.layer.glob("*.tf"))}
        self.layer = read(project)
        self.calls: list[Call] = []
        local_expressions: dict[str, Any] = {}
        others: list[Any] = []
        for file, text in texts.items():
            for block in () if _declares_decisions(file) else hcl_tree.blocks(text, file):
                kind, name = hcl_tree.labels(block)
                if kind == "module":
                    self.calls.append(read_call(name, block, file))
                elif kind == "locals":
                    local_expressions |= hcl_tree.attributes(block)
                else:
                    others.append(block)
        self._flow = Flow({name: item.type for name, item in self.layer.decisions.items()}, local_expressions)
        self._others = [*others, *local_expressions.values()]
        names = dict.fromkeys(call.module for call in self.calls)
        self.modules = {name: read_module(project, name) for name in names}

    @functools.cached_property
    def handed(self) -> list[Handed]:
        """What each call gets."""
        return [hand(call, self._flow, self.modules[call.module].variables) for call in self.calls]

    def targets(self, path: Path) -> list[tuple[Call, Path]]:
        """Return the inputs that are made of a decision, or of the elements of a list that it is."""
        ends = [path + ("*",) * depth for depth in range(3)]
        return [(got.call, target) for got in self.handed for end in ends for target in sorted(got.read.get(end, ()))]

    def faults(self) -> list[Fault]:
        """Return every breach that is in no list, and every entry of the lists that stands for none."""
        if not self.calls:
            return []
        joins, inputs, outputs = (Entries(self.project, name) for name in ("joins", "kept_inputs", "kept_outputs"))
        handed = self.handed
        elsewhere = [self._flow.value(expression) for tree in self._others for expression in _expressions(tree)]
        found = [
            fault for got in handed for fault in got.faults if not joins.has(fault.owner, tuple(fault.path.split(".")))
        ]
        found += self._unsaid(handed, elsewhere, joins)
        found += [fault for got in handed for fault in self._unreachable(got, inputs)]
        found += self._unread(handed, elsewhere, outputs)
        # A module that is called twice can lack one thing twice.
        once = {(fault.kind, fault.owner, fault.path): fault for fault in found}
        found = list(once.values())
        for entries in (joins, inputs, outputs):
            for owner, path, place in entries.stale():
                name = f"{path or 'all'} of {owner}" if owner != "*" else path
                found.append(Fault("list", owner, path, f"{place}: {name}: stands for nothing (any more); remove it."))
        return found

    def _unsaid(self, handed: list[Handed], elsewhere: list[Value], joins: Entries) -> Iterator[Fault]:
        """Return the decisions that reach no module, or reach one under another path."""
        used = {path for value in elsewhere for path in made_of(value)}
        for name, variable in self.layer.decisions.items():
            for path, _, declared in leaves(variable.type, (name,), variable.declared):
                targets = self.targets(path)
                if any(alike(path, target) for _, target in targets):
                    continue
                known = bool(targets) or path in used
                if known and joins.has(name, path[1:] or path):
                    continue
                reason = self._reason(path, targets, handed)
                message = f"{declared}: {shown(path)}: {reason}, or list it in {joins.shown}."
                yield Fault("attribute", name, shown(path[1:] or path), message)

    def _reason(self, path: Path, targets: list[tuple[Call, Path]], handed: list[Handed]) -> str:
        """Say what is wrong with a decision that does not arrive, and where the module is that it belongs to."""
        for got in handed:
            if path in got.dropped:
                target, place = got.dropped[path]
                return (
                    f"`{shown(target)}` of modules/{got.call.module} has no such attribute ({place}), so Terraform "
                    "drops it silently; declare it there too"
                )
        for call, target in targets:
            place = self._declared(call, target)
            return f"reaches modules/{call.module} only as `{shown(target)}` ({place}); give both one path"
        near = (
            f" ({got.call.place(min(where))} makes modules/{got.call.module} of the attributes beside it)"
            for got in handed
            for read, where in got.read.items()
            if len(path) > 1 and read[:-1] == path[:-1]
        )
        return f"no module is handed this{next(near, '')}; hand it on"

    def _declared(self, call: Call, target: Path) -> str:
        variable = self.modules[call.module].variables.get(target[0])
        if variable is None:
            return call.place(target)
        places = {path: declared for path, _, declared in leaves(variable.type, (target[0],), variable.declared)}
        return places.get(target, variable.declared)

    def _unreachable(self, got: Handed, kept: Entries) -> Iterator[Fault]:
        """Return the inputs of a call's module that no environment can set."""
        call = got.call
        for name, variable in self.modules[call.module].variables.items():
            ends = list(leaves(variable.type, (name,), variable.declared))
            missing = [end for end in ends if not got.reached.get(end[0]) and not kept.has(call.module, end[0])]
            if len(missing) == len(ends) and name not in call.arguments:
                missing = [((name,), variable.type, variable.declared)]
            for path, _, declared in missing:
                above = (got.facing[path[:end]] for end in range(len(path), 0, -1) if path[:end] in got.facing)
                message = (
                    f"{declared}: {shown(path)} of modules/{call.module}: no environment can say this; declare it in "
                    f"the layer and hand it on ({next(above, call.place(path))}), or list it in {kept.shown}."
                )
                yield Fault("input", call.module, shown(path), message)

    def _unread(self, handed: list[Handed], elsewhere: list[Value], kept: Entries) -> Iterator[Fault]:
        """Return the outputs of modules that neither the layer nor its outputs use."""
        modules = {call.name: call.module for call in self.calls}
        used = set().union(*(got.outputs for got in handed), *map(outputs_in, elsewhere))
        folder = self.project.relative(self.project.layer)
        read = {(modules.get(call), name) for call, name in used}
        for module, interface in self.modules.items():
            for output in interface.outputs:
                if (module, output.name) not in read and not kept.has(module, (output.name,)):
                    message = (
                        f"{output.declared}: output {output.name} of modules/{module}: nobody reads it; make it part "
                        f"of an output in {folder}/outputs.tf, or list it in {kept.shown}."
                    )
                    yield Fault("output", module, output.name, message)


def _declares_decisions(file: str) -> bool:
    return file.rpartition("/")[2].startswith("variables")


def alike(path: Path, target: Path) -> bool:
    """Tell whether a decision and the input it goes to have one path, from the variable's entry or from its name on."""
    names = [step for step in path if step != "*"]
    inputs = [step for step in target if step != "*"]
    if names[1:] == inputs:
        return True
    return names[1:] == inputs[1:] and bool(inputs) and f"_{names[0]}".endswith(f"_{inputs[0]}")


def _expressions(tree: Any) -> Iterator[Any]:
    """Return the expressions of a block and of the blocks in it; an expression is its own."""
    if tree.data != "block":
        yield tree
        return
    yield from hcl_tree.attributes(tree).values()
    for block in hcl_tree.children(hcl_tree.only(tree, "body"), "block"):
        yield from _expressions(block)
