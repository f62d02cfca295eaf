"""A headless Chromium, driven over its DevTools protocol (https://chromedevtools.github.io/devtools-protocol/)."""

from __future__ import annotations

import base64
import contextlib
import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

_SECONDS = 15
# Tests look for the connections of the page, to break them.
_REMEMBER_SOCKETS = """
window.sockets = [];
window.WebSocket = class extends WebSocket {
  constructor(...given) { super(...given); window.sockets.push(this); }
};
"""


def find() -> str | None:
    """Return the Chromium of this machine; None where there is none."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


class Page:
    """A tab with nothing in it but what it opens: cookies and storage are its own."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._number = 0
        self.errors: list[str] = []
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.call("Page.addScriptToEvaluateOnNewDocument", source=_REMEMBER_SOCKETS)

    def call(self, method: str, **arguments: Any) -> dict[str, Any]:
        """Call a method of the protocol; return its result."""
        self._number += 1
        self._socket.send(json.dumps({"id": self._number, "method": method, "params": arguments}))
        while True:
            message = json.loads(self._socket.recv(timeout=_SECONDS))
            if message.get("id") == self._number:
                assert "error" not in message, message["error"]
                result: dict[str, Any] = message["result"]
                return result
            self._hear(message)

    def _hear(self, event: dict[str, Any]) -> None:
        if event.get("method") == "Runtime.exceptionThrown":
            details = event["params"]["exceptionDetails"]
            self.errors.append(details.get("exception", {}).get("description", details["text"]))

    def size(self, width: int, height: int, scheme: str = "light") -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=2, mobile=width < 600
        )
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, url: str) -> None:
        self.call("Page.navigate", url=url)
        self.until("document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        """Return the value of an expression, or what the promise that it is comes to."""
        found = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in found, found["exceptionDetails"]
        return found["result"].get("value")

    def until(self, condition: str, seconds: float = _SECONDS) -> None:
        """Wait until the expression is true; fail with what is to be seen when it never is."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(AssertionError):  # in the middle of a navigation
                if self.run(f"Boolean({condition})"):
                    return
            time.sleep(0.03)
        raise AssertionError(f"never true: {condition}\n{self.run('document.body.innerText')}\n{self.errors}")

    def click(self, selector: str) -> None:
        self.until(f"document.querySelector({json.dumps(selector)})")
        self.run(f"document.querySelector({json.dumps(selector)}).click()")

    def type(self, selector: str, text: str) -> None:
        self.until(f"document.querySelector({json.dumps(selector)})")
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        self.call("Input.insertText", text=text)

    def press(self, key: str) -> None:
        code = {"Enter": 13, "Tab": 9, "Escape": 27}[key]
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **text)

    def picture(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", format="png")["data"]))


class Chromium:
    """A running browser."""

    def __init__(self, port: int) -> None:
        self._api = f"http://127.0.0.1:{port}"

    @contextlib.contextmanager
    def page(self) -> Iterator[Page]:
        """Open a tab of its own, and fail in the end with what its scripts threw."""
        version = httpx.get(f"{self._api}/json/version").json()
        with connect(version["webSocketDebuggerUrl"], proxy=None, max_size=None) as browser:
            context = _call(browser, "Target.createBrowserContext")["browserContextId"]
            target = _call(browser, "Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
            address = next(
                each["webSocketDebuggerUrl"]
                for each in httpx.get(f"{self._api}/json/list").json()
                if each["id"] == target
            )
            with connect(address, proxy=None, max_size=None) as socket:
                page = Page(socket)
                yield page
                assert not page.errors, page.errors
            _call(browser, "Target.disposeBrowserContext", browserContextId=context)


def _call(socket: ClientConnection, method: str, **arguments: Any) -> dict[str, Any]:
    socket.send(json.dumps({"id": 1, "method": method, "params": arguments}))
    while (message := json.loads(socket.recv(timeout=_SECONDS))).get("id") != 1:
        pass
    result: dict[str, Any] = message["result"]
    return result


@contextlib.contextmanager
def running(binary: str, folder: Path) -> Iterator[Chromium]:
    """Run a browser with its profile in the folder."""
    command = [binary, "--headless=new", "--remote-debugging-port=0", f"--user-data-dir={folder}"]
    # Tests run as root in containers, where there is no sandbox and little shared memory.
    command += ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--no-first-run", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    port = folder / "DevToolsActivePort"
    try:
        end = time.monotonic() + 60
        while not (port.exists() and port.read_text().strip()):
            assert process.poll() is None, f"{binary} ended at once"
            assert time.monotonic() < end, f"{binary} does not start"
            time.sleep(0.05)
        yield Chromium(int(port.read_text().splitlines()[0]))
    finally:
        process.terminate()
        process.wait()
