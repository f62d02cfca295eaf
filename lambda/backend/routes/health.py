"""Whether the function runs: no authorization, no data, no look at what is behind it."""

from __future__ import annotations

from fastapi import APIRouter

from backend.schemas import Health

router = APIRouter(tags=["health"])


@router.get("/health")
async def read_health() -> Health:
    """Tell that the function runs."""
    return Health(status="ok")
