"""Two users and a clock do anything, in any order, and the API agrees with a model of it all the time."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.lambda_code.backend.api import Api
from tests.lambda_code.backend.cloud import SETTINGS, Clock, Cloud

USERS = st.sampled_from(["ada", "bob"])
TEXTS = st.sampled_from(["A", "B", " padded ", "ü\U0001f600\0", "'; DROP TABLE", "${jndi:x}"])
RUNS = itertools.count()


@dataclass
class Expected:
    """What a session should be."""

    owner: str
    title: str
    expires: int
    version: int = 1
    texts: list[str] = field(default_factory=list)
    keys: dict[str, str] = field(default_factory=dict)


class Sessions(RuleBasedStateMachine):
    """`known` is what should be there, by id."""

    ids = Bundle("ids")

    def __init__(self) -> None:
        super().__init__()
        self.api = Api(Clock())
        self.run = next(RUNS)  # the table outlives an example, its users do not
        self.known: dict[str, Expected] = {}

    def of(self, user: str) -> Api:
        return self.api.of(f"{user}-{self.run}")

    def theirs(self, user: str, session_id: str) -> Expected | None:
        """Return the session if this user should see it."""
        session = self.known.get(session_id)
        return session if session and session.owner == user and session.expires > self.api.clock.now else None

    def end(self) -> int:
        return int(self.api.clock.now) + SETTINGS.session_seconds

    @rule(target=ids, user=USERS, title=TEXTS)
    def create(self, user: str, title: str) -> str:
        session_id = self.of(user).create(title=title)
        assert session_id not in self.known
        self.known[session_id] = Expected(user, title.strip(), self.end())
        return session_id

    @rule(user=USERS, session_id=ids)
    def read(self, user: str, session_id: str) -> None:
        answer, expected = self.of(user).read(session_id), self.theirs(user, session_id)
        if expected is None:
            assert answer.status == 404
            return
        assert (answer.body["title"], answer.body["version"]) == (expected.title, expected.version)
        assert [message["text"] for message in answer.body["messages"]] == expected.texts

    @rule(user=USERS, session_id=ids, title=TEXTS, version=st.integers(1, 3))
    def rename(self, user: str, session_id: str, title: str, version: int) -> None:
        answer, expected = self.of(user).rename(session_id, title, version), self.theirs(user, session_id)
        if expected is None:
            assert answer.status == 404
        elif expected.version == version:
            assert answer.status == 200
            expected.title, expected.version, expected.expires = title.strip(), version + 1, self.end()
        else:
            done_before = (expected.version, expected.title) == (version + 1, title.strip())
            assert answer.status == (200 if done_before else 409)

    @rule(user=USERS, session_id=ids, text=TEXTS, key=st.sampled_from([None, "k1", "k2"]))
    def say(self, user: str, session_id: str, text: str, key: str | None) -> None:
        answer, expected = self.of(user).say(session_id, text, key), self.theirs(user, session_id)
        if expected is None:
            assert answer.status == 404
        elif key in expected.keys:
            assert answer.status == (201 if expected.keys[key] == text.strip() else 422)
        else:
            assert (answer.status, answer.body["text"]) == (201, text.strip())
            expected.texts.append(text.strip())
            expected.expires = self.end()
            if key:
                expected.keys[key] = text.strip()

    @rule(user=USERS, session_id=ids)
    def delete(self, user: str, session_id: str) -> None:
        answer, expected = self.of(user).delete(session_id), self.theirs(user, session_id)
        assert answer.status == (404 if expected is None else 204)
        if expected:
            del self.known[session_id]

    @rule(user=USERS, limit=st.integers(1, 3))
    def list_all_pages(self, user: str, limit: int) -> None:
        listed: list[str] = []
        query: dict[str, int | str] = {"limit": limit}
        while True:
            page = self.of(user).list(**query).body
            listed += [each["session_id"] for each in page["sessions"]]
            if page["next_page_token"] is None:
                break
            query["page_token"] = page["next_page_token"]
        assert len(listed) == len(set(listed))
        assert set(listed) == {session_id for session_id in self.known if self.theirs(user, session_id)}

    @rule(days=st.sampled_from([0.1, 10, 29.999]))
    def pass_days(self, days: float) -> None:
        self.api.clock.pass_seconds(days * 24 * 60 * 60)


def test_the_api_does_what_a_model_of_it_does(cloud: Cloud) -> None:
    run_state_machine_as_test(Sessions, settings=settings(max_examples=25, stateful_step_count=25, deadline=None))
