"""Hand edits of the tfvars go back into the YAML: the smallest change, comments kept, and proven, or nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.project import Project
from tests.generator.conftest import Answer, GenEnv

YAML = "extends: _defaults\n\nvariables:\n  # why\n  enabled: false # not yet\n"


Adopt = Callable[[str, str, str], tuple[Answer, str]]


@pytest.fixture
def adopt(project: Project, gen_env: GenEnv) -> Adopt:
    """Render qa with a YAML text, replace something in its tfvars, adopt, and return the answer and the new YAML."""

    def run(yaml: str, old: str, new: str) -> tuple[Answer, str]:
        project.yaml_of("qa").write_text(yaml)
        assert gen_env("render", "qa", "--force").code == 0
        path = project.root_of("qa") / "terraform.auto.tfvars"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
        said = gen_env("adopt", "qa")
        if said.code:
            assert project.yaml_of("qa").read_text() == yaml
            assert path.read_text() == text.replace(old, new, 1)
        else:
            assert gen_env("check", "qa").code == 0
        return said, project.yaml_of("qa").read_text()

    return run


ADD = '"qa"\n'


@pytest.mark.parametrize(
    ("yaml", "old", "new", "expected"),
    [
        pytest.param(YAML, "= false", "= true", YAML.replace("false", "true"), id="a value, its comment stays"),
        pytest.param(YAML, "size         = 10", "size = 5 * 4", YAML + "  size: 20\n", id="a value of the file below"),
        pytest.param(
            YAML, "size         = 10\n", "", YAML + "  size: !unset\n", id="a value of the file below is gone"
        ),
        pytest.param(
            YAML, "cpu   = 256", "cpu = 64", YAML + "  services:\n    web:\n      cpu: 64\n", id="a nested value"
        ),
        pytest.param(
            YAML, '  CostCenter = "012345"\n', "", YAML + "  tags:\n    CostCenter: !unset\n", id="a map key is gone"
        ),
        pytest.param(
            YAML,
            "tags = {",
            'tags = {\n no = "1.30"\n "a: b" = "${"x"}"',
            YAML + '  tags:\n    "a: b": x\n    "no": "1.30"\n',
            id="new map keys that need quotes",
        ),
        pytest.param(
            YAML,
            "services = {",
            'services = {\n job = { image = "j", scaling = { minimum = 1 } }',
            YAML + "  services:\n    job:\n      image: j\n      scaling:\n        minimum: 1\n",
            id="a whole object",
        ),
        pytest.param(YAML, ADD, ADD + 'names = ["a", "b"]\n', YAML + "  names: [a, b]\n", id="a new variable"),
        pytest.param(
            YAML + "  names:\n  - a\n  - b # bee\n",
            '["a", "b"]',
            '["a", "c", "d"]',
            YAML + "  names:\n  - a\n  - c\n  - d # bee\n",
            id="a block list",
        ),
        pytest.param(
            YAML + "  names: # whose\n  - a\n  pair: [a, 1]\n",
            '["a"]\n',
            "[]\n",
            YAML + "  names: # whose\n    []\n  pair: [a, 1]\n",
            id="an empty list for a block list",
        ),
        pytest.param(
            "{extends: _defaults, variables: {enabled: true, tags: {A: b}}} # c\n",
            'A          = "b"',
            'A = "c", B = "d"',
            "{extends: _defaults, variables: {enabled: true, tags: {A: c, B: d}}} # c\n",
            id="flow mappings",
        ),
        pytest.param(
            "extends: _defaults\nvariables: {} # none\n",
            ADD,
            ADD + "enabled = true\n",
            "extends: _defaults\nvariables:\n  enabled: true # none\n",
            id="an empty section",
        ),
        pytest.param(
            "extends: _defaults\nvariables:\n",
            ADD,
            ADD + "enabled = true\n",
            "extends: _defaults\nvariables:\n  enabled: true\n",
            id="a section of nothing",
        ),
        pytest.param(
            "extends: _defaults\n# end",
            ADD,
            ADD + "enabled = true\n",
            "extends: _defaults\nvariables:\n  enabled: true\n# end",
            id="no section",
        ),
        pytest.param(
            YAML + "  tags: {Owner: !unset }\n",
            "tags = {",
            'tags = {\n Owner = "me"',
            YAML + "  tags: {Owner: me }\n",
            id="a value that was unset",
        ),
        pytest.param(
            YAML + "  text: |\n    one\n    two\n\n  size: 3\n",
            '"one\\ntwo\\n"',
            '"three"',
            YAML + "  text: three\n\n  size: 3\n",
            id="a block scalar",
        ),
        pytest.param(YAML, ADD, ADD + "# only a comment\n", YAML, id="a comment, which is dropped"),
        pytest.param(
            YAML,
            ADD,
            ADD + "anything = { a = [1, { b = null }] }\n",
            YAML + "  anything:\n    a:\n      - 1\n      - b: null\n",
            id="any",
        ),
    ],
)
def test_an_edit_becomes_the_smallest_change(adopt: Adopt, yaml: str, old: str, new: str, expected: str) -> None:
    said, text = adopt(yaml, old, new)
    assert said.code == 0, said.text
    assert text == expected


@pytest.mark.parametrize(
    ("yaml", "old", "new", "sentence"),
    [
        pytest.param(YAML, "tags = {", "tags = {{", ":12:2: Expected an attribute value", id="broken HCL"),
        pytest.param(YAML, "= false", "= var.x", ":7:16: Variables may not be used here.", id="a reference"),
        pytest.param(
            YAML, "size         = 10", "size = 2000", ":6:8: size must be less than 1000.", id="a refused value"
        ),
        pytest.param(
            YAML,
            "size         = 10",
            "sise = 20",
            ':6: sise: unknown variable, did you mean "size"?',
            id="an unknown name",
        ),
        pytest.param(
            YAML,
            "= false",
            '= "maybe"',
            ":7:16: The given value is not suitable for var.enabled: a bool is required.",
            id="a wrong type",
        ),
        pytest.param(
            YAML,
            "aws_region   = ",
            'aws_region = "eu-west-2" # ',
            ": aws_region follows from aws.region; change it in the YAML.",
            id="a value that follows from another section",
        ),
        pytest.param(
            "extends: _defaults\nvariables:\n  tags: &t\n    A: a\n  services: {web: {settings: *t}}\n",
            'A          = "a"',
            'A = "b"',
            ": the edits of tags cannot be adopted by themselves; put them into the YAML by hand.",
            id="an anchor",
        ),
        pytest.param(
            YAML,
            ADD,
            ADD + 'password = "hunter2"\n',
            ":5: password: is sensitive or ephemeral, not for a file; pass it as TF_VAR_password.",
            id="a secret",
        ),
    ],
)
def test_an_edit_that_cannot_be_adopted_is_refused_and_kept(
    adopt: Adopt, yaml: str, old: str, new: str, sentence: str
) -> None:
    said, _ = adopt(yaml, old, new)
    assert said.code == 1
    assert said.text.startswith(f"layers/compute/environments/qa/terraform.auto.tfvars{sentence}")


def test_adopt_without_an_edit_changes_nothing(gen_env: GenEnv) -> None:
    assert gen_env("adopt", "qa").text == "Nothing to do: qa up to date.\n"


def test_adopt_without_a_root_says_how_to_make_it(project: Project, gen_env: GenEnv) -> None:
    (project.root_of("qa") / "terraform.auto.tfvars").unlink()
    said = gen_env("adopt", "qa")
    assert said.text == "layers/compute/environments/qa/terraform.auto.tfvars: is missing; run gen-env qa.\n"
