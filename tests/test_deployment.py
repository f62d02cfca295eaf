"""What a deployment leaves behind is found, whatever module made it."""

from __future__ import annotations

import functools
import re

from embedded_aws.server import Server
from tests import leftovers
from tests.harness import ROOT


def test_every_type_that_a_module_makes_is_listed_or_a_part_of_one_that_is() -> None:
    declared = re.compile(r'^resource "(\w+)"', re.MULTILINE)
    made = {kind for file in (ROOT / "modules").glob("*/*.tf") for kind in declared.findall(file.read_text())}
    terraforms_own = {"terraform_data", "random_id"}
    assert made - leftovers.LISTINGS.keys() - leftovers.PARTS.keys() - terraforms_own == set()


def test_every_part_is_of_a_type_that_is_listed_or_has_a_reason() -> None:
    wholes = {whole for whole in leftovers.PARTS.values() if re.fullmatch(r"aws_\w+", whole)}
    assert wholes - leftovers.LISTINGS.keys() == set()


def test_what_came_since_is_named(embedded_aws: Server) -> None:
    client = functools.partial(leftovers.client, embedded_aws.url)
    client("sqs").create_queue(QueueName="before")
    holdings = leftovers.Holdings(client)
    assert holdings.since() == []
    client("logs").create_log_group(logGroupName="/late")
    client("ecs").create_cluster(clusterName="late")
    client("ecs").create_cluster(clusterName="gone")
    client("ecs").delete_cluster(cluster="gone")
    assert holdings.since() == ["aws_cloudwatch_log_group /late", "aws_ecs_cluster late"]
