"""The `mailto:` link by which a note opens in the employee's own mail program (RFC 6068)."""

from urllib.parse import quote

MOST = 2_000  # characters; some mail programs and the command line of Windows cut what is longer


def mailto(subject: str, body: str, *, to: str = "") -> str | None:
    """Writes the link; None where it would be longer than mail programs take.

    Args:
        to: An address; empty leaves it to the employee.
    """
    lines = "\r\n".join(body.splitlines())
    link = f"mailto:{quote(to, safe='@')}?subject={quote(subject, safe='')}&body={quote(lines, safe='')}"
    return link if len(link) <= MOST else None
