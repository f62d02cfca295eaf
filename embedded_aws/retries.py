"""Give the same answer to a request that is sent again because its first answer got lost on the way.

On a busy machine a connection may break after the work is done. The SDK then sends the request again, and a deletion
that succeeded would be refused as "not found". All attempts of one call carry the same `amz-sdk-invocation-id`, and
their number in `amz-sdk-request` (AWS SDKs and Tools Reference Guide, "Retry behavior").
"""

from __future__ import annotations

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response

_KEPT = 256  # calls; an SDK gives up on one after seconds
_LARGEST = 1 << 20  # bytes; larger answers are downloads, which change nothing

log = logging.getLogger(__name__)


class Retries:
    """Remembers the answers of the latest calls."""

    def __init__(self) -> None:
        self._calls: OrderedDict[str, Future[Response | None]] = OrderedDict()
        self._lock = threading.Lock()

    def once(self, headers: Headers, answer: Callable[[], Response]) -> Response:
        """Return what `answer` gives, or what it gave an earlier attempt of the same call if that succeeded."""
        call = headers.get("amz-sdk-invocation-id")
        if not call:
            return answer()
        mine: Future[Response | None] = Future()
        with self._lock:
            before = self._calls.pop(call, None)
            self._calls[call] = mine
            if len(self._calls) > _KEPT:
                self._calls.popitem(last=False)
        given = None
        try:
            given = before.result() if before else None
            if given:
                log.warning("%s was answered before: the same answer again", headers.get("amz-sdk-request"))
            else:
                given = answer()
            return given
        finally:
            mine.set_result(given if given and _may_be_repeated(given) else None)


def _may_be_repeated(answer: Response) -> bool:
    return answer.status_code < 400 and len(answer.get_data()) <= _LARGEST
