"""Reads one PDF from standard input and writes what it says as JSON: run by `matcher.readers.pdf`, alone.

A process of its own, because a PDF is a program: this one may be short of memory or time, and may even crash,
without harm to who called it. Imports nothing of Coopt.
"""

import json
import sys
from collections.abc import Iterator
from ctypes import c_double
from typing import Any

MEMORY = 1 << 30
SECONDS = 20
MAX_PAGES = 100
MAX_CHARACTERS = 500_000
MAX_ATTACHMENT = 5 << 20
_LINE_ENDS = (10, 13)
_REPLACED = {2: "-", 0xFFFE: "-", 0xF0B7: "•", 0xF0A7: "•", 0xF0D8: "•", 0xAD: "-"}


def limit_resources() -> None:
    """Bounds this process's memory and time, where the system can."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(data: bytes) -> dict[str, Any]:
    """Gives `{"pages": [[width, [[text, x, y, size], …]], …], "attachments": [text, …]}`, or an `error`."""
    import pypdfium2  # type: ignore[import-untyped]

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        return {"error": "password" if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD else "broken"}
    if len(document) > MAX_PAGES:
        return {"error": "pages"}
    pages, left = [], MAX_CHARACTERS
    for number in range(len(document)):
        try:
            page = document[number]
            lines = _lines(pypdfium2.raw, page.get_textpage(), left)
        except pypdfium2.PdfiumError:  # one broken page does not hide the others
            continue
        left -= sum(len(line[0]) for line in lines)
        pages.append([page.get_width(), lines])
    return {"pages": pages, "attachments": list(_attachments(document))}


def _lines(raw: Any, page: Any, most: int) -> list[list[Any]]:  # noqa: ANN401 - the library has no types
    """Gives the lines in the order in which the page draws them, each where its first letter stands."""
    lines: list[list[Any]] = []
    letters: list[str] = []
    for i in range(min(page.count_chars(), most)):
        code = raw.FPDFText_GetUnicode(page, i)
        if code in _LINE_ENDS:
            letters = []
            continue
        if not letters:
            lines.append([letters, *_place(raw, page, i), raw.FPDFText_GetFontSize(page, i)])
        letters.append(_REPLACED.get(code) or ("" if code < 32 or 0xD800 <= code < 0xE000 else chr(code)))
    return [["".join(found), *place] for found, *place in lines if "".join(found).strip()]


def _place(raw: Any, page: Any, i: int) -> tuple[float, float]:  # noqa: ANN401
    x, y = c_double(), c_double()
    raw.FPDFText_GetCharOrigin(page, i, x, y)
    return round(x.value, 1), round(y.value, 1)


def _attachments(document: Any) -> Iterator[str]:  # noqa: ANN401
    for i in range(min(document.count_attachments(), 8)):
        data = bytes(document.get_attachment(i).get_data())
        if len(data) <= MAX_ATTACHMENT and data.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<":
            yield data.decode("latin-1")  # bytes in JSON: the XML says itself which encoding it has


if __name__ == "__main__":
    limit_resources()
    json.dump(read(sys.stdin.buffer.read()), sys.stdout)
