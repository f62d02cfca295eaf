"""What is read from terraform's text, and how it is told."""

from __future__ import annotations

import pytest

from runner.service_names import resource_type, service
from runner.summary import Summary, report

FUNCTION = 'module.layer.module.lambda["api-handler"].aws_lambda_function.this[0]'


def read(text: str) -> Summary:
    summary = Summary()
    for line in text.splitlines():
        summary.read(line)
    return summary


@pytest.mark.parametrize(
    ("sentence", "action"),
    [
        ("will be created", "create"),
        ("will be updated in-place", "change"),
        ("must be replaced", "replace"),
        ("is tainted, so must be replaced", "replace"),
        ("will be replaced, as requested", "replace"),
        ("will be replaced due to changes in replace_triggered_by", "replace"),
        ("must be replaced, but the existing object will not be destroyed", "replace"),
        ("will be destroyed", "destroy"),
        ("will be read during apply", "read"),
        ("will no longer be managed by Terraform, but will not be destroyed", "forget"),
        ("will be removed from Terraform state, but will not be destroyed", "forget"),
        ("will be imported", "import"),
        ("has moved to aws_lambda_function.that", "move"),
    ],
)
def test_every_sentence_of_terraform_is_understood(sentence: str, action: str) -> None:
    summary = read(f"  # {FUNCTION} {sentence}")

    assert {name: found for name, found in summary.addresses.items() if found} == {action: [FUNCTION]}


def test_colours_do_not_hide_anything() -> None:
    summary = read(
        f"\x1b[1m  # {FUNCTION}\x1b[0m must be \x1b[1m\x1b[31mreplaced\x1b[0m\n"
        "\x1b[1mPlan:\x1b[0m 1 to add, 0 to change, 1 to destroy."
    )

    assert summary.lost == [FUNCTION]
    assert summary.totals == (1, 0, 1)
    assert summary.agrees


@pytest.mark.parametrize(
    "line",
    [
        "            # aws_sqs_queue.fake will be created",  # a heredoc's line stands deeper
        "# aws_sqs_queue.fake will be created",
        '      + body = "  # aws_sqs_queue.fake will be created"',
        "  # aws_sqs_queue.drifted has changed",
        "  # aws_sqs_queue.drifted has been deleted",
        "  # (because aws_sqs_queue.gone is not in configuration)",
        "  # (config refers to values not yet known)",
    ],
)
def test_text_that_only_looks_like_a_change_is_none(line: str) -> None:
    assert not any(read(line).addresses.values())


def test_a_key_that_reads_like_a_sentence_stays_part_of_the_address() -> None:
    address = 'aws_sqs_queue.this["a will be destroyed"]'

    assert read(f"  # {address} will be created").addresses["create"] == [address]


def test_a_plan_line_inside_of_a_value_is_not_the_total() -> None:
    summary = read(
        "   Plan: 9 to add, 9 to change, 9 to destroy.\nPlan: 1 to import, 2 to add, 0 to change, 0 to destroy."
    )

    assert summary.totals == (2, 0, 0)


def test_no_changes_is_said_plainly() -> None:
    summary = read("No changes. Your infrastructure matches the configuration.")

    assert summary.empty
    assert list(report(summary)) == ["No changes: what runs is what the configuration says."]


def test_changed_outputs_alone_are_worth_an_apply() -> None:
    summary = read('Changes to Outputs:\n  + name = "x"')

    assert not summary.empty
    assert list(report(summary)) == ["  Outputs change."]


def test_totals_that_differ_from_the_table_are_pointed_out() -> None:
    summary = read("  # aws_sqs_queue.this will be created\nPlan: 2 to add, 0 to change, 0 to destroy.")

    assert not summary.agrees
    assert "Terraform counts 2 to add" in list(report(summary))[-1]


def test_the_table_counts_by_service_and_names_what_is_lost() -> None:
    text = """
  # aws_iam_role.this will be created
  # aws_iam_role_policy.this will be created
  # aws_lambda_function.this must be replaced
  # aws_sqs_queue.this (deposed object 0123abcd) will be destroyed
  # data.aws_region.this will be read during apply
Plan: 3 to add, 0 to change, 2 to destroy."""

    assert list(report(read(text))) == [
        "            created    changed   replaced  destroyed",
        "  IAM             2          -          -          -",
        "  Lambda          -          -          1          -",
        "  SQS             -          -          -          1",
        "  total           2          -          1          1",
        "  REPLACED: aws_lambda_function.this",
        "  DESTROYED: aws_sqs_queue.this (deposed object 0123abcd)",
        "  Also: 1 read during apply.",
    ]


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("aws_sqs_queue.this", "aws_sqs_queue"),
        (FUNCTION, "aws_lambda_function"),
        ('module.a["b.aws_x.c\\"].d"].aws_sqs_queue.this["e.f"]', "aws_sqs_queue"),
        ("data.aws_region.this", "aws_region"),
        ("aws_sqs_queue.this (deposed object 0123abcd)", "aws_sqs_queue"),
    ],
)
def test_the_type_is_found_whatever_the_keys_are(address: str, kind: str) -> None:
    assert resource_type(address) == kind


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("aws_cloudwatch_log_group", "CloudWatch Logs"),
        ("aws_cloudwatch_metric_alarm", "CloudWatch"),
        ("aws_lb_listener", "Load balancing"),
        ("aws_route53_record", "Route 53"),
        ("aws_route_table", "VPC"),
        ("aws_glue_job", "Glue"),
        ("terraform_data", "Terraform"),
    ],
)
def test_types_go_by_the_service_people_know(kind: str, name: str) -> None:
    assert service(f"{kind}.this") == name
