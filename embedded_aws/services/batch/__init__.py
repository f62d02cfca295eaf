"""Batch, in place of moto's, which wants a service role, starts instances and forgets most of what it is told.

Compute environments, queues, job definitions and scheduling policies are kept and changed in place as AWS does it. Jobs
can be submitted, listed and cancelled, but never run: they wait as RUNNABLE.
"""

from embedded_aws.services.batch import compute_environments, job_definitions, job_queues, jobs, tags
from embedded_aws.services.batch.base import service

__all__ = ["compute_environments", "job_definitions", "job_queues", "jobs", "service", "tags"]
