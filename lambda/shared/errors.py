"""Every way to say no. The texts are fixed, so that nothing of a request, a model or AWS can leak through them."""

from __future__ import annotations

from typing import ClassVar


class ApiError(Exception):
    """A refusal: the HTTP status of the REST API, and the code and message that REST and WebSocket have in common."""

    status: ClassVar[int]
    code: ClassVar[str]
    message: ClassVar[str]
    retry_after: ClassVar[int | None] = None

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message or self.message)


class BadRequestError(ApiError):
    status, code, message = 400, "bad_request", "The request is malformed."


class PageTokenError(ApiError):
    status, code, message = 400, "bad_page_token", "The page token is not good, or no more; list from the start."


class UnauthorizedError(ApiError):
    status, code, message = 401, "unauthorized", "The request is not authorized, or no more."


class NotFoundError(ApiError):
    status, code, message = 404, "not_found", "There is no such thing here."


class ConflictError(ApiError):
    status, code, message = 409, "conflict", "The session has changed meanwhile; read it and try again."


class InProgressError(ApiError):
    status, code, message = 409, "in_progress", "This message is being answered."
    retry_after = 5


class ModelRemovedError(ApiError):
    status, code = 409, "model_removed"
    message = "The model of this session is no longer offered; give the session another model_id."


class KnowledgeBaseRemovedError(ApiError):
    status, code = 409, "knowledge_base_removed"
    message = "The knowledge base of this session is no longer offered; give the session another, or none."


class SessionFullError(ApiError):
    status, code, message = 409, "session_full", "The session can take no more messages; start a new one."


class TooLargeError(ApiError):
    status, code, message = 413, "too_large", "The request is too large."


class MediaTypeError(ApiError):
    status, code, message = 415, "unsupported_media_type", "The body must be application/json, in UTF-8."


class InvalidError(ApiError):
    status, code, message = 422, "invalid", "The request is not valid."


class ReusedKeyError(ApiError):
    status, code, message = 422, "reused_key", "This idempotency key was used for something else; take a new one."


class TooManyError(ApiError):
    status, code, message = 429, "too_many", "Too many messages; wait a moment."
    retry_after = 30


class MisconfiguredError(ApiError):
    status, code, message = 500, "misconfigured", "The service is not set up right; its operators have been told."


class InternalError(ApiError):
    status, code, message = 500, "internal", "Something went wrong here."


class UpstreamError(ApiError):
    status, code, message = 502, "upstream", "The model or the knowledge base did not answer as it should."


class BusyError(ApiError):
    status, code, message = 503, "busy", "The service is busy; try again."
    retry_after = 2


class LateError(ApiError):
    status, code, message = 504, "late", "The answer took too long; try again."
