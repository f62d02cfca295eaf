"""Sessions. Every read and write asks for the owner, and for a session that has not expired.

DynamoDB removes what has expired within days, not at once; until then it is still there to be found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from shared.errors import ConflictError, NotFoundError, ReusedKeyError
from shared.session import Citation, Message, Page, Position, Session, State, is_session_id, timestamp
from shared.settings import Settings
from shared.store.table import Item, Table

# Items read per query, and queries per page: a user's expired sessions must not keep a page from its end.
_ITEMS = 250
_QUERIES = 8
_MINE = "user_id = :me AND expires_at > :now"
_SUMMARY = "session_id, user_id, title, model_id, knowledge_base_id, created_at, last_activity, expires_at, version"


class Sessions:
    """Sessions of users; each method raises ApiError."""

    def __init__(self, table: Table, settings: Settings) -> None:
        self._table = table
        self._lifetime = settings.session_seconds

    def create(self, new: Session, now: float) -> Session:
        """Keep a new session; return what is there, where the same was created before."""
        item = asdict(new) | {"created_as": _wishes(new)}
        free = "attribute_not_exists(session_id) OR expires_at <= :now"
        if self._table.write("put_item", free, {":now": int(now)}, Item=item):
            return new
        try:
            existing = self._item(new.user_id, new.session_id, now)
        except NotFoundError:
            raise ConflictError from None  # deleted in this very moment
        if existing["created_as"] != _wishes(new):
            raise ReusedKeyError
        return _session(existing)

    def get(self, user_id: str, session_id: str, now: float) -> Session:
        """Return the session; raise NotFoundError where it is another user's, has expired, or never was."""
        return _session(self._item(user_id, session_id, now))

    def page(self, user_id: str, limit: int, after: Position | None, now: float) -> Page:
        """Return the next sessions, latest first. It may be empty, and yet not the last."""
        found: list[Session] = []
        position = after
        for _ in range(_QUERIES):
            items, end = self._table.query(
                None if position is None else asdict(position) | {"user_id": user_id},
                {":me": user_id, ":now": int(now)},
                KeyConditionExpression="user_id = :me",
                FilterExpression="expires_at > :now",
                ProjectionExpression=_SUMMARY,
                Limit=_ITEMS,
            )
            found += map(_session, items)
            if len(found) > limit:
                last = found[limit - 1]
                return Page(tuple(found[:limit]), Position(last.session_id, last.last_activity))
            if end is None:
                return Page(tuple(found), None)
            position = Position(end["session_id"], end["last_activity"])
        return Page(tuple(found), position)

    def change(self, user_id: str, session_id: str, wanted: Mapping[str, Any], version: int, now: float) -> Session:
        """Give the session another title, model or knowledge base, if this is still its version."""
        changed = self._update(
            session_id,
            f"SET {', '.join(f'{name} = :{name}' for name in wanted)}"
            ", version = :next, last_activity = :at, expires_at = :end",
            f"{_MINE} AND version = :version",
            self._activity(user_id, now)
            | {f":{name}": value for name, value in wanted.items()}
            | {":version": version, ":next": version + 1},
        )
        there = self.get(user_id, session_id, now)
        # A write whose answer was lost, and that was tried again, seems to fail though it was done.
        done = there.version == version + 1 and all(getattr(there, name) == value for name, value in wanted.items())
        if not changed and not done:
            raise ConflictError
        return there

    def delete(self, user_id: str, session_id: str, now: float) -> None:
        """Delete the session with its messages."""
        values = {":me": user_id, ":now": int(now)}
        if not self._table.write("delete_item", _MINE, values, Key=_key(session_id)):
            raise NotFoundError

    def append(self, to: Session, message: Message, now: float) -> bool:
        """Add a message, unless the session got another one meanwhile; tell whether it did."""
        return self._update(
            to.session_id,
            "SET messages = list_append(messages, :new), last_activity = :at, expires_at = :end",
            f"{_MINE} AND size(messages) = :count",
            self._activity(to.user_id, now) | {":new": [asdict(message)], ":count": len(to.messages)},
        )

    def replace(self, of: Session, index: int, message: Message, attempt: str) -> bool:
        """Put the message in the place of the one that this attempt left; tell whether that was still there."""
        return self._update(
            of.session_id,
            f"SET messages[{index}] = :message",
            f"user_id = :me AND messages[{index}].attempt = :attempt",
            {":message": asdict(message), ":me": of.user_id, ":attempt": attempt},
        )

    def _item(self, user_id: str, session_id: str, now: float) -> Item:
        item = self._table.get(_key(session_id)["session_id"])
        if item is None or item["user_id"] != user_id or item["expires_at"] <= now:
            raise NotFoundError
        return item

    def _update(self, session_id: str, change: str, condition: str, values: Item) -> bool:
        return self._table.write("update_item", condition, values, Key=_key(session_id), UpdateExpression=change)

    def _activity(self, user_id: str, now: float) -> dict[str, Any]:
        return {":me": user_id, ":now": int(now), ":at": timestamp(now), ":end": int(now) + self._lifetime}


def _key(session_id: str) -> dict[str, str]:
    """Return the key of a session, and of no other item in the table: their keys have another form."""
    if not is_session_id(session_id):
        raise NotFoundError
    return {"session_id": session_id}


def _wishes(new: Session) -> list[str | None]:
    """Return what a caller asked for, by which the same request is known again."""
    return [new.title, new.model_id, new.knowledge_base_id]


def _session(item: Item) -> Session:
    """Read an item; one of the index comes without the messages."""
    return Session(
        session_id=item["session_id"],
        user_id=item["user_id"],
        title=item["title"],
        model_id=item["model_id"],
        knowledge_base_id=item["knowledge_base_id"],
        created_at=item["created_at"],
        last_activity=item["last_activity"],
        expires_at=int(item["expires_at"]),
        version=int(item["version"]),
        messages=tuple(map(_message, item.get("messages", ()))),
    )


def _message(item: Item) -> Message:
    return Message(
        message_id=item["message_id"],
        sent_at=item["sent_at"],
        text=item["text"],
        state=State(item["state"]),
        attempt=item["attempt"],
        deadline=int(item["deadline"]),
        answer=item["answer"],
        citations=tuple(Citation(**citation) for citation in item["citations"]),
        stop_reason=item.get("stop_reason", ""),  # messages that were kept before there was one have none
    )
