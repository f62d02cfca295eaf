"""A call that is sent again because its answer got lost is not carried out twice."""

from __future__ import annotations

import threading

import pytest
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Response

from embedded_aws.retries import Retries


class Queue:
    """Something that can be deleted once."""

    def __init__(self) -> None:
        self.there = True

    def delete(self) -> Response:
        gone, self.there = not self.there, False
        return Response("no such queue" if gone else "deleted", 404 if gone else 200)


def attempt(call: str | None) -> Headers:
    return Headers({"amz-sdk-invocation-id": call, "amz-sdk-request": "attempt=2; max=3"} if call else {})


def test_the_same_call_gets_the_same_answer() -> None:
    retries, queue = Retries(), Queue()
    assert [retries.once(attempt("a"), queue.delete).get_data() for _ in range(3)] == [b"deleted"] * 3
    assert retries.once(attempt("b"), queue.delete).status_code == 404


@pytest.mark.parametrize("call", [None, ""])
def test_a_client_that_numbers_no_calls_is_answered_anew(call: str | None) -> None:
    retries, queue = Retries(), Queue()
    assert [retries.once(attempt(call), queue.delete).status_code for _ in range(2)] == [200, 404]


def test_a_refused_call_is_tried_again() -> None:
    retries, answers = Retries(), iter([Response(status=503), Response(status=200)])
    assert [retries.once(attempt("a"), lambda: next(answers)).status_code for _ in range(3)] == [503, 200, 200]


def test_a_call_that_broke_is_tried_again() -> None:
    retries, queue = Retries(), Queue()
    with pytest.raises(ZeroDivisionError):
        retries.once(attempt("a"), lambda: Response(str(1 / 0)))
    assert retries.once(attempt("a"), queue.delete).status_code == 200


def test_a_second_attempt_waits_for_the_first() -> None:
    retries, queue, begun, go_on = Retries(), Queue(), threading.Event(), threading.Event()
    answers: list[Response] = []

    def slow() -> Response:
        begun.set()
        assert go_on.wait(10)
        return queue.delete()

    first = threading.Thread(target=lambda: answers.append(retries.once(attempt("a"), slow)))
    first.start()
    assert begun.wait(10)
    second = threading.Thread(target=lambda: answers.append(retries.once(attempt("a"), queue.delete)))
    second.start()
    go_on.set()
    for each in (first, second):
        each.join(10)
    assert [each.get_data() for each in answers] == [b"deleted"] * 2


def test_only_the_latest_calls_are_remembered() -> None:
    retries, queue = Retries(), Queue()
    retries.once(attempt("old"), queue.delete)
    for number in range(300):
        retries.once(attempt(str(number)), lambda: Response())
    assert retries.once(attempt("old"), queue.delete).status_code == 404
