"""A token issuer on loopback: discovery, a key set that can be rotated, and tokens of every kind."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

AUDIENCE = "coopt"
Signer = tuple[str, Any]  # algorithm and private key


class Issuer:
    """Signs tokens, and publishes the keys to check them with."""

    def __init__(self) -> None:
        self.signers: dict[str, Signer] = {}
        self.published: set[str] = set()
        self.asked: list[str] = []
        self.down = False
        self.url = ""
        self.document: dict[str, Any] = {}

    def add_key(self, key_id: str, algorithm: str = "ES256", *, bits: int = 2048) -> None:
        private: Any = (
            ec.generate_private_key(ec.SECP256R1())
            if algorithm == "ES256"
            else rsa.generate_private_key(public_exponent=65537, key_size=bits)
        )
        self.signers[key_id] = (algorithm, private)
        self.published.add(key_id)

    def claims(self, **changes: Any) -> dict[str, Any]:
        now = int(time.time())
        claims = {"iss": self.url, "aud": AUDIENCE, "sub": "ada", "iat": now, "exp": now + 300}
        claims |= {"roles": ["employee"]} | changes
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, key_id: str = "one", *, header: dict[str, Any] | None = None, **changes: Any) -> str:
        algorithm, private = self.signers[key_id]
        headers = {"kid": key_id} | (header or {})
        return jwt.encode(self.claims(**changes), private, algorithm=algorithm, headers=headers)

    def jwks(self) -> dict[str, Any]:
        kinds: dict[str, Any] = {"ES256": ECAlgorithm, "RS256": RSAAlgorithm}
        keys = []
        for key_id in sorted(self.published):
            algorithm, private = self.signers[key_id]
            keys.append(kinds[algorithm].to_jwk(private.public_key(), as_dict=True) | {"kid": key_id})
        return {"keys": keys}

    def answer(self, path: str) -> dict[str, Any] | None:
        if path == "/.well-known/openid-configuration":
            return {"issuer": self.url, "jwks_uri": f"{self.url}/keys"} | self.document
        return self.jwks() if path == "/keys" else None


@contextmanager
def issuing() -> Iterator[Issuer]:
    """Starts an issuer with one key, `one`."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            issuer.asked.append(self.path)
            found = None if issuer.down else issuer.answer(self.path)
            body = json.dumps(found).encode()
            self.send_response(503 if found is None else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        issuer.url = f"http://127.0.0.1:{server.server_port}"
        issuer.add_key("one")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield issuer
        finally:
            server.shutdown()
            thread.join()
