"""The authorizer against bare PyJWT and bare cryptography: python benchmarks/authorizer.py"""

from __future__ import annotations

import json
import os
import platform
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from measure import cpu_seconds, median, scratch, table

REPOSITORY = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPOSITORY), str(REPOSITORY / "lambda")]

from authorizer.verifier import Verifier  # noqa: E402
from runner.package import package  # noqa: E402

ISSUER, AUDIENCE = "https://identitycenter.amazonaws.com/ssoins-1234567890abcdef", "abcd12344U0gi7n4Yyp0"
IMPORTS = {
    "python": "pass",
    "import jwt, with RSA": "from jwt.algorithms import RSAAlgorithm; RSAAlgorithm(RSAAlgorithm.SHA256)",
    "import authorizer.handler": "import authorizer.handler",
}
TARGETS = {"import authorizer.handler": "1.3", "a token it knows": "0.7"}
METHODS = ("cryptography", "jwt.decode", "a new token", "a token it knows")
TURNS, TOKENS = 15, 2000


def main() -> None:
    os.environ |= {"IDENTITY_CENTER_ISSUER_URL": ISSUER, "JWT_AUDIENCE": AUDIENCE}
    print(imports(), verifications(), sep="\n\n")


def imports() -> str:
    """Import from the package that Lambda would unpack, bytecode and all, and from nowhere else."""
    with scratch() as folder:
        architecture = "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"
        built = package(REPOSITORY / "lambda/authorizer", folder / "authorizer.zip", architecture=architecture)
        zipfile.ZipFile(built.path).extractall(folder / "task")
        where = f"import sys; sys.path.insert(0, {str(folder / 'task')!r}); "
        taken: dict[str, list[float]] = {name: [] for name in IMPORTS}
        for _ in range(TURNS):
            for name, code in IMPORTS.items():
                taken[name].append(cpu_seconds(["-I", "-S", "-B", "-c", where + code], folder))
    seconds = {name: median(each) for name, each in taken.items()}
    bare = seconds["import jwt, with RSA"]
    rows = [[name, f"{each:.3f}", f"{each / bare:.2f}", TARGETS.get(name, "")] for name, each in seconds.items()]
    return table(["cold start", "CPU s", "ratio", "target"], rows)


def verifications() -> str:
    """Verify the same tokens by cryptography alone, by the authorizer that sees them first, and that knows them."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    tokens = [token(key, f"94482488-3041-7027-ab2c-{number:012}") for number in range(TOKENS)]
    raw = bare(key.public_key(), tokens)
    decode = decoding(key.public_key())
    taken: dict[str, list[float]] = {name: [] for name in METHODS}
    for _ in range(TURNS):
        verifier = Verifier(ISSUER, AUDIENCE, Held(key.public_key()))  # another key: it remembers nothing
        taken["cryptography"].append(cpu(raw, tokens))
        taken["a new token"].append(cpu(verifier.verify, tokens))
        taken["a token it knows"].append(cpu(verifier.verify, tokens[-1:] * TOKENS))
        taken["jwt.decode"].append(cpu(decode, tokens))
    seconds = {name: median(each) / TOKENS for name, each in taken.items()}
    rows = [
        [name, f"{1 / each:,.0f}", f"{seconds['cryptography'] / each:.2f}", TARGETS.get(name, "")]
        for name, each in seconds.items()
    ]
    return table(["RS256, 2048 bits", "a second", "ratio", "target"], rows)


class Held:
    """Keys at hand, as they are in a warm function."""

    def __init__(self, key: rsa.RSAPublicKey) -> None:
        self._keys = {"RS256": jwk(key)}

    def find(self, kid: str) -> dict[str, jwt.PyJWK]:
        return self._keys


def jwk(key: rsa.RSAPublicKey) -> jwt.PyJWK:
    return jwt.PyJWK(json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key)), "RS256")


def token(key: rsa.RSAPrivateKey, subject: str) -> str:
    """Return a token with the members of an id token of IAM Identity Center."""
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": subject,
        "iat": now,
        "exp": now + 3600,
        "auth_time": "2026-01-31T12:00:00Z",
        "act": {"sub": "arn:aws:sso::123456789012:trustedTokenIssuer/ssoins-1234567890abcdef/c0ffee00"},
        "sts:identity_context": "x" * 200,
    }
    return jwt.encode(claims, key, "RS256", headers={"kid": "key-1"})


def bare(key: rsa.RSAPublicKey, tokens: list[str]) -> Callable[[str], object]:
    """Return a function that checks the signature and nothing else."""
    parts = {each: (jwt.utils.base64url_decode(each.rpartition(".")[2]), each.rpartition(".")[0]) for each in tokens}
    scheme, digest = padding.PKCS1v15(), hashes.SHA256()

    def verify(each: str) -> None:
        signature, signed = parts[each]
        key.verify(signature, signed.encode(), scheme, digest)

    return verify


def decoding(key: rsa.RSAPublicKey) -> Callable[[str], object]:
    held = jwk(key)
    options = {"require": ["exp", "iat", "iss", "aud", "sub"]}
    return lambda each: jwt.decode(each, held, ["RS256"], options, issuer=ISSUER, audience=AUDIENCE, leeway=30)


def cpu(verify: Callable[[str], object], tokens: list[str]) -> float:
    started = time.process_time()
    for each in tokens:
        verify(each)
    return time.process_time() - started


main()
