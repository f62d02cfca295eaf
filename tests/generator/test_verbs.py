"""gen-env's verbs of day two, on a copy of the repository's environments, as a person types them."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.harness import ROOT, regenerate_command

THEIRS = """# written for another layout
region       = "eu-west-1"
environment  = "prd"
project_name = "shop"
vpc_cidr     = "10.0.0.0/16"
enable_ecs   = "yes"
tags         = { Team = "payments", "aws:cost" = "1" }
lambda_functions = {
  worker = {
    handler  = "app.main"
    filename = "worker.zip"
    memory   = 512
    timeout  = 1200
    environment_variables = {
      DATABASE_PASSWORD = "hunter2hunter2"
    }
  }
}
log_retention_days = 13
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What gen-env reads of the repository, with git, and with the caches of a first run."""
    root = tmp_path_factory.mktemp("checkout")
    for folder in ("environments", "layers", "modules", "templates", "lambda", "docs/reference", "schemas"):
        ignored = shutil.ignore_patterns(".terraform", "*.zip", "__pycache__")
        shutil.copytree(ROOT / folder, root / folder, symlinks=True, ignore=ignored)
    (root / ".gitignore").write_text("/.work/\n")
    git(root, "init", "-q")
    commit(root)
    return root


def git(root: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=tests", "-c", "user.email=tests@example.com", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout


def commit(root: Path) -> None:
    git(root, "add", "-A")
    git(root, "commit", "-qm", "as it was")


@pytest.fixture
def here(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The checkout as it was committed."""
    git(checkout, "checkout", "-q", "--", ".")
    git(checkout, "clean", "-fdq")
    monkeypatch.chdir(checkout)
    return checkout


def gen_env(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def edit(here: Path, name: str, old: str, new: str) -> None:
    file = here / f"environments/{name}.yaml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))


def test_explain_tells_every_file_that_says_so_nearest_first(here: Path) -> None:
    said = gen_env("explain", "prod", "lambda_functions.api-handler.memory_size").stdout.splitlines()
    assert said[0] == "variables.lambda_functions.api-handler.memory_size = 1024"
    assert [line.split()[0].rpartition("/")[2].split(":")[0] for line in said[1:]] == [
        "prod.yaml",
        "_defaults.yaml",
        "lambda",
    ]
    assert "(changed above)" in said[2]
    assert said[3].endswith("256 by default")


def test_explain_speaks_json(here: Path) -> None:
    found = json.loads(gen_env("explain", "qa", "variables.lambda_log_level", "--json").stdout)
    assert (found["value"], found["chain"][0]["place"].split(":")[0]) == ("INFO", "environments/qa.yaml")


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("backend.key", "backend.key = compute/qa/terraform.tfstate"),
        ("api_gateway_rest_apis.main.routes.GET /health.cache.ttl_seconds", "= 10"),
        ("lambda_functions.api-handler.reserved_concurrency", "by default"),
    ],
)
def test_explain_finds_what_follows_what_has_dots_and_what_nobody_says(path: str, told: str, here: Path) -> None:
    assert told in gen_env("explain", "qa", path).stdout


@pytest.mark.parametrize("path", ["lambda_log_levl", "lambda_functions.api-handler.nope", "environment", "variables"])
def test_explain_refuses_what_there_is_not(path: str, here: Path) -> None:
    result = gen_env("explain", "qa", path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert len(result.stderr) < 300


def test_diff_tells_each_difference_with_both_places(here: Path) -> None:
    result = gen_env("diff", "qa", "uat")
    assert result.exit_code == 0
    assert "variables.log_retention_days\n  qa   30  (environments/_defaults.yaml:" in result.stdout
    assert gen_env("diff", "qa", "uat", "--exit-code").exit_code == 1
    assert gen_env("diff", "qa", "qa", "--exit-code").exit_code == 0
    paths = [tuple(each["path"]) for each in json.loads(gen_env("diff", "qa", "uat", "--json").stdout)]
    assert ("variables", "enable_eks") in paths
    assert not [path for path in paths if path[1] in ("environment", "aws_region", "bucket", "key")]


def test_promote_shows_first_and_then_does_it_with_comments_kept(here: Path) -> None:
    before = (here / "environments/uat.yaml").read_text()
    shown = gen_env("promote", "qa", "uat", "--dry-run")
    assert (shown.exit_code, (here / "environments/uat.yaml").read_text()) == (0, before)
    assert "-  enable_eks: true\n+  enable_eks: false\n" in shown.stdout
    assert gen_env("promote", "qa", "uat").exit_code == 0
    comment = next(line for line in before.split("\n") if line.startswith("#"))
    assert comment in (here / "environments/uat.yaml").read_text()
    assert gen_env("diff", "qa", "uat").stdout == ""
    assert gen_env("check").exit_code == 0


def test_promote_takes_what_is_asked_for_and_leaves_what_is_pinned(here: Path) -> None:
    edit(here, "uat", "  lambda_log_level: INFO\n", "  lambda_log_level: WARN # pin: the testers read little\n")
    result = gen_env("promote", "qa", "uat", "lambda_log_level", "log_retention_days")
    text = (here / "environments/uat.yaml").read_text()
    assert ("log_retention_days: 30" in text, "enable_eks: true" in text) == (True, True)
    assert "lambda_log_level: WARN # pin" in text
    assert "variables.lambda_log_level: is pinned in environments/uat.yaml, and stays." in result.stderr


@pytest.mark.parametrize("path", ["backend.key", "aws.region"])
def test_promote_never_takes_account_or_state(path: str, here: Path) -> None:
    assert gen_env("promote", "qa", "uat", path).exit_code == 1
    assert git(here, "status", "--short") == ""


def test_import_tells_all_faults_at_their_own_lines_at_once(here: Path) -> None:
    (here / ".work").mkdir(exist_ok=True)
    file = here / ".work/theirs.tfvars"
    file.write_text(THEIRS)
    result = gen_env("import", str(file), "--as", "staging")
    assert result.exit_code == 1
    told = {line.removeprefix(f"{file}:").split(": ")[1]: line for line in result.stderr.splitlines()}
    assert told.keys() == {
        "environment",
        "vpc_cidr",
        "enable_ecs",
        "tags.aws:cost",
        "lambda_functions.worker.memory",
        "lambda_functions.worker.timeout",
        "lambda_functions.worker.environment_variables.DATABASE_PASSWORD",
        "log_retention_days",
    }
    lines = THEIRS.split("\n")
    for path, line in told.items():
        number = int(line.removeprefix(f"{file}:").split(":")[0])
        assert path.rpartition(".")[2].rpartition(":")[2] in lines[number - 1], line
    assert "hunter2" not in result.stderr
    assert git(here, "status", "--short") == ""


def test_import_of_a_part_says_what_it_leaves_out_and_keeps_the_rest(here: Path) -> None:
    file = here / ".work/theirs.tfvars"
    file.write_text(THEIRS)
    result = gen_env("import", str(file), "--as", "staging", "--partial")
    assert result.exit_code == 0
    assert result.stderr.count("left out: ") == 8
    assert gen_env("check", "staging").exit_code == 0
    assert gen_env("validate", "staging").exit_code == 0
    assert "project_name = shop" in gen_env("explain", "staging", "project_name").stdout
    assert gen_env("remove", "staging").exit_code == 0
    assert git(here, "status", "--short") == ""


def test_import_of_our_own_tfvars_comes_back_as_it_was(here: Path) -> None:
    theirs = here / "layers/compute/environments/qa/terraform.auto.tfvars"
    text = theirs.read_text().replace('"qa"', '"copy"')
    (here / ".work/copy.tfvars").write_text(text)
    result = gen_env("import", str(here / ".work/copy.tfvars"), "--as", "copy")
    assert result.exit_code == 0, result.stderr
    differing = gen_env("diff", "qa", "copy").stdout
    assert "variables." not in differing, differing


@pytest.mark.parametrize(
    ("text", "told"),
    [("a = {", "theirs.tfvars:1"), ("\x00", "theirs.tfvars"), ('project_name = "${1 +}"', "theirs.tfvars:1")],
)
def test_import_of_what_is_no_tfvars_is_one_sentence(text: str, told: str, here: Path) -> None:
    file = here / ".work/theirs.tfvars"
    file.write_text(text)
    result = gen_env("import", str(file), "--as", "staging")
    assert (result.exit_code, told in result.stderr, "Traceback" in result.stderr) == (1, True, False)


def test_affected_names_the_environments_and_why(here: Path) -> None:
    assert json.loads(gen_env("affected", "--base", "HEAD", "--json").stdout) == []
    edit(here, "qa", "lambda_log_level: INFO", "lambda_log_level: WARN")
    assert json.loads(gen_env("affected", "--base", "HEAD", "--json").stdout) == [
        {"environment": "qa", "because": ["environments/qa.yaml"]}
    ]
    edit(here, "_defaults", "log_retention_days: 30", "log_retention_days: 60")
    names = [line.split()[0] for line in gen_env("affected", "--base", "HEAD").stdout.splitlines()]
    assert names == ["dev", "prod", "qa", "uat"]


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("modules/alb/new.tf", ["dev", "prod", "qa", "uat"]),
        ("modules/alb/README.md", []),
        ("layers/compute/new.tf", ["dev", "prod", "qa", "uat"]),
        ("layers/compute/environments/uat/own.tf", ["uat"]),
        ("docs/reference/new.md", []),
        ("lambda/unused/handler.py", []),
    ],
)
def test_affected_knows_what_a_file_is_for(file: str, names: list[str], here: Path) -> None:
    (here / file).parent.mkdir(exist_ok=True)
    (here / file).write_text("# new\n")
    assert [each["environment"] for each in json.loads(gen_env("affected", "--base", "HEAD", "--json").stdout)] == names


def test_affected_says_what_git_says(here: Path) -> None:
    result = gen_env("affected", "--base", "nowhere")
    assert (result.exit_code, "nowhere" in result.stderr) == (1, True)


def test_new_makes_and_refuses_what_is_there(here: Path) -> None:
    assert gen_env("new", "perf", "--from", "qa").exit_code == 0
    assert (here / "layers/compute/environments/perf/backend.conf").is_file()
    assert gen_env("new", "perf").exit_code == 1
    assert gen_env("rename", "perf", "load").exit_code == 0
    assert (here / "environments/load.yaml").is_file()
    assert not (here / "environments/perf.yaml").exists()
    assert gen_env("check").exit_code == 0


def test_remove_keeps_what_others_extend(here: Path) -> None:
    edit(here, "uat", "extends: _defaults", "extends: qa")
    result = gen_env("remove", "qa")
    assert (result.exit_code, "environments/uat.yaml" in result.stderr) == (1, True)


@pytest.mark.parametrize("verb", ["remove", "rename"])
def test_what_still_stands_is_neither_removed_nor_renamed(
    verb: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("runner.state.addresses", lambda project, name: ["module.layer.aws_sqs_queue.this"])
    result = gen_env(verb, "qa", *(["other"] if verb == "rename" else []))
    assert result.exit_code == 1
    assert "its state still holds 1 resources:\n  module.layer.aws_sqs_queue.this\n" in result.stderr
    assert "make destroy ENV=qa" in result.stderr
    assert git(here, "status", "--short") == ""
    if verb == "remove":
        assert gen_env("remove", "qa", "--abandon").exit_code == 0


def test_the_documentation_shows_what_is_printed(
    here: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.command.gen_env", lambda project: "gen-env")
    (here / "theirs.tfvars").write_text(THEIRS)
    file = ROOT / "docs/day-two.md"
    text = file.read_text()

    def printed(block: re.Match[str]) -> str:
        lines = []
        for command in re.findall(r"^\$ (.*)$", block[1], re.MULTILINE):
            program, *arguments = shlex.split(command)
            if command.startswith("gen-env affected"):
                (here / "theirs.tfvars").unlink()
                edit(here, "qa", "lambda_log_level: INFO", "lambda_log_level: WARN")
            output = THEIRS if program == "cat" else gen_env(*arguments).output
            lines += [f"$ {command}", *output.rstrip("\n").split("\n")]
        return "```console\n" + "\n".join(lines).replace("make -C ../..", "make") + "\n```\n"

    fresh = re.sub(r"^```console\n(.*?)^```\n", printed, text, flags=re.MULTILINE | re.DOTALL)
    if request.config.getoption("--regenerate"):
        file.write_text(fresh)
    assert file.read_text() == fresh, f"stale: {regenerate_command(request)}"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["promot", "qa", "uat"], 2), (["diff", "qa"], 2), (["dif"], 1), (["doctor"], 1), (["rename", "qa", "diff"], 1)],
)
def test_slips_make_no_environment(arguments: list[str], code: int, here: Path) -> None:
    assert gen_env(*arguments).exit_code == code
    assert git(here, "status", "--short") == ""


def test_the_readme_shows_parts_of_what_is_printed() -> None:
    """Every line of the README's examples stands in docs/day-two.md, which the test above holds fresh."""
    shown = set(ROOT.joinpath("docs/day-two.md").read_text().splitlines()) | {"..."}
    [block] = re.findall(r"^```console\n(.*?)^```$", ROOT.joinpath("README.md").read_text(), re.MULTILINE | re.DOTALL)
    assert set(block.splitlines()) <= shown
    verbs = {line.split()[2] for line in block.splitlines() if line.startswith("$ gen-env ")}
    assert verbs == {"explain", "diff", "promote", "import", "affected", "remove"}
