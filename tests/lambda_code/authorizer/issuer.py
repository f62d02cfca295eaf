"""An OpenID Connect issuer on loopback, with a certificate authority of its own."""

from __future__ import annotations

import datetime
import ipaddress
import json
import ssl
import threading
from collections import Counter
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DISCOVERY = "/tenant/.well-known/openid-configuration"
KEYS = "/tenant/keys"

Answer = Callable[[BaseHTTPRequestHandler], None]


class Quiet(ThreadingHTTPServer):
    """Does not print that a client hung up: that is what the tests are about."""

    def handle_error(self, *_: object) -> None:
        pass


class Issuer:
    """Serves what `answers` says for a path, and counts who asked for what."""

    def __init__(self, folder: Path) -> None:
        self.trust = folder / "ca.pem"
        self.asked: Counter[str] = Counter()
        self.answers: dict[str, Answer] = {}
        self._server = Quiet(("127.0.0.1", 0), self._handler())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate(folder))
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)
        self.port: int = self._server.server_address[1]
        self.url = f"https://127.0.0.1:{self.port}/tenant"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def serve(self, key_set: object) -> None:
        """Answer with a discovery document and this key set, and forget who asked before."""
        self.asked.clear()
        self.answers = {
            DISCOVERY: document({"issuer": self.url, "jwks_uri": self.url + "/keys"}),
            KEYS: document(key_set),
        }

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        issuer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                issuer.asked[self.path] += 1
                issuer.answers.get(self.path, status(404))(self)

            def log_message(self, *_: object) -> None:
                """Say nothing: the tests read the output."""

        return Handler


def document(content: object, code: int = 200, *, length: bool = True) -> Answer:
    """Answer with JSON or with these bytes; without their length they end when the connection does."""
    data = content if isinstance(content, bytes) else json.dumps(content).encode()

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(code)
        if length:
            request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    return answer


def status(code: int, **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(code)
        for name, value in {"Content-Length": "0", **headers}.items():
            request.send_header(name, value)
        request.end_headers()

    return answer


def certificate(folder: Path) -> Path:
    """Make a CA (ca.pem) and a certificate for 127.0.0.1 signed by it; return the file of the latter, with its key."""
    authority, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root = _signed("test authority", authority, authority, authority=True)
    leaf = _signed("127.0.0.1", key, authority, authority=False)
    (folder / "ca.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "server.pem").write_bytes(private + leaf.public_bytes(serialization.Encoding.PEM))
    return folder / "server.pem"


def _signed(
    name: str, key: ec.EllipticCurvePrivateKey, by: ec.EllipticCurvePrivateKey, *, authority: bool
) -> x509.Certificate:
    now = datetime.datetime.now(datetime.UTC)
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test authority")]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(alternative, critical=False)
        .sign(by, hashes.SHA256())
    )
