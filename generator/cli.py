"""The command line: gen-env NAME, and its commands."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import click

from generator.command import gen_env as command_line
from generator.errors import Refusal, did_you_mean
from generator.project import VERBS, Project, name_fault


class _NamesFirst(click.Group):
    """A group in which a word that is no command is an environment name: `gen-env uat`."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in self.commands:
            # More words than a name: a command is meant.
            if len(args) > 1 and not args[1].startswith("-"):
                ctx.fail(f"no such command {args[0]!r}{did_you_mean(args[0], self.commands)}")
            args = ["environment", *args]
        return super().resolve_command(ctx, args)


@click.group(cls=_NamesFirst, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Environments of the compute layer, from YAML to plain Terraform.

    \b
    gen-env NAME [--from ENV]   make the environment exist: its YAML, then its root folder
    gen-env COMMAND ...         the commands below

    Exit codes: 0 fine, 1 refused or different, 2 wrong usage.
    """


@main.command(hidden=True)
@click.argument("name")
@click.option("--from", "source", metavar="ENV", help="Start from the decisions of this environment.")
@click.option("--new", "meant", is_flag=True, help="Make it although its name is close to another word.")
def environment(name: str, source: str | None, meant: bool) -> None:
    """Write environments/NAME.yaml if there is none, then its root folder; run again, it changes nothing."""
    _environment(name, source, meant=meant)


@main.command()
@click.argument("name", metavar="ENV")
@click.option("--from", "source", metavar="ENV", help="Start from the decisions of this environment.")
def new(name: str, source: str | None) -> None:
    """Make a new environment: its YAML, then its root folder. (gen-env NAME does the same.)"""
    if Project.find().yaml_of(name).exists():
        raise Refusal(f"environments/{name}.yaml exists already.")
    _environment(name, source, meant=True)


def _environment(name: str, source: str | None, *, meant: bool) -> None:
    from generator import api, command, scaffold

    project = Project.find()
    if fault := name_fault(name):
        raise Refusal(fault)
    if project.yaml_of(name).exists():
        if source:
            raise Refusal(f"environments/{name}.yaml exists already; --from is for a new environment.")
        _tell(project, api.render(project, [name]), [name])
    else:
        if orphan := project.orphan(name):
            raise Refusal(orphan)
        if not meant and (word := _close(name, [*VERBS, *project.names()])):
            raise Refusal(
                f'{name!r} is no environment, did you mean "{word}"? If it is to be a new one: '
                f"{command.gen_env(project)} {name} --new"
            )
        if source and source not in project.names():
            raise Refusal(f"no environments/{source}.yaml; there are {', '.join(project.names())}.")
        _tell(project, api.scaffold(project, name, scaffold.yaml_text(project, name, source)), [name])
    click.echo(f"Next: {command.make(project)} plan ENV={name}")


def _close(name: str, words: list[str]) -> str | None:
    """Return the word of which this may be a slip; a number more, as in qa2, is none."""
    close = difflib.get_close_matches(name, words, n=1, cutoff=0.75) + [word for word in words if _slip(name, word)]
    return next((word for word in close if name.rstrip("0123456789-") != word), None)


def _slip(name: str, word: str) -> bool:
    """Tell whether one letter was mistyped, doubled, left out or swapped with the next."""
    if sorted(name) == sorted(word):
        return True
    short, long = sorted((name, word), key=len)
    if len(long) - len(short) > 1:
        return False
    same = next((n for n, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    rest = len(long) - len(short)
    return long[same + 1 :] == short[same + 1 - rest :]


@main.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="For programs: account null is the embedded AWS.")
def list_(as_json: bool) -> None:
    """List the environments: where each runs, and where its YAML is."""
    from generator.environment import Loader

    project = Project.find()
    loader = Loader(project)
    listed: list[dict[str, object]] = []
    for name in project.names():
        entry: dict[str, object] = {"name": name, "file": str(project.relative(project.yaml_of(name)))}
        try:
            found = loader.load(name)
            listed.append({**entry, "region": found.region, "account": found.account_id, "valid": True})
        except Refusal:
            listed.append({**entry, "region": None, "account": None, "valid": False})
    if as_json:
        click.echo(json.dumps(listed, indent=2))
        return
    for each in listed:
        place = f"account {each['account']}" if each["account"] else "the embedded AWS"
        faults = f"has faults: {command_line(project)} validate {each['name']}"
        click.echo(f"{each['name']:<17}" + (f"{each['region']:<16}{place}" if each["valid"] else faults))


@main.command(name="help")
@click.pass_context
def help_(context: click.Context) -> None:
    """Show this text."""
    click.echo(main.get_help(context.parent or context))


@main.command()
@click.argument("names", nargs=-1, metavar="[ENV]...")
@click.option("--all", "everything", is_flag=True, help="Render every environment.")
@click.option("--force", is_flag=True, help="Write over files that were edited by hand.")
def render(names: tuple[str, ...], everything: bool, force: bool) -> None:
    """Write the root folders of these environments (--all: of every one, and the reference)."""
    from generator import api

    if bool(names) == everything:
        raise click.UsageError("name the environments, or say --all.")
    project = Project.find()
    _tell(project, api.render(project, names, force=force), list(names) or project.names())


@main.command()
@click.argument("names", nargs=-1, metavar="[ENV]...")
def check(names: tuple[str, ...]) -> None:
    """Say which root folders are stale, hand-edited, missing or orphaned; write nothing. Exit 1 if any."""
    from generator.check import check as compare

    project = Project.find()
    problems = compare(project, names, note=lambda text: click.echo(f"note: {text}"))
    for problem in problems:
        click.echo(problem)
    if problems:
        raise click.exceptions.Exit(1)
    click.echo(f"Fresh: {_several(list(names) or project.names())}.")


@main.command()
@click.argument("names", nargs=-1, metavar="[ENV]...")
def validate(names: tuple[str, ...]) -> None:
    """Check the values against the layer's types and its validation blocks. Exit 1 if anything is refused."""
    from generator import api

    project = Project.find()
    problems = api.validate(project, names)
    for problem in problems:
        click.echo(problem)
    if problems:
        raise click.exceptions.Exit(1)
    click.echo(f"Valid: {_several(list(names) or project.names())}.")


@main.command()
@click.argument("name", metavar="ENV")
def adopt(name: str) -> None:
    """Take the hand edits of ENV's terraform.auto.tfvars into environments/ENV.yaml."""
    from generator import api

    project = Project.find()
    _tell(project, api.adopt(project, name), [name])


@main.command()
@click.argument("key", required=False)
def keys(key: str | None) -> None:
    """Show what may stand in an environment's YAML: below KEY, such as ecs_services.load_balancer, or all variables."""
    from generator.keys import Reference, told

    reference = Reference.of(Project.find())
    click.echo("\n".join(told(reference.find(key)) if key else reference.overview()))


@main.command()
@click.argument("name", metavar="ENV")
@click.argument("path")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def explain(name: str, path: str, as_json: bool) -> None:
    """Show the value at PATH in ENV, and the files that say so, nearest first, down to the module's default."""
    from dataclasses import asdict

    from generator import explain as explaining

    found = explaining.explain(Project.find(), name, path)
    click.echo(json.dumps(asdict(found), indent=2) if as_json else "\n".join(explaining.told(found)))


@main.command()
@click.argument("left", metavar="ENV")
@click.argument("right", metavar="ENV")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.option("--exit-code", is_flag=True, help="Exit 1 where they differ.")
def diff(left: str, right: str, as_json: bool, exit_code: bool) -> None:
    """Show how two environments differ, value by value, with the places."""
    from generator import api, compare

    loader, environments = api.load(Project.find(), [left, right])
    by_name = {each.name: each for each in environments}
    types = {name: item.type for name, item in loader.layer.decisions.items()}
    found = compare.differences(by_name[left], by_name[right], types)
    if as_json:
        click.echo(json.dumps(compare.as_json(found), indent=2))
    else:
        for line in compare.told(found, left, right):
            click.echo(line)
    if found and exit_code:
        raise click.exceptions.Exit(1)


@main.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--dry-run", is_flag=True, help="Show the edits, and write nothing.")
def promote(source: str, target: str, paths: tuple[str, ...], dry_run: bool) -> None:
    """Bring the decisions of FROM below these paths into TO (none: all); never account, state, or what is `# pin`."""
    from generator import api

    project = Project.find()
    found, written, edits = api.promote(project, source, target, paths, dry_run=dry_run)
    click.echo(edits, nl=False)
    for path in found.pinned:
        click.echo(f"{path}: is pinned in environments/{target}.yaml, and stays.", err=True)
    if not dry_run:
        _tell(project, written, [target])
    elif not edits:
        click.echo(f"Nothing to do: {target} decides as {source} does.", err=True)


@main.command(name="import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--as", "name", metavar="ENV", required=True, help="Name of the new environment.")
@click.option("--partial", is_flag=True, help="Leave out the variables that have a fault, and say which.")
def import_(file: Path, name: str, partial: bool) -> None:
    """Make an environment of a tfvars FILE, written for whatever layout; every fault is told at its own line."""
    from generator import api

    project = Project.find()
    left_out, written = api.bring(project, file, name, partial=partial)
    for problem in left_out:
        click.echo(f"left out: {problem}", err=True)
    _tell(project, written, [name])


@main.command()
@click.option("--base", metavar="REF", required=True, help="Commit to compare with, such as origin/main.")
@click.option("--json", "as_json", is_flag=True, help="For programs, such as a matrix of CI jobs.")
def affected(base: str, as_json: bool) -> None:
    """List the environments that the changes since REF concern, and why."""
    from generator.affected import affected as find

    found = find(Project.find(), base)
    if as_json:
        click.echo(json.dumps([{"environment": name, "because": files} for name, files in found.items()]))
        return
    for name, files in found.items():
        more = f" and {len(files) - 3} more" if len(files) > 3 else ""
        click.echo(f"{name:<17}{', '.join(files[:3])}{more}")


@main.command()
@click.argument("name", metavar="ENV")
@click.option("--abandon", is_flag=True, help="Also where its state still holds resources, or cannot be read.")
def remove(name: str, abandon: bool) -> None:
    """Take an environment away, its YAML and its root folder, once nothing that it deployed stands."""
    from generator.remove import remove as take_away

    project = Project.find()
    for path in take_away(project, name, abandon=abandon):
        click.echo(f"removed {project.relative(path)}")


@main.command()
@click.argument("name", metavar="ENV")
@click.argument("to", metavar="NEW")
def rename(name: str, to: str) -> None:
    """Give an environment another name, as long as nothing stands: its name is in the names of all that it deploys."""
    from generator.remove import rename as give_name

    project = Project.find()
    _tell(project, give_name(project, name, to), [to])


def _tell(project: Project, written: list[Path], names: list[str]) -> None:
    linked = Counter(path.parent for path in written if path.is_symlink())
    files = [path for path in written if not path.is_symlink()]
    for path in files[:20]:
        click.echo(f"{'wrote' if path.exists() else 'removed'} {project.relative(path)}")
    if len(files) > 20:
        click.echo(f"... and {len(files) - 20:,} more files")
    for folder, count in list(linked.items())[:20]:
        click.echo(f"linked {count} shared files in {project.relative(folder)}")
    if not written:
        click.echo(f"Nothing to do: {_several(names)} up to date.")


def _several(names: list[str]) -> str:
    return ", ".join(names) if 0 < len(names) <= 8 else f"{len(names):,} environments"
