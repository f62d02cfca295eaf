"""make submit-job: run a Batch job of an environment now, once or as an array."""

from __future__ import annotations

from typing import Any

import click

from generator.errors import Refusal, did_you_mean, one_of
from runner.aws import client, refusing
from runner.choice import Misuse
from runner.deployed import outputs
from runner.session import Session

# https://docs.aws.amazon.com/batch/latest/userguide/array_jobs.html
_SIZES = range(2, 10_001)


def submit(session: Session, job: str | None, *, queue: str | None, array: str | None) -> None:
    """Submit the job with this key to the queue with that one, `array` times at once; raise Refusal if it cannot be."""
    batch = outputs(session).get("batch") or {}
    definition = _chosen("JOB", job, batch.get("job_definitions", {}), session.name)
    target = _queue(queue, batch.get("job_queues", {}), session.name)
    request: dict[str, Any] = {"jobName": definition, "jobQueue": target, "jobDefinition": definition}
    if array:
        request["arrayProperties"] = {"size": _size(array)}
    with refusing(job or "", "nothing was submitted"):
        submitted = client(session, "batch").submit_job(**request)
    times = f", {array} times" if array else ""
    click.secho(f"{definition} on {session.where}: submitted to {target}{times} as {submitted['jobId']}.", bold=True)
    click.echo(f"See how it goes: aws batch describe-jobs --jobs {submitted['jobId']}")


def _queue(key: str | None, queues: dict[str, Any], environment: str) -> str:
    """Return the name of the queue; the only one needs no mention."""
    return _chosen("QUEUE", key or (next(iter(queues)) if len(queues) == 1 else None), queues, environment)


def _chosen(variable: str, key: str | None, known: dict[str, Any], environment: str) -> str:
    if not known:
        raise Refusal(f"{environment}: nothing of Batch is deployed; set batch_compute_environments and apply.")
    if not key:
        raise Misuse(f"{variable} is missing: say which; there are {one_of(known)}.")
    if key not in known:
        raise Misuse(f"{variable}={key!r}: not in {environment}{did_you_mean(key, known)}; there are {one_of(known)}.")
    return str(known[key]["name"])


def _size(array: str) -> int:
    if not (array.isascii() and array.isdigit() and len(array) < 6 and int(array) in _SIZES):
        raise Misuse(f"ARRAY={array!r}: an array has 2 to 10000 jobs; leave it out for one.")
    return int(array)
