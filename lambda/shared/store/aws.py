"""Clients that give up in time, and what it means to a caller when they do."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import boto3
from botocore.config import Config
from botocore.eventstream import ParserError
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    NoCredentialsError,
    NoRegionError,
    ParamValidationError,
    ReadTimeoutError,
)
from urllib3.exceptions import HTTPError
from urllib3.exceptions import ReadTimeoutError as StreamTimeoutError

from shared.errors import ApiError, BusyError, LateError, MisconfiguredError, UpstreamError

logger = logging.getLogger(__name__)

# What AWS's error codes mean to a caller: those that botocore's models list for the operations that are called here,
# and those that every service has (https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/CommonErrors.html).
# What is missing, forbidden or malformed is ours to mend, and never "the model did not answer". A failed condition, and
# a connection that is gone, are answers: the stores read them before they come here.
MEANINGS: dict[type[ApiError], set[str]] = {
    BusyError: {
        "ConflictException",
        "InternalFailure",
        "InternalServerError",
        "InternalServerException",
        "LimitExceededException",
        "ModelNotReadyException",
        "ProvisionedThroughputExceededException",
        "ReplicatedWriteConflictException",
        "RequestLimitExceeded",
        "ServiceQuotaExceededException",
        "ServiceUnavailable",
        "ServiceUnavailableException",
        "ThrottlingException",
        "TransactionConflictException",
    },
    LateError: {"ModelTimeoutException", "RequestTimeout"},
    UpstreamError: {
        "BadGatewayException",
        "DependencyFailedException",
        "ModelErrorException",
        "ModelStreamErrorException",
    },
    MisconfiguredError: {
        "AccessDeniedException",
        "ExpiredTokenException",
        "ForbiddenException",
        "IncompleteSignature",
        "InvalidSignatureException",
        "ItemCollectionSizeLimitExceededException",
        "MissingAuthenticationTokenException",
        "NotAuthorized",
        "OptInRequired",
        "PayloadTooLargeException",
        "RequestExpired",
        "ResourceNotFoundException",
        "UnrecognizedClientException",
        "ValidationError",
        "ValidationException",
    },
}


@cache
def session() -> boto3.Session:
    """Return the one session: its loader and credentials are what makes a client dear."""
    return boto3.Session()


def config(*, read_timeout: float, connect_timeout: float = 2, attempts: int = 2) -> Config:
    """Return limits for a client: the defaults, 60 seconds and four retries, outlive API Gateway's patience."""
    return Config(
        connect_timeout=connect_timeout,
        read_timeout=read_timeout,
        retries={"total_max_attempts": attempts, "mode": "standard"},
        tcp_keepalive=True,
    )


@contextmanager
def problems_of(service: str) -> Iterator[None]:
    """Turn every failure of a service into an ApiError, and tell the log what it was, without the service's words."""
    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        problem, reason = meaning(code, status), code
    except (ConnectTimeoutError, ReadTimeoutError, StreamTimeoutError) as error:
        problem, reason = LateError, type(error).__name__
    # Before anything was sent: no credentials, no region, or a request that botocore itself calls malformed.
    except (NoCredentialsError, NoRegionError, ParamValidationError) as error:
        problem, reason = MisconfiguredError, type(error).__name__
    except (BotoCoreError, HTTPError) as error:
        problem, reason = BusyError, type(error).__name__
    except ParserError as error:
        problem, reason = UpstreamError, type(error).__name__
    else:
        return
    level = logging.ERROR if problem is MisconfiguredError else logging.WARNING
    logger.log(level, "aws failed", extra={"service": service, "reason": reason})
    raise problem


def meaning(code: str, status: int) -> type[ApiError]:
    """Return what an AWS error code means to a caller. In the middle of a stream, codes start with a small letter.

    A code that is not known is told by its HTTP status: the service failed (5XX), or refused what we asked (4XX).
    """
    code = code[:1].upper() + code[1:]
    unknown = MisconfiguredError if 400 <= status < 500 else BusyError
    return next((error for error, codes in MEANINGS.items() if code in codes), unknown)
