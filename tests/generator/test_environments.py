"""Files that extend each other, states and accounts that must not be shared, and where upstream values come from."""

from __future__ import annotations

import pytest

from generator.environment import State, load
from generator.errors import Problems
from generator.project import Project
from tests.generator.conftest import GenEnv


def fault(project: Project, text: str, name: str = "qa") -> str:
    project.yaml_of(name).write_text(text)
    with pytest.raises(Problems) as refused:
        load(project, name)
    return str(refused.value)


@pytest.mark.parametrize(
    ("parent", "sentence"),
    [
        ("qa", "goes in a circle: qa -> qa."),
        ("_default", 'no file environments/_default.yaml, did you mean "_defaults"?'),
        ("../../etc/passwd", "no file environments/../../etc/passwd.yaml; known: _defaults, dev."),
        ("/etc/hosts", "no file environments//etc/hosts.yaml; known: _defaults, dev."),
        ('"a\\0b"', "no file environments/a\\x00b.yaml; known: _defaults, dev."),
        ("[_defaults]", "expected a string, found a list of 1."),
    ],
)
def test_a_parent_that_cannot_be_is_one_sentence(parent: str, sentence: str, project: Project) -> None:
    found = fault(project, f"extends: {parent}\naws: {{region: eu-west-1}}\nvariables: {{project_name: a}}\n")
    assert found == f"environments/qa.yaml:1:10: extends: {sentence}"


def test_a_circle_through_several_files_is_told_once(project: Project) -> None:
    project.yaml_of("dev").write_text("extends: qa\n")
    assert fault(project, "extends: dev\n").endswith("extends: goes in a circle: qa -> dev -> qa.")


def test_a_chain_merges_from_its_far_end(project: Project) -> None:
    project.yaml_of("dev").write_text("extends: _defaults\nvariables: {names: [a], size: 20, tags: {Owner: dev}}\n")
    project.yaml_of("qa").write_text("extends: dev\nvariables: {names: !append [b], size: !unset , tags: {X: y}}\n")
    found = load(project, "qa").variables
    assert found["names"] == ["a", "b"]
    assert "size" not in found
    assert found["tags"] == {"Owner": "dev", "CostCenter": "012345", "X": "y"}


def test_a_fault_in_a_shared_file_is_told_once_at_its_place(project: Project, gen_env: GenEnv) -> None:
    path = project.yaml_of("_defaults")
    path.write_text(path.read_text().replace("size: 10", "size: ten"))
    assert gen_env("render", "--all").text == (
        "environments/_defaults.yaml:7:9: variables.size: expected a number, found `ten`; "
        "write digits, such as 30 or 0.5. (in dev, qa)\n"
    )


def test_states_and_names_follow_from_the_environment(project: Project) -> None:
    found = load(project, "qa")
    assert found.backend == State("fixture-qa-tfstate", "compute/qa/terraform.tfstate", "eu-west-1")
    assert found.upstream["data"] == State("fixture-qa-tfstate", "data/qa/terraform.tfstate", "eu-west-1")
    assert (found.account_id, found.region, found.variables["environment"]) == (None, "eu-west-1", "qa")


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ("backend: {bucket: ../x}", "2:19: backend.bucket: '../x' is no bucket name"),
        ('backend: {bucket: ""}', "2:19: backend.bucket: '' is no bucket name"),
        ("backend: {key: a/../b}", "2:16: backend.key: 'a/../b' is no state key"),
        ("backend: {key: /a}", "2:16: backend.key: '/a' is no state key"),
        ('backend: {key: "a\\nb"}', "2:16: backend.key: 'a\\nb' is no state key"),
        ("backend: {keys: a}", '2:11: backend.keys: unknown key, did you mean "key"?'),
        ("upstream: {data: {bucket: 'A B'}}", "2:27: upstream.data.bucket: 'A B' is no bucket name"),
        ("upstream: {data: {state: '${a}'}}", "2:26: upstream.data.state: '${a}' is no state key"),
        (
            "upstream: {data: {state: compute/qa/terraform.tfstate}}",
            "2:26: upstream.data.state: is this environment's own state; name the other layer's.",
        ),
        (
            "upstream: {networking: {state: a, values: {vpc_id: b}}}",
            "2:32: upstream.networking.state: does not go with values: say where the state is, or the values.",
        ),
        (
            "upstream: {networking: {values: {}}}",
            '2:33: upstream.networking.values: missing required attribute "vpc_id" (string) '
            "(layers/compute/variables_upstream.tf:5)",
        ),
        ("upstream: {netwrok: {}}", '2:12: upstream.netwrok: unknown key, did you mean "networking"?'),
        ("aws: {region: null}", "2:15: aws.region: is missing; every environment has a region."),
        ('aws: {region: ""}', "2:15: aws.region: is missing; every environment has a region."),
        (
            "variables: {project_name: 'A b'}",
            "2:27: variables.project_name: the bucket of the state is named after it, and",
        ),
    ],
)
def test_a_section_with_a_fault_is_one_sentence(section: str, sentence: str, project: Project) -> None:
    found = fault(project, f"extends: _defaults\n{section}\n")
    assert found.startswith(f"environments/qa.yaml:{sentence}")
    assert "\n" not in found


def test_two_environments_cannot_have_one_state(project: Project, gen_env: GenEnv) -> None:
    project.yaml_of("dev").write_text("extends: _defaults\nbackend: {bucket: shared, key: a/b}\n")
    project.yaml_of("qa").write_text("extends: _defaults\nbackend: {bucket: shared, key: A/b}\n")
    sentence = (
        "environments/qa.yaml:2:10: backend: the state s3://shared/A/b is dev's already; give each its own key.\n"
    )
    assert gen_env("check").text == sentence
    assert gen_env("render", "qa").text == sentence
    assert gen_env("render", "dev").text.startswith(
        "environments/dev.yaml:2:10: backend: the state s3://shared/a/b is qa's already"
    )


def test_two_environments_share_an_account_only_if_both_say_so(project: Project, gen_env: GenEnv) -> None:
    def bind(name: str, more: str = "") -> None:
        project.yaml_of(name).write_text(f'extends: _defaults\naws: {{account_id: "123412341234"{more}}}\n')

    bind("dev")
    bind("qa", ", shared_account: true")
    assert gen_env("render", "--all").text == (
        "environments/qa.yaml:2:19: aws.account_id: 123412341234 is dev's account; "
        "set aws.shared_account: true in both if meant.\n"
    )
    bind("dev", ", shared_account: true")
    assert gen_env("render", "--all").code == 0


SETTINGS = """
variable "account_settings" {
  type    = object({ transaction_search = optional(object({})), cost_export = optional(object({})) })
  default = null
}

variable "api_gateway_account_owner" {
  type    = string
  default = null
}
"""


@pytest.mark.parametrize(
    ("aws", "variables", "fault"),
    [
        ("", "account_settings: {cost_export: {}}", "account_settings.cost_export: is dev's already, for the whole"),
        (
            "",
            "account_settings: {transaction_search: {}}",
            "account_settings.transaction_search: is dev's already, for",
        ),
        ("", "api_gateway_account_owner: terraform", "api_gateway_account_owner: is dev's already, for the account in"),
        ("region: us-west-2", "account_settings: {cost_export: {}}", "account_settings.cost_export: is dev's already"),
        ("region: us-west-2", "account_settings: {transaction_search: {}}", None),
        ('account_id: "123412341234"', "account_settings: {cost_export: {}}", None),
        ("", "api_gateway_account_owner: external", None),
    ],
)
def test_a_setting_of_the_account_has_one_owner(
    aws: str, variables: str, fault: str | None, project: Project, gen_env: GenEnv
) -> None:
    (project.layer / "variables_account.tf").write_text(SETTINGS)
    owner = "{account_settings: {cost_export: {}, transaction_search: {}}, api_gateway_account_owner: terraform}"
    project.yaml_of("dev").write_text(f"extends: _defaults\nvariables: {owner}\n")
    project.yaml_of("qa").write_text(f"extends: _defaults\naws: {{{aws}}}\nvariables: {{{variables}}}\n")
    found = gen_env("render", "qa")
    if fault is None:
        assert found.code == 0
    else:
        assert f"variables.{fault}" in found.text
        assert found.text.count("is dev's already") == 1


def test_neighbours_with_faults_of_their_own_stop_nobody(project: Project, gen_env: GenEnv) -> None:
    for name in ("uat", "prod"):
        project.yaml_of(name).write_text('extends: _defaults\naws: {account_id: "123412341234"}\n')
    project.yaml_of("dev").write_text("broken: [\n")
    assert gen_env("render", "qa").code == 0


def test_hidden_files_of_editors_are_no_environments(project: Project, gen_env: GenEnv) -> None:
    (project.environments / ".#qa.yaml").symlink_to("nobody@nowhere")
    assert gen_env("check").code == 0
