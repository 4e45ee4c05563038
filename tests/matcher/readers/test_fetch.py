"""Files from the web, from real servers on this machine: the tests' policy alone lets them be reached."""

import gzip
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address

import pytest

from matcher.errors import FetchFailed, ForbiddenAddress
from matcher.readers.addresses import AddressPolicy, is_public
from matcher.readers.fetch import Fetcher, FetchLimits

HOST = "jobs.example.test"


class Site(BaseHTTPRequestHandler):
    """Answers as the server's `pages` say: (status, headers, body), or a function that answers itself."""

    def do_GET(self):
        self.server.seen.append((self.path, dict(self.headers)))
        answer = self.server.pages.get(self.path, (404, {}, b""))
        if callable(answer):
            answer(self)
            return
        status, headers, body = answer
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.pages, server.seen = {}, []
    server.url = f"http://{HOST}:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def this_machine(host, port):
    return ["127.0.0.1"] if host == HOST else [host]


def fetcher(*, seconds=5.0, max_bytes=1 << 20, resolve=this_machine):
    policy = AddressPolicy(resolve=resolve, allows=lambda address: str(address) == "127.0.0.1")
    return Fetcher(policy, FetchLimits(max_bytes=max_bytes, seconds=seconds))


def redirect(to):
    return 302, {"Location": to}, b""


def test_a_file_is_fetched_by_the_name_of_its_host_without_cookies_or_credentials(site):
    site.pages["/a?b=c"] = (200, {"Set-Cookie": "a=b"}, b"hello")
    loading = fetcher()
    assert [loading.get(f"{site.url}/a?b=c#part"), loading.get(f"{site.url}/a?b=c")] == [b"hello", b"hello"]
    for _, headers in site.seen:
        assert headers["Host"] == f"{HOST}:{site.server_port}"
        assert not {"Cookie", "Authorization", "Referer"} & headers.keys()


def test_a_proxy_of_the_environment_is_not_asked(site, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    site.pages["/"] = (200, {}, b"direct")
    assert fetcher().get(site.url + "/") == b"direct"


def test_three_redirects_are_followed_and_no_fourth(site):
    site.pages |= {f"/{n}": redirect(f"/{n - 1}") for n in (1, 2, 3, 4)}
    site.pages["/0"] = (200, {}, b"there")
    assert fetcher().get(f"{site.url}/3") == b"there"
    with pytest.raises(FetchFailed, match="redirects more than 3 times"):
        fetcher().get(f"{site.url}/4")


@pytest.mark.parametrize(
    "to",
    ["http://169.254.169.254/latest/meta-data", "file:///etc/passwd", "//10.0.0.1/", "http://u:p@a.example/"],
)
def test_a_redirect_is_checked_as_the_first_url_is(site, to):
    site.pages["/"] = redirect(to)
    with pytest.raises(ForbiddenAddress):
        fetcher().get(site.url + "/")


def test_a_name_that_changes_its_mind_is_asked_once_a_connection(site):
    """DNS rebinding: the address that was judged is the one that is connected to."""
    site.pages["/"] = (200, {}, b"hello")
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    rebound = fetcher(resolve=lambda host, port: next(answers))
    assert rebound.get(site.url + "/") == b"hello"
    with pytest.raises(ForbiddenAddress):
        rebound.get(site.url + "/")


def test_more_than_the_limit_is_refused_also_once_unpacked(site):
    bomb = gzip.compress(bytes(30 << 20))
    site.pages |= {
        "/large": (200, {}, bytes(2 << 20)),
        "/bomb": (200, {"Content-Encoding": "gzip"}, bomb),
        "/packed": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"hello")),
        "/cut": (200, {"Content-Encoding": "gzip"}, gzip.compress(b"hello" * 999)[:-9]),
        "/odd": (200, {"Content-Encoding": "br"}, b"hello"),
    }
    assert len(bomb) < 1 << 20
    for path, problem in (("/large", "at most 1 MiB"), ("/bomb", "at most 1 MiB")):
        with pytest.raises(FetchFailed, match=problem):
            fetcher().get(site.url + path)
    assert fetcher().get(f"{site.url}/packed") == b"hello"
    for path, problem in (("/cut", "cut short"), ("/odd", "not asked for")):
        with pytest.raises(FetchFailed, match=problem):
            fetcher().get(site.url + path)


def test_a_slow_answer_is_given_up_in_time(site):
    def drip(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(100):
                handler.wfile.write(b"x")
                time.sleep(0.05)
        except OSError:
            handler.close_connection = True

    site.pages["/"] = drip
    started = time.monotonic()
    with pytest.raises(FetchFailed, match="takes too long"):
        fetcher(seconds=0.3).get(site.url + "/")
    assert time.monotonic() - started < 2


def test_a_slow_resolver_is_given_up_in_time():
    with pytest.raises(FetchFailed, match="not found in time"):
        fetcher(seconds=0.1, resolve=lambda host, port: time.sleep(1) or []).get("http://a.example/")


def test_what_is_no_good_answer_is_told(site):
    with pytest.raises(FetchFailed, match=f"{HOST}: it answered with status 404"):
        fetcher().get(f"{site.url}/absent")
    with pytest.raises(FetchFailed, match="cannot be reached"):
        fetcher().get(f"https://{HOST}:{site.server_port}/")  # no TLS there
    with pytest.raises(FetchFailed, match="no such host"):
        fetcher(resolve=lambda host, port: []).get("http://a.example/")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "file:///etc/passwd",
        "//a.example/",
        "a.example",
        "",
        "http://",
        "http://:80/",
        "http://user@a.example/",
        "http://user:secret@a.example/",
        "http://a.example:99999/",
        "http://a.example:0/",
        "http://a.exa mple/",
        "http://a.example/\r\nHost: b.example",
        "http://a.example\\@b.example/",
        "http://[::1",
        "http://a..example/",
        f"http://a.example/{'x' * 3000}",
    ],
)
def test_a_url_that_is_none_is_refused_before_anybody_is_asked(url):
    def never(host, port):
        raise AssertionError

    with pytest.raises(ForbiddenAddress) as caught:
        fetcher(resolve=never).get(url)
    assert "secret" not in str(caught.value)


FORBIDDEN = {
    "127.0.0.1": "loopback",
    "127.255.255.254": "loopback",
    "0.0.0.0": "unspecified",
    "10.1.2.3": "private",
    "172.16.0.1": "private",
    "192.168.1.1": "private",
    "100.64.0.1": "carrier's own",
    "100.100.100.200": "metadata",
    "169.254.169.254": "metadata",
    "168.63.129.16": "metadata",
    "192.0.0.192": "metadata",
    "198.18.0.1": "benchmarks",
    "203.0.113.9": "documentation",
    "224.0.0.1": "multicast",
    "240.0.0.1": "reserved",
    "255.255.255.255": "broadcast",
    "::": "unspecified",
    "::1": "loopback",
    "::8.8.8.8": "IPv4-compatible",
    "::ffff:8.8.8.8": "IPv4-mapped",
    "::ffff:10.0.0.1": "IPv4-mapped",
    "::ffff:0:8.8.8.8": "IPv4-translated",
    "64:ff9b::8.8.8.8": "NAT64",
    "64:ff9b:1::1": "NAT64",
    "2001::1": "Teredo",
    "2002:808:808::1": "6to4",
    "2001:db8::1": "documentation",
    "fc00::1": "private",
    "fd00:ec2::254": "metadata",
    "fe80::1": "link-local",
    "fe80::1%eth0": "link-local",
    "fec0::1": "site-local",
    "ff02::1": "multicast",
}


@pytest.mark.parametrize("address", FORBIDDEN)
def test_an_address_that_is_not_public_is_refused_after_resolution(address):
    default = AddressPolicy(resolve=lambda host, port: [address])
    with pytest.raises(ForbiddenAddress, match=r"^a\.example: it leads to an address that is not public$"):
        Fetcher(default).get("http://a.example/")


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "192.0.2.1".replace("192.0.2.1", "151.101.1.1"), "2606:4700::1111"]
)
def test_public_addresses_are_allowed(address):
    assert is_public(ip_address(address))


def test_a_host_of_which_one_address_is_forbidden_is_refused_whole():
    default = AddressPolicy(resolve=lambda host, port: ["8.8.8.8", "10.0.0.1"])
    with pytest.raises(ForbiddenAddress):
        default.addresses_of("a.example", 80, seconds=1)


@pytest.mark.parametrize(
    "host", ["localhost", "127.1", "0x7f.0.0.1", "2130706433", "[::1]", "[::ffff:7f00:1]"]
)
def test_no_spelling_of_this_machine_is_fetched_by_default(host):
    with pytest.raises((ForbiddenAddress, FetchFailed)) as caught:
        Fetcher(limits=FetchLimits(seconds=2)).get(f"http://{host}:9/")
    assert "cannot be reached" not in str(caught.value)  # nobody tried
