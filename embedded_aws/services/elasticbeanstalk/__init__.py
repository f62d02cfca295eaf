"""Elastic Beanstalk, in place of moto's, which only makes and lists applications and environments.

An environment is what it is told to be, and has a load balancer where it wants one. No instance starts, and nothing
answers at its name.
"""

from embedded_aws.services.elasticbeanstalk import applications, configurations, environments, platforms, tags
from embedded_aws.services.elasticbeanstalk.base import service

__all__ = ["applications", "configurations", "environments", "platforms", "service", "tags"]
