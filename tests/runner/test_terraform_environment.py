"""Where terraform finds its AWS provider."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import Refusal
from generator.project import Project
from runner import mirror, terraform


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home without any mirror, and no last resort either."""
    monkeypatch.setattr(mirror, "LAST_RESORT", tmp_path / "nothing")
    return tmp_path / "home"


def base(home: Path, **more: str) -> dict[str, str]:
    return {"HOME": str(home), "XDG_DATA_DIRS": str(home / "shared"), **more}


def provider(folder: Path, version: str = "5.100.0", platform: str | None = None) -> Path:
    """Put a provider into the folder and return the folder."""
    (folder / mirror.PROVIDER / version / (platform or mirror.platform_name())).mkdir(parents=True)
    return folder


def configuration(env: dict[str, str]) -> str:
    return Path(env["TF_CLI_CONFIG_FILE"]).read_text()


def test_without_a_mirror_the_registry_is_asked(project: Project, home: Path) -> None:
    env = terraform.environment(project, base(home))

    assert "TF_CLI_CONFIG_FILE" not in env
    assert not project.work.exists()


@pytest.mark.parametrize("place", ["home/.terraform.d/plugins", "home/shared/terraform/plugins", "last/any"])
def test_a_mirror_is_found_in_each_of_its_places(
    project: Project, home: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirror, "LAST_RESORT", home.parent / "last")
    (home.parent / "last" / "another").mkdir(parents=True)
    folder = provider(home.parent / place)

    env = terraform.environment(project, base(home))

    assert env["TF_CLI_CONFIG_FILE"] == str(project.work / "terraform.rc")
    assert f'path    = "{folder}"' in configuration(env)


def test_the_named_mirror_comes_first_then_the_home_then_the_last_resort(
    project: Project, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mirror, "LAST_RESORT", home.parent / "last")
    last = provider(home.parent / "last" / "any")
    assert mirror.find(base(home)) == last

    homely = provider(home / ".terraform.d/plugins")
    assert mirror.find(base(home)) == homely

    named = provider(home / "named")
    assert mirror.find(base(home, TERRAFORM_PROVIDER_MIRROR=str(named))) == named


def test_a_named_mirror_without_the_provider_is_refused(project: Project, home: Path) -> None:
    with pytest.raises(Refusal, match=r"TERRAFORM_PROVIDER_MIRROR=.*: holds no registry\.terraform\.io/hashicorp/aws"):
        terraform.environment(project, base(home, TERRAFORM_PROVIDER_MIRROR=str(home)))


@pytest.mark.parametrize(
    ("version", "usable"),
    [
        ("5.99.1", False),
        ("5.100.0", True),
        ("5.100.1", True),
        ("6.30.2", True),
        ("7.0.0", False),
        ("6.0.0-beta1", False),
    ],
)
def test_only_supported_versions_count(home: Path, version: str, usable: bool) -> None:
    assert mirror.holds_provider(provider(home, version)) is usable


def test_another_platform_does_not_count(home: Path) -> None:
    assert not mirror.holds_provider(provider(home, platform="plan9_mips"))


def test_a_configuration_file_that_is_not_there_is_dropped(project: Project, home: Path) -> None:
    env = terraform.environment(project, base(home, TF_CLI_CONFIG_FILE=str(home / "absent.tfrc")))

    assert "TF_CLI_CONFIG_FILE" not in env


def test_a_configuration_that_chooses_providers_itself_is_left_alone(project: Project, home: Path) -> None:
    provider(home / ".terraform.d/plugins")
    theirs = home / "own.tfrc"
    theirs.write_text("disable_checkpoint = true\nprovider_installation {\n  direct {}\n}\n")

    env = terraform.environment(project, base(home, TF_CLI_CONFIG_FILE=str(theirs)))

    assert env["TF_CLI_CONFIG_FILE"] == str(theirs)


def test_a_configuration_about_other_things_is_kept_beside_the_mirror(project: Project, home: Path) -> None:
    provider(home / ".terraform.d/plugins")
    (home / ".terraformrc").write_text('credentials "example.com" {\n  token = "t"\n}')

    env = terraform.environment(project, base(home))

    assert configuration(env).startswith('credentials "example.com" {\n  token = "t"\n}\nprovider_installation {')
    assert Path(env["TF_CLI_CONFIG_FILE"]).stat().st_mode & 0o077 == 0


def test_a_named_mirror_beats_a_configuration_that_chooses_otherwise(project: Project, home: Path) -> None:
    named = provider(home / "named")
    (home / ".terraformrc").write_text("provider_installation {\n  direct {}\n}\n")

    env = terraform.environment(project, base(home, TERRAFORM_PROVIDER_MIRROR=str(named)))

    assert configuration(env) == mirror.cli_configuration(named)


def test_what_would_move_the_state_is_not_passed_on(project: Project, home: Path) -> None:
    env = terraform.environment(project, base(home, TF_WORKSPACE="other", TF_DATA_DIR="elsewhere", TF_VAR_a="kept"))

    assert {"TF_WORKSPACE", "TF_DATA_DIR"}.isdisjoint(env)
    assert env["TF_VAR_a"] == "kept"


def test_terraform_collects_less_garbage_unless_told_otherwise(project: Project, home: Path) -> None:
    assert terraform.environment(project, base(home))["GOGC"] == "400"
    assert terraform.environment(project, base(home, GOGC="50"))["GOGC"] == "50"
