"""Who is signed in to the pages: sessions in memory, each known to a browser by a random cookie alone.

A session holds the token that was typed, so that every request goes through the same door as one of the API:
a key that is revoked is refused at the next click.
"""

import hashlib
import hmac
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from pydantic import SecretStr

from api.pages.kept import Kept
from api.pages.lookups import MOST_LOOKUPS, Lookup
from api.pages.notes import MOST_NOTES, Note
from api.pages.questions import Question

MOST_SESSIONS = 1_000
MOST_QUESTIONS = 20  # of one session; the oldest goes first
MOST_PEOPLE, MOST_SEARCHES, MOST_LINKS, MOST_SHOWN = 2_000, 20, 20, 20
IDLE_SECONDS, LONGEST_SECONDS = 3_600.0, 43_200.0
_ID_BYTES = 32


class ExpiredSession(Exception):
    """Nobody is signed in with this cookie, or not any longer."""


@dataclass(slots=True)
class Session:
    """One browser that is signed in.

    Attributes:
        began: Seconds, by the clock of `Sessions`.
        used: When it was last seen, by the same clock.
        company: Who signed in at the single sign-on, where a new token can be had; empty where one was typed.
        questions: What was asked, by a random id; the oldest first.
        notes: Notes to contacts that are being written, by the id of their introduction.
        lookups: Whom they looked for to find openings for.
        people: Ids of contacts whose pages were linked to, by what stands for them in addresses.
        searches: What was looked for in the network.
        links: To contacts' own pages, made lately: address and end, by contact id.
        shown: What a form did, for the page that it leads to.
        lock: Held while something is changed, so that a double click does it once.
    """

    id: str
    token: SecretStr
    began: float
    used: float
    company: str = ""
    questions: "OrderedDict[str, Question]" = field(default_factory=OrderedDict)
    notes: Kept[Note] = field(default_factory=lambda: Kept(MOST_NOTES))
    lookups: Kept[Lookup] = field(default_factory=lambda: Kept(MOST_LOOKUPS))
    people: Kept[str] = field(default_factory=lambda: Kept(MOST_PEOPLE))
    searches: Kept[str] = field(default_factory=lambda: Kept(MOST_SEARCHES))
    links: Kept[tuple[str, str]] = field(default_factory=lambda: Kept(MOST_LINKS))
    shown: Kept[object] = field(default_factory=lambda: Kept(MOST_SHOWN))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, question: Question) -> str:
        """Keeps a question that is new; gives its id, which tells nothing of it."""
        question_id = secrets.token_urlsafe(12)
        with self.lock:
            self.questions[question_id] = question
            while len(self.questions) > MOST_QUESTIONS:
                self.questions.popitem(last=False)
        return question_id

    def put(self, question_id: str, question: Question) -> None:
        """Replaces a question."""
        with self.lock:
            self.questions[question_id] = question


class Sessions:
    """All sessions of one server; they end with it.

    Args:
        clock: Seconds, from wherever.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._secret = clock, secrets.token_bytes(_ID_BYTES)
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._lock = threading.Lock()

    def open(self, token: SecretStr, *, company: str = "") -> Session:
        """Begins a session, under an id that no browser had before."""
        now = self._clock()
        session = Session(secrets.token_urlsafe(_ID_BYTES), token, now, now, company)
        with self._lock:
            self._drop_expired(now)
            self._sessions[session.id] = session
            while len(self._sessions) > MOST_SESSIONS:
                self._sessions.popitem(last=False)
        return session

    def find(self, session_id: str) -> Session:
        """Gives a session and notes that it is in use.

        Raises:
            ExpiredSession: If there is none of this id, or it was left alone for too long.
        """
        now = self._clock()
        with self._lock:
            self._drop_expired(now)
            session = self._sessions.get(session_id)
            if session is None:
                raise ExpiredSession
            session.used = now
            return session

    def close(self, session_id: str) -> None:
        """Ends a session, with the questions and answers that it held."""
        with self._lock:
            self._sessions.pop(session_id, None)

    def form_token(self, cookie: str) -> str:
        """Gives what every form carries for a cookie, which no other site can know (CSRF)."""
        return hmac.new(self._secret, cookie.encode(), hashlib.sha256).hexdigest()

    def is_form_token(self, cookie: str, sent: str) -> bool:
        """Compares in constant time; nothing fits where there is no cookie."""
        return bool(cookie) and hmac.compare_digest(self.form_token(cookie).encode(), sent.encode())

    def _drop_expired(self, now: float) -> None:
        for key, session in list(self._sessions.items()):
            if now - session.used > IDLE_SECONDS or now - session.began > LONGEST_SECONDS:
                del self._sessions[key]
