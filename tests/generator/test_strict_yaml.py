"""What environments/*.yaml may hold, and that every fault gets a sentence with its place."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator import strict_yaml
from generator.errors import Problems
from generator.project import Project


def faults(text: str | bytes, tmp_path: Path) -> list[str]:
    path = tmp_path / "qa.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    with pytest.raises(Problems) as refused:
        strict_yaml.parse(strict_yaml.read(path, "qa.yaml"), "qa.yaml")
    return str(refused.value).splitlines()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "qa.yaml:1:1: must be a mapping with keys such as extends and variables."),
        ("# nothing\n# at all\n", "qa.yaml:1:1: must be a mapping with keys such as extends and variables."),
        ("- a\n", "qa.yaml:1:1: must be a mapping with keys such as extends and variables."),
        ("hello\n", "qa.yaml:1:1: must be a mapping with keys such as extends and variables."),
        ("variables:\n\ta: 1\n", "qa.yaml:2:1: a tab cannot indent YAML; use spaces."),
        ("a: 1\n---\nb: 2\n", "qa.yaml:2:1: a second document starts here; one file is one environment."),
        ("a: 1\n...\n---\nb: 2\n", "qa.yaml:3:1: a second document starts here; one file is one environment."),
        ("a: !!int 1\n", "qa.yaml:1:4: a: tag !!int is not supported; only !append and !unset are."),
        ("a: !python/object:os.system x\n", "qa.yaml:1:4: a: tag !python/object:os.system is not supported; only"),
        ("a: {<<: {b: c}}\n", "qa.yaml:1:5: a: merge keys (<<) are not supported; use extends."),
        ("a:\n  ? [b]\n  : c\n", "qa.yaml:2:5: a: a key must be a single word or a quoted text."),
        ("!unset a: b\n", "qa.yaml:1:1: a: !unset is for values, not for keys."),
        ("a: {b: !unset}\n", "qa.yaml:1:14: a space is missing after the tag."),
        ("a: *b\n", "qa.yaml:1:4: a: alias *b has no anchor that ends above it; write the value out."),
        ("a: &b [*b]\n", "qa.yaml:1:8: a: alias *b has no anchor that ends above it; write the value out."),
        ("a: [1, 2\nb: 3\n", "qa.yaml:2:2: not valid YAML: did not find expected ',' or ']'."),
        ("a: b\0c\n", "qa.yaml:1:5: character U+0000 is not allowed as it is; write it as an escape in double quotes."),
        ('ä: "😀\x1b"\n', "qa.yaml:1:6: character U+001B is not allowed as it is; write it as an escape"),
        ('a: "b \u2028 c"\n', "qa.yaml:1:7: character U+2028 is not allowed as it is; write it as an escape"),
        ('a: "\\ud800"\n', "qa.yaml:1:4: a: half of a UTF-16 pair (\\ud800 to \\udfff) stands alone; write both."),
        (b"a: 1\nb: \xff\n", "qa.yaml:2:4: byte 0xff is not UTF-8; save the file as UTF-8."),
        ("\ufeffa: 1\n".encode("utf-16"), "qa.yaml:1:1: byte 0xff is not UTF-8; save the file as UTF-8."),
        ("a: " + "x" * 1_000_001, "qa.yaml: larger than 1,000,000 bytes; split it with extends."),
    ],
)
def test_a_fault_is_one_sentence_with_its_place(text: str | bytes, sentence: str, tmp_path: Path) -> None:
    [found] = faults(text, tmp_path)
    assert found.startswith(sentence)


def test_all_duplicate_keys_and_tags_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    text = "variables:\n  a: 1\n  tags: {x: 1, x: 2}\n  a: !foo 2\n"
    assert faults(text, tmp_path) == [
        "qa.yaml:3:16: variables.tags.x: duplicate key, first written in line 3; keep one.",
        "qa.yaml:4:3: variables.a: duplicate key, first written in line 2; keep one.",
        "qa.yaml:4:6: variables.a: tag !foo is not supported; only !append and !unset are.",
    ]


def test_keys_that_differ_only_by_normalisation_are_duplicates(tmp_path: Path) -> None:
    [found] = faults("é: 1\ne\u0301: 2\n", tmp_path)
    assert "duplicate key, first written in line 1" in found


@pytest.mark.parametrize("depth", [65, 500, 100_000])
@pytest.mark.parametrize(
    "nested",
    [
        lambda n: "a: " + "[" * n + "]" * n,
        lambda n: "a: " + "{b: " * n + "}" * n,
        lambda n: "a:\n  " + "- " * n + "b",
        lambda n: "a: " + "[" * n,
        lambda n: "\n".join(" " * level + "a:" for level in range(min(n, 1400))),
    ],
    ids=["flow lists", "flow mappings", "dashes", "unclosed", "block mappings"],
)
def test_deep_nesting_is_refused(nested: Callable[[int], str], depth: int, tmp_path: Path) -> None:
    [found] = faults(nested(depth), tmp_path)
    assert found.endswith("nested deeper than 64 levels; no variable needs that.")


def test_sixty_levels_are_read() -> None:
    strict_yaml.parse("a: " + "[" * 60 + "]" * 60, "qa.yaml")


def test_aliases_cannot_nest_deeper_than_the_text(tmp_path: Path) -> None:
    text = "a: &a " + "[" * 40 + "]" * 40 + "\nb: " + "[" * 30 + "*a" + "]" * 30
    [found] = faults(text, tmp_path)
    assert found.startswith("qa.yaml:2:34: b: nested deeper than 64 levels")


def test_an_alias_bomb_is_refused_within_two_seconds_and_200_megabytes(project: Project) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    project.yaml_of("qa").write_text("\n".join(lines))
    code = "import resource, runpy; resource.setrlimit(resource.RLIMIT_AS, (200 << 20, 200 << 20));"
    code += "resource.setrlimit(resource.RLIMIT_CPU, (2, 2)); runpy.run_module('generator', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", code, "check", "qa"],
        cwd=project.root,
        env={"PYTHONPATH": str(Path(strict_yaml.__file__).parents[1])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "qa.yaml:3:50: a2: aliases repeat more than 1,000 nodes; write the values out." in done.stdout + done.stderr
    assert done.returncode == 1


def test_a_byte_order_mark_and_crlf_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "qa.yaml"
    path.write_bytes(b"\xef\xbb\xbfa:\r\n  b: c\r\n")
    read = strict_yaml.parse(strict_yaml.read(path, "qa.yaml"), "qa.yaml").at("a", "b")
    assert isinstance(read, strict_yaml.Scalar)
    assert (read.text, str(read.place)) == ("c", "qa.yaml:2:6")


@pytest.mark.parametrize("text", ["1.30", "no", "22:22", "012345670123", "0x1f", "1e3", "2001-12-14", "0o17", "NaN"])
def test_a_plain_scalar_stays_as_written(text: str) -> None:
    read = strict_yaml.parse(f"a: {text}\n", "qa.yaml").items["a"]
    assert isinstance(read, strict_yaml.Scalar)
    assert read.text == text


def test_a_file_that_cannot_be_read_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "qa.yaml").mkdir()
    with pytest.raises(Problems, match=r"^qa.yaml: cannot be read: Is a directory\.$"):
        strict_yaml.read(tmp_path / "qa.yaml", "qa.yaml")


def test_offsets_count_characters_so_that_adopt_edits_the_right_ones() -> None:
    text = "# ÄÖ 😀\r\na: {ä: '😀', b: c} # ü\r\n"
    node = strict_yaml.parse(text, "qa.yaml").at("a", "b")
    assert node is not None
    assert text[node.start : node.end] == "c"
