"""A token issuer on loopback: discovery, keys that can be rotated, tokens of every kind, and signing in."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

AUDIENCE, CLIENT = "coopt", "coopt-pages"
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
        self.secret = ""
        self.declines = False
        self.codes: dict[str, dict[str, str]] = {}
        self.exchanged: list[dict[str, str]] = []
        self.access: (
            dict[str, Any] | None
        ) = {}  # changes to the claims of the token for Coopt; None gives none
        self.identity: dict[str, Any] = {}

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
            own = {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}
            own |= {"authorization_endpoint": f"{self.url}/authorize", "token_endpoint": f"{self.url}/token"}
            return own | self.document
        return self.jwks() if path == "/keys" else None

    def authorize(self, query: str) -> str:
        """Somebody signs in at once; gives the address that their browser is led back to."""
        asked = dict(parse_qsl(query))
        assert asked["client_id"] == CLIENT
        assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
        assert "openid" in asked["scope"].split()
        code = secrets.token_urlsafe(8)
        self.codes[code] = asked
        told = {"error": "access_denied"} if self.declines else {"code": code}
        back = told | {"state": asked["state"], "iss": self.url}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def exchange(self, form: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """Gives tokens for a code; None refuses."""
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or (challenge, form["redirect_uri"]) != (
            asked["code_challenge"],
            asked["redirect_uri"],
        ):
            return None
        pair = base64.b64encode(f"{CLIENT}:{quote(self.secret, safe='')}".encode()).decode()
        methods = self.document.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        posted = form.get("client_secret") if "client_secret_post" in methods else None
        basic = authorization == f"Basic {pair}" and "client_secret_basic" in methods
        if self.secret and not basic and posted != self.secret:
            return None
        self.exchanged.append(form)
        identity = {"aud": CLIENT, "nonce": asked["nonce"], "roles": None} | self.identity
        given = {"token_type": "Bearer", "id_token": self.token(**identity)}
        return given if self.access is None else given | {"access_token": self.token(**self.access)}


@contextmanager
def issuing() -> Iterator[Issuer]:
    """Starts an issuer with one key, `one`."""
    issuer = Issuer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path)[2:4]
            issuer.asked.append(path)
            if path == "/authorize":
                self.answer(303, None, {"Location": issuer.authorize(query)})
            else:
                found = None if issuer.down else issuer.answer(path)
                self.answer(503 if found is None else 200, found)

        def do_POST(self) -> None:
            issuer.asked.append(self.path)
            form = dict(parse_qsl(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            given = issuer.exchange(form, self.headers.get("Authorization", ""))
            self.answer(503 if issuer.down else 400 if given is None else 200, given)

        def answer(self, status: int, told: Any, headers: dict[str, str] | None = None) -> None:
            body = json.dumps(told).encode()
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
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
