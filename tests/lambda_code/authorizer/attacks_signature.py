"""Attacks on the algorithm, the key and the signature."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding

from tests.lambda_code.authorizer.mint import ABSENT, AUDIENCE, Mint, b64, ecdsa, integer, jwk, ps256, rs256

Case = Callable[[Mint], str]

# Another value for alg, on a token that is signed well (RS256) and one that is not signed at all.
_NAMES: dict[str, Any] = {
    "missing": ABSENT, "none": "none", "None": "None", "NONE": "NONE", "nOnE": "nOnE", "empty": "", "null": None,
    "number": 256, "list": ["RS256"], "object": {"RS256": 1}, "true": True, "lower case": "rs256",
    "space behind": "RS256 ", "space before": " RS256", "NUL behind": "RS256\0", "RS1": "RS1", "RS384": "RS384",
    "RS512": "RS512", "EdDSA": "EdDSA", "ES256K": "ES256K", "full-width": "\uff32S256",
}  # fmt: skip
ALG: dict[str, Case] = {
    **{f"{name}, signed": lambda mint, value=value: mint.headed(alg=value) for name, value in _NAMES.items()},
    **{
        f"{name}, unsigned": lambda mint, value=value: mint.token(header={"alg": value}, sign=lambda _: b"")
        for name, value in _NAMES.items()
    },
}  # fmt: skip


def _secrets(mint: Mint) -> dict[str, bytes]:
    """Return what a confused verifier could take for a shared secret: all public."""
    public = mint.r1.public_key()
    encoding, form = serialization.Encoding, serialization.PublicFormat
    return {
        "SPKI PEM": public.public_bytes(encoding.PEM, form.SubjectPublicKeyInfo),
        "SPKI PEM stripped": public.public_bytes(encoding.PEM, form.SubjectPublicKeyInfo).strip(),
        "PKCS1 PEM": public.public_bytes(encoding.PEM, form.PKCS1),
        "SPKI DER": public.public_bytes(encoding.DER, form.SubjectPublicKeyInfo),
        "PKCS1 DER": public.public_bytes(encoding.DER, form.PKCS1),
        "OpenSSH": public.public_bytes(encoding.OpenSSH, form.OpenSSH),
        "JWK": json.dumps(jwk(mint.r1, kid="r1")).encode(),
        "JWKS": json.dumps(mint.key_set()).encode(),
        "modulus": public.public_numbers().n.to_bytes(256),
        "modulus in base64": integer(public.public_numbers().n).encode(),
        "empty": b"",
        "key id": b"r1",
        "audience": AUDIENCE.encode(),
        "secret": b"secret",
    }


def _hmac(name: str, algorithm: str) -> Case:
    def case(mint: Mint) -> str:
        digest = f"sha{algorithm[2:]}"
        return mint.token(header={"alg": algorithm}, sign=lambda data: hmac.digest(_secrets(mint)[name], data, digest))

    return case


_SECRETS = (
    "SPKI PEM", "SPKI PEM stripped", "PKCS1 PEM", "SPKI DER", "PKCS1 DER", "OpenSSH", "JWK", "JWKS", "modulus",
    "modulus in base64", "empty", "key id", "audience", "secret",
)  # fmt: skip
HMAC = {f"{alg} by {name}": _hmac(name, alg) for name in _SECRETS for alg in ("HS256", "HS384", "HS512")}


def _altered(change: Callable[[str], str]) -> Case:
    """Change the signature's segment of a good token."""

    def case(mint: Mint) -> str:
        header, payload, signature = mint.parts()
        return f"{header}.{payload}.{change(signature)}"

    return case


def _raw(signature: bytes, **header: str) -> Case:
    return lambda mint: mint.token(header=header, sign=lambda _: signature)


def _swapped_payload(mint: Mint) -> str:
    header, _, signature = mint.parts()
    return f"{header}.{b64(json.dumps(mint.claims(sub='admin')).encode())}.{signature}"


def _swapped_header(mint: Mint) -> str:
    _, payload, signature = mint.parts()
    header = b64(b'{"alg":"RS256","kid":"r1"}')
    return f"{header}.{payload}.{signature}"


def _der(mint: Mint) -> str:
    return mint.token(
        header={"alg": "ES256", "kid": "e256"}, sign=lambda data: mint.e256.sign(data, ec.ECDSA(hashes.SHA256()))
    )


def _bit_flipped(signature: str) -> str:
    raw = bytearray(base64.urlsafe_b64decode(signature + "=="))
    raw[100] ^= 1
    return b64(bytes(raw))


_N256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_ES256 = {"alg": "ES256", "kid": "e256"}
SIGNATURE: dict[str, Case] = {
    "stripped": _altered(lambda _: ""),
    "truncated": _altered(lambda signature: signature[:-4]),
    "extended": _altered(lambda signature: signature + "AAAA"),
    "a bit flipped": _altered(_bit_flipped),
    "payload swapped": _swapped_payload,
    "header swapped": _swapped_header,
    "a stranger's key, our key id": lambda mint: mint.token(sign=rs256(mint.stranger)),
    "another of the issuer's keys": lambda mint: mint.token(sign=rs256(mint.r2)),
    "RSA zero": _raw(b"\0" * 256),
    "RSA one": _raw(b"\0" * 255 + b"\1"),
    "RSA modulus": lambda mint: mint.token(sign=lambda _: mint.r1.public_key().public_numbers().n.to_bytes(256)),
    "RSA all ones": _raw(b"\xff" * 256),
    "EC r = s = 0": _raw(b"\0" * 64, **_ES256),
    "EC r = s = n": _raw(_N256.to_bytes(32) * 2, **_ES256),
    "EC r = 1, s = 0": _raw(b"\0" * 31 + b"\1" + b"\0" * 32, **_ES256),
    "EC empty": _raw(b"", **_ES256),
    "EC as DER": _der,
    "ES256 by a P-384 key": lambda mint: mint.token(
        header={"alg": "ES256", "kid": "e384"}, sign=ecdsa(mint.e384, hashes.SHA256())
    ),
    "ES384 by a P-256 key": lambda mint: mint.token(
        header={"alg": "ES384", "kid": "e256"}, sign=ecdsa(mint.e256, hashes.SHA384())
    ),
    "RS256 with an EC key id": lambda mint: mint.headed(kid="e256"),
    "ES256 with an RSA key id": lambda mint: mint.token(
        header={"alg": "ES256", "kid": "r1"}, sign=ecdsa(mint.e256, hashes.SHA256())
    ),
    "PS256 under RS256": lambda mint: mint.token(sign=ps256(mint.r1)),
    "RS256 under PS256": lambda mint: mint.headed(alg="PS256"),
    "SHA-512 under RS256": lambda mint: mint.token(
        sign=lambda data: mint.r1.sign(data, padding.PKCS1v15(), hashes.SHA512())
    ),
}

_SHA256 = bytes.fromhex("3031300d060960864801650304020105000420")
_SHA1 = bytes.fromhex("3021300906052b0e03021a05000414")
_NO_NULL = bytes.fromhex("302f300b06096086480165030402010420")


def _padded(encode: Callable[[bytes], bytes]) -> Case:
    """Sign with the real key, over a message block of our own making."""

    def case(mint: Mint) -> str:
        numbers = mint.r1.private_numbers()

        def sign(data: bytes) -> bytes:
            block = encode(hashlib.sha256(data).digest())
            assert len(block) == 256
            return pow(int.from_bytes(block), numbers.d, numbers.public_numbers.n).to_bytes(256)

        return mint.token(sign=sign)

    return case


def block(digest: bytes, prefix: bytes = _SHA256, *, lead: bytes = b"\0\1", fill: bytes = b"\xff") -> bytes:
    """Return the block of RSASSA-PKCS1-v1_5 (RFC 8017, 9.2), or one that is wrong in one place."""
    return lead + fill * (256 - len(lead) - 1 - len(prefix) - len(digest)) + b"\0" + prefix + digest


PADDING: dict[str, Case] = {
    "encryption's block type": _padded(lambda digest: block(digest, lead=b"\0\2")),
    "not filled with ones": _padded(lambda digest: block(digest, fill=b"\xfe")),
    "garbage behind a short fill": _padded(
        lambda digest: b"\0\1" + b"\xff" * 8 + b"\0" + _SHA256 + digest + b"\x42" * (245 - len(_SHA256) - 32)
    ),
    "the digest is named SHA-1": _padded(lambda digest: block(digest[:20], _SHA1)),
    "the digest has no name": _padded(lambda digest: block(digest, b"")),
    "the name lacks its NULL": _padded(lambda digest: block(digest, _NO_NULL)),
    "zero behind the digest": _padded(lambda digest: block(digest + b"\0")),
    "the digest is cut": _padded(lambda digest: block(digest[:-1])),
}

# Let in: what the padding attacks are compared with.
WELL_PADDED = _padded(block)
