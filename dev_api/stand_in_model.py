"""A stand-in for Bedrock: a model that says it is none, and a knowledge base with two passages.

Said "/stop max_tokens", or any other reason, it stops in mid-answer for that reason; said "/slow", it takes its time.

It speaks Bedrock's own protocol, so that the functions' way to it is the real one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from dev_api import event_stream

KNOWLEDGE_BASE_ID = "DEVKNOWBAS"
MODELS = ["stand-in.brief-v1:0", "stand-in.wordy-v1:0"]

_PASSAGES = {
    "s3://example-handbook/holidays.md": "Everybody has 30 days of holiday a year; ask two weeks ahead.",
    "s3://example-handbook/laptops.md": "Laptops are replaced after four years, or when they break.",
}
_SECONDS_PER_WORD = 0.03
_SECONDS_PER_SLOW_WORD = 0.2


def app() -> Starlette:
    """Return the stand-in's API: the operations of Bedrock that the functions use."""
    return Starlette(
        routes=[
            Route("/model/{model_id:path}/converse-stream", _converse, methods=["POST"]),
            Route("/knowledgebases/{id}/retrieve", _retrieve, methods=["POST"]),
            Route("/knowledgebases/{id}", _describe, methods=["GET"]),
        ]
    )


async def _converse(request: Request) -> Response:
    asked = await request.json()
    words = _answer(request.path_params["model_id"], asked).split(" ")
    command, _, reason = _said(asked).partition(" ")
    seconds, stop = _SECONDS_PER_WORD, "end_turn"
    if command == "/stop":
        words, stop = words[:5], reason or "max_tokens"
    elif command == "/slow":
        seconds = _SECONDS_PER_SLOW_WORD
    return StreamingResponse(_events(words, seconds, stop), media_type="application/vnd.amazon.eventstream")


async def _events(words: list[str], seconds: float, stop: str) -> AsyncIterator[bytes]:
    yield event_stream.event("messageStart", {"role": "assistant"})
    for number, word in enumerate(words):
        text = word if number == 0 else f" {word}"
        yield event_stream.event("contentBlockDelta", {"contentBlockIndex": 0, "delta": {"text": text}})
        await asyncio.sleep(seconds)
    yield event_stream.event("contentBlockStop", {"contentBlockIndex": 0})
    yield event_stream.event("messageStop", {"stopReason": stop})


def _said(asked: dict[str, Any]) -> str:
    said: str = asked["messages"][-1]["content"][0]["text"]
    return said


def _answer(model_id: str, asked: dict[str, Any]) -> str:
    messages = asked["messages"]
    parts = [f"I am the stand-in of `make api`, not a model. You said: “{_said(asked)}”."]
    if "wordy" in model_id:
        parts.append(f"You asked for {model_id}, and before that there were {len(messages) // 2} questions.")
    if "[1]" in asked["system"][0]["text"]:
        parts.append("The passages below came with your question, and a real model would have read them [1] [2].")
    return " ".join(parts)


async def _retrieve(_request: Request) -> Response:
    results = [
        {"content": {"text": text}, "location": {"type": "S3", "s3Location": {"uri": uri}}, "score": 1.0}
        for uri, text in _PASSAGES.items()
    ]
    return JSONResponse({"retrievalResults": results})


async def _describe(request: Request) -> Response:
    found = {"knowledgeBaseId": request.path_params["id"], "name": "Stand-in handbook", "status": "ACTIVE"}
    return JSONResponse({"knowledgeBase": found})
