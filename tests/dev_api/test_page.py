"""The page of `make api` in a real browser: each way in which it left people stuck."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.dev_api import chromium
from tests.dev_api.chromium import Chromium, Page
from tests.dev_api.running import DevApi
from tests.harness import ROOT

BROWSER = chromium.find()
pytestmark = pytest.mark.skipif(BROWSER is None, reason="needs Chromium: apt-get install chromium")
PICTURES = ROOT / "docs/pictures"
LAST = "[...document.querySelectorAll('#messages > li')].at(-1)"
STATE = f"{LAST}.dataset.state"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    assert BROWSER
    with chromium.running(BROWSER, tmp_path_factory.mktemp("chromium")) as it:
        yield it


@pytest.fixture
def user(request: pytest.FixtureRequest) -> str:
    """A user of this test alone."""
    return f"u{abs(hash(request.node.nodeid)) % 10**12}"


@pytest.fixture
def page(browser: Chromium, dev_api: DevApi, user: str) -> Iterator[Page]:
    """The page, with the user logged in and a session begun."""
    with browser.page() as it:
        it.size(1200, 800)
        log_in(it, dev_api, user)
        it.click("#create button")
        it.until("!document.querySelector('#ask').hidden")
        yield it


@pytest.fixture
def rest(dev_api: DevApi, user: str) -> Iterator[httpx.Client]:
    with dev_api.log_in(user) as client:
        yield client


def log_in(page: Page, dev_api: DevApi, user: str) -> None:
    page.open(dev_api.url)
    page.run("document.querySelector('#login input').value = ''")
    page.type("#login input", user)
    page.press("Enter")
    page.until("document.querySelector('#connection').dataset.state === 'open'")


def ask(page: Page, text: str) -> None:
    page.type("#ask textarea", text)
    page.press("Enter")
    page.until(f"{LAST}?.querySelector('.said').textContent === {json.dumps(text.strip())}")


def answer(page: Page) -> str:
    page.until(f"{STATE} !== 'answering'")
    found: str = page.run(f"{LAST}.querySelector('.answer').textContent")
    return found


def note(page: Page) -> str:
    found: str = page.run(f"{LAST}.querySelector('.note').innerText")
    return " ".join(found.split())


def lose_connection(page: Page) -> None:
    page.run("sockets.at(-1).close()")


def test_a_question_is_answered_word_by_word(page: Page) -> None:
    ask(page, "/slow and steady")
    page.until(f"{LAST}.querySelector('.waiting')")
    page.until(f"{LAST}.querySelector('.answer').textContent.startsWith('I am')")
    assert page.run(STATE) == "answering"
    assert page.run(f"{LAST}.querySelector('.answer').getAttribute('aria-busy')") == "true"
    lose_connection(page)


def test_an_answer_that_comes_while_another_session_is_shown_is_there(page: Page) -> None:
    ask(page, "/slow but sure")
    page.until(f"{LAST}.querySelector('.answer').textContent.startsWith('I')")
    page.click("#create button")
    page.until("document.querySelectorAll('#messages > li').length === 0")
    page.until("document.querySelectorAll('#sessions button').length === 2")
    page.run("[...document.querySelectorAll('#sessions button')].find(each => !each.ariaCurrent).click()")
    page.until(f"{LAST}?.querySelector('.said').textContent === '/slow but sure'")
    assert answer(page).startswith("I am the stand-in")
    assert page.run(STATE) == "answered"


def test_api_gateways_own_error_ends_the_waiting(page: Page) -> None:
    ask(page, "/slow")
    page.until(f"{LAST}.querySelector('.waiting')")
    frame = json.dumps({"message": "Internal server error", "connectionId": "c", "requestId": "r"})
    page.run(f"sockets.at(-1).dispatchEvent(new MessageEvent('message', {{ data: {json.dumps(frame)} }}))")
    page.until(f"{STATE} === 'failed'")
    assert note(page) == "Internal server error Ask again"


def test_when_the_token_has_expired_it_asks_to_log_in_again_and_keeps_the_text(page: Page) -> None:
    page.type("#ask textarea", "A long thought")
    page.run(
        "const kept = JSON.parse(sessionStorage.login); kept.token += 'x'; sessionStorage.login = JSON.stringify(kept)"
    )
    page.call("Page.reload")
    page.until("document.querySelector('#again').open")
    page.click("#again button")
    page.until("document.querySelector('#connection').dataset.state === 'open'")
    assert not page.run("document.querySelector('#again').open")


def test_a_refusal_of_the_old_token_that_arrives_after_a_new_login_does_not_end_it(page: Page) -> None:
    # The list and the look why the WebSocket was refused both ask with the old token; the second answer is held back.
    page.call(
        "Page.addScriptToEvaluateOnNewDocument",
        source="""{
          const real = window.fetch;
          const old = () => JSON.parse(sessionStorage.login).token.endsWith("x");
          const until = async (what) => { while (!what()) await new Promise((done) => setTimeout(done, 20)); };
          window.refused = 0;
          window.fetch = async (...all) => {
            const answer = await real(...all);
            if (answer.status !== 401) return answer;
            window.refused += 1;
            if (window.refused === 1) await until(() => window.refused === 2);
            else await until(() => !old() && document.querySelector("#connection").dataset.state === "open");
            return answer;
          };
        }""",
    )
    page.run(
        "const kept = JSON.parse(sessionStorage.login); kept.token += 'x'; sessionStorage.login = JSON.stringify(kept)"
    )
    page.call("Page.reload")
    page.until("document.querySelector('#again').open")
    page.click("#again button")
    page.until("document.querySelector('#connection').dataset.state === 'open'")
    page.run("new Promise((done) => setTimeout(done, 300))")
    assert page.run("[document.querySelector('#connection').dataset.state, window.refused]") == ["open", 2]
    assert not page.run("document.querySelector('#again').open")


def test_when_the_server_ends_a_login_what_was_written_stays(page: Page) -> None:
    page.type("#ask textarea", "A long thought")
    frame = json.dumps({"type": "error", "code": "unauthorized", "message": "no more"})
    page.run(f"sockets.at(-1).dispatchEvent(new MessageEvent('message', {{ data: {json.dumps(frame)} }}))")
    page.until("document.querySelector('#again').open")
    assert "log in again" in page.run("document.querySelector('#again').innerText").lower()
    page.click("#again button")
    page.until("!document.querySelector('#again').open")
    page.until("document.querySelector('#connection').dataset.state === 'open'")
    assert page.run("document.querySelector('#ask textarea').value") == "A long thought"
    page.run("document.querySelector('#ask textarea').focus()")
    page.press("Enter")
    page.until("document.querySelectorAll('#messages > li').length === 1")
    assert "A long thought" in answer(page)


def test_an_answer_that_is_cut_off_says_so_and_is_had_again(page: Page) -> None:
    ask(page, "/slow as ever")
    page.until(f"{LAST}.querySelector('.answer').textContent.startsWith('I')")
    lose_connection(page)
    page.until(f"{STATE} === 'lost'")
    assert note(page).startswith("The connection was lost before the answer was whole.")
    page.until("document.querySelector('#connection').dataset.state === 'open'")  # it comes back by itself
    page.until(f"{STATE} !== 'lost' || {LAST}.querySelector('.note button')")


def test_while_the_connection_is_gone_nothing_is_sent_and_nothing_forgotten(page: Page) -> None:
    page.run("Object.defineProperty(sockets.at(-1), 'readyState', { value: 3 })")
    page.type("#ask textarea", "Wait for me")
    page.press("Enter")
    page.until("!document.querySelector('#ask-problem').hidden")
    assert "what you wrote is kept" in page.run("document.querySelector('#ask-problem').textContent")
    assert page.run("document.querySelector('#ask textarea').value") == "Wait for me"
    lose_connection(page)
    page.until("document.querySelector('#ask-problem').hidden")


@pytest.mark.parametrize(
    ("reason", "state", "says"),
    [
        ("max_tokens", "incomplete", "The answer is longer than the model may say at once. Continue Ask again"),
        ("content_filtered", "incomplete", "The model's own filter stopped the answer. Ask again"),
        ("something_new", "incomplete", "The answer broke off. Ask again"),
        (
            "guardrail_intervened",
            "blocked",
            "A guardrail stepped in. The assistant will not be told of this message again.",
        ),
    ],
)
def test_an_answer_that_stopped_early_says_why_and_what_can_be_done(
    reason: str, state: str, says: str, page: Page
) -> None:
    ask(page, f"/stop {reason}")
    assert answer(page) == "I am the stand-in of"
    assert page.run(STATE) == state
    assert note(page) == says


def test_an_answer_that_was_cut_short_goes_on(page: Page) -> None:
    ask(page, "/stop max_tokens")
    answer(page)
    page.run(f"{LAST}.querySelector('.note button').click()")
    page.until("document.querySelectorAll('#messages > li').length === 2")
    assert "Go on." in answer(page)


def test_a_failed_answer_is_asked_again_as_the_same_message(page: Page, rest: httpx.Client) -> None:
    ask(page, "/stop content_filtered")
    answer(page)
    page.run(f"{LAST}.querySelector('.note button').click()")
    page.until(f"{STATE} === 'incomplete'")
    [session] = rest.get("/sessions").json()["sessions"]
    assert len(rest.get(f"/sessions/{session['session_id']}").json()["messages"]) == 1


def test_sessions_are_called_after_their_first_question(page: Page) -> None:
    ask(page, "How many days of holiday have I?\nPlease.")
    page.until("document.querySelector('#title').textContent === 'How many days of holiday have I?'")
    page.until("document.querySelector('#sessions button').textContent === 'How many days of holiday have I?'")


def test_deleting_asks_first(page: Page) -> None:
    page.click("#delete")
    assert page.run("document.querySelector('#delete-dialog').open")
    page.click("#delete-dialog [value=cancel]")
    assert page.run("document.querySelectorAll('#sessions button').length") == 1
    page.click("#delete")
    page.click("#delete-dialog .danger")
    page.until("document.querySelectorAll('#sessions button').length === 0")
    assert page.run("document.activeElement.textContent") == "New session"


def test_renaming_needs_no_prompt_and_keeps_the_focus_in_the_dialog(page: Page) -> None:
    page.click("#rename")
    page.until("document.activeElement.name === 'title'")
    page.run("document.activeElement.value = ''")
    page.type("#renaming input", "Moon")
    page.press("Enter")
    page.until("document.querySelector('#title').textContent === 'Moon'")
    page.until("document.querySelector('#sessions button').textContent === 'Moon'")


def test_the_list_goes_on(page: Page, rest: httpx.Client) -> None:
    for number in range(52):
        rest.post("/sessions", json={"title": f"S{number}"})
    page.call("Page.reload")
    page.until("document.querySelectorAll('#sessions button').length === 50")
    page.click("#more")
    page.until("document.querySelectorAll('#sessions button').length === 53")
    assert page.run("document.querySelector('#more').hidden")


def test_a_reload_comes_back_to_the_session(page: Page) -> None:
    ask(page, "Remember me")
    answer(page)
    page.call("Page.reload")
    page.until(f"{LAST}?.querySelector('.said').textContent === 'Remember me'")
    page.until("document.activeElement.tagName === 'TEXTAREA'")


def test_a_session_whose_model_is_gone_says_so_and_is_moved(page: Page) -> None:
    # The server's models do not change while it runs, so the page is told that this one is gone.
    gone = """
        const real = window.fetch;
        window.fetch = async (...given) => {
          const answer = await real(...given);
          if (!/sessions\\/[0-9a-f]{32}$/.test(given[0]) || given[1].method !== "GET" || window.moved) return answer;
          return new Response(JSON.stringify({ ...(await answer.json()), model_available: false }), answer);
        };
    """
    page.run(gone)
    page.run("document.querySelector('#sessions button').click()")
    page.until("!document.querySelector('#move').hidden")
    assert "is no longer offered" in page.run("document.querySelector('#move').textContent")
    page.run("window.moved = true")
    page.click("#move button")
    page.until("document.querySelector('#move').hidden")


def test_a_text_that_grows_too_long_in_json_is_not_sent(page: Page) -> None:
    page.run("document.querySelector('#ask textarea').value = '\\u0001'.repeat(7000)")
    page.run("document.querySelector('#ask textarea').focus()")
    page.press("Enter")
    page.until("!document.querySelector('#ask-problem').hidden")
    assert "bytes more than one message may have" in page.run("document.querySelector('#ask-problem').textContent")
    assert page.run("document.querySelectorAll('#messages > li').length") == 0


@pytest.mark.parametrize("text", ["https://example.com/" + "a" * 400, "w" * 400])
def test_it_fits_a_phone_and_long_words_wrap(text: str, page: Page) -> None:
    page.size(375, 700)
    ask(page, text)
    answer(page)
    assert page.run("document.documentElement.scrollWidth") == 375
    widest = "Math.max(...[...document.querySelectorAll('main *')].map(each => each.getBoundingClientRect().right))"
    assert page.run(widest) <= 375


def test_on_a_phone_the_sessions_are_behind_a_button(page: Page) -> None:
    page.size(375, 700)
    assert page.run("getComputedStyle(document.querySelector('nav')).display") == "none"
    page.click("#toggle")
    assert page.run("getComputedStyle(document.querySelector('nav')).display") == "block"
    assert page.run("document.querySelector('#toggle').ariaExpanded") == "true"
    page.click("#sessions button")
    page.until("getComputedStyle(document.querySelector('nav')).display === 'none'")


def test_a_screen_reader_hears_who_speaks_and_when_an_answer_is_there(page: Page) -> None:
    ask(page, "Hello")
    answer(page)
    tree = page.call("Accessibility.getFullAXTree")["nodes"]
    named = [(node["role"]["value"], node["name"]["value"]) for node in tree if node.get("name", {}).get("value")]
    for wanted in (
        ("heading", "You said"),
        ("heading", "The assistant answered"),
        ("region", "Conversation"),
        ("navigation", "Sessions"),
        ("textbox", "Message"),
    ):
        assert wanted in named
    assert not [node for node in tree if node["role"]["value"] == "button" and not node.get("name", {}).get("value")]
    assert page.run("document.querySelector('#announce').textContent") == "The answer is there."


def test_everything_is_reached_by_the_keyboard(page: Page) -> None:
    page.run("document.body.focus()")
    reached = set()
    for _ in range(20):
        page.press("Tab")
        reached.add(page.run("document.activeElement.id || document.activeElement.textContent.trim()"))
    assert {"New session", "rename", "delete", "Send", "scroll", "out"} <= reached


def test_what_the_page_runs_is_its_own(page: Page) -> None:
    page.run(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.broken = 1'}))"
    )
    assert page.run("window.broken") is None


@pytest.mark.parametrize(
    ("name", "user", "width", "height", "scheme"),
    [
        ("chat", "ada", 1200, 760, "light"),
        ("chat-dark", "grace", 1200, 760, "dark"),
        ("chat-phone", "alan", 390, 780, "light"),
    ],
)
def test_pictures(
    name: str,
    user: str,
    width: int,
    height: int,
    scheme: str,
    browser: Chromium,
    dev_api: DevApi,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    """Draw what the README shows; --regenerate keeps it."""
    with browser.page() as page:
        page.size(width, height, scheme)
        log_in(page, dev_api, user)
        draw: Callable[[str], str] = lambda text: (ask(page, text), answer(page))[1]  # noqa: E731
        for question in ("When do laptops get replaced?", "How many days of holiday have I, and whom do I ask?"):
            page.run("document.body.classList.add('listing')")
            page.click("#create button")
            page.until("document.querySelectorAll('#messages > li').length === 0")
            page.until("document.querySelector('#title').textContent === 'New session'")
            draw(question)
        draw("/stop max_tokens")
        page.until("document.querySelector('#sessions button').textContent.startsWith('How many')")
        page.run("document.activeElement.blur()")
        file = PICTURES / f"{name}.png" if request.config.getoption("--regenerate") else tmp_path / f"{name}.png"
        page.picture(file)
    assert file.stat().st_size > 20_000
