"""The knowledge bases that sessions may use: the configured one, or none."""

from __future__ import annotations

from fastapi import APIRouter

from backend.dependencies import Services, UserId
from backend.schemas import KnowledgeBase, KnowledgeBases

router = APIRouter(tags=["knowledge bases"])


@router.get("/knowledge-bases")
def list_knowledge_bases(_user_id: UserId, services: Services) -> KnowledgeBases:
    """List the knowledge bases that a session may use."""
    configured = services.settings.knowledge_base_id
    if configured is None:
        return KnowledgeBases(knowledge_bases=[])
    name, status = services.knowledge_base.describe(configured)
    return KnowledgeBases(knowledge_bases=[KnowledgeBase(knowledge_base_id=configured, name=name, status=status)])
