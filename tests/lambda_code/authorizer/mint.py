"""Tokens, good and bad: every byte of them can be chosen."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
Signer = Callable[[bytes], bytes]
ABSENT: Any = object()  # a member that is left out
AUDIENCE = "abcd12344U0gi7n4Yyp0-WV1LWNlbnRyYWwtMQ"
SUBJECT = "94482488-3041-7027-ab2c-example0user"


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def text(value: object) -> bytes:
    return value if isinstance(value, bytes) else json.dumps(value).encode()


def rs256(key: rsa.RSAPrivateKey) -> Signer:
    return lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def ps256(key: rsa.RSAPrivateKey) -> Signer:
    return lambda data: key.sign(data, padding.PSS(padding.MGF1(hashes.SHA256()), 32), hashes.SHA256())


def ecdsa(key: ec.EllipticCurvePrivateKey, digest: hashes.HashAlgorithm) -> Signer:
    size = (key.key_size + 7) // 8

    def sign(data: bytes) -> bytes:
        return b"".join(part.to_bytes(size) for part in decode_dss_signature(key.sign(data, ec.ECDSA(digest))))

    return sign


class Mint:
    """Signs what it is told to, with the keys of one issuer: r1 and r2 (RSA), e256 and e384 (EC), thin (RSA, 1024)."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.r1, self.r2 = rsa.generate_private_key(65537, 2048), rsa.generate_private_key(65537, 2048)
        self.thin = rsa.generate_private_key(65537, 1024)  # noqa: S505
        self.e256, self.e384 = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP384R1())
        self.stranger = rsa.generate_private_key(65537, 2048)

    def claims(self, **changes: Any) -> dict[str, Any]:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": AUDIENCE, "sub": SUBJECT, "iat": now, "exp": now + 3600} | changes
        return {name: value for name, value in claims.items() if value is not ABSENT}

    def token(
        self, *, header: dict[str, Any] | bytes | None = None, payload: object = None, sign: Signer | None = None
    ) -> str:
        """Sign by r1; the header's members are changes to a good header, unless they are bytes."""
        if not isinstance(header, bytes):
            members = {"alg": "RS256", "kid": "r1", "typ": "JWT"} | (header or {})
            header = text({name: value for name, value in members.items() if value is not ABSENT})
        signed = f"{b64(header)}.{b64(text(self.claims() if payload is None else payload))}"
        return f"{signed}.{b64((sign or rs256(self.r1))(signed.encode()))}"

    def claiming(self, **changes: Any) -> str:
        return self.token(payload=self.claims(**changes))

    def headed(self, **changes: Any) -> str:
        return self.token(header=changes)

    def parts(self) -> tuple[str, str, str]:
        """Return the segments of a good token."""
        header, payload, signature = self.token().split(".")
        return header, payload, signature

    def key_set(self) -> dict[str, Any]:
        return {"keys": [jwk(self.r1, kid="r1"), jwk(self.e256, kid="e256"), jwk(self.e384, kid="e384")]}


def jwk(key: PrivateKey, **members: Any) -> dict[str, Any]:
    """Return the public half as a JWK with these further members."""
    public = key.public_key()
    if isinstance(public, rsa.RSAPublicKey):
        numbers = public.public_numbers()
        return {"kty": "RSA", "n": integer(numbers.n), "e": integer(numbers.e), "use": "sig"} | members
    point = public.public_numbers()
    size = (public.key_size + 7) // 8
    shape = {"kty": "EC", "crv": f"P-{public.key_size}", "use": "sig"}
    return shape | {"x": b64(point.x.to_bytes(size)), "y": b64(point.y.to_bytes(size))} | members


def integer(value: int) -> str:
    return b64(value.to_bytes((value.bit_length() + 7) // 8))
