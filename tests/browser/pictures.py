"""Pictures for the README: what a browser shows, in at most 256 colours."""

import base64
import struct
import zlib

from playwright.sync_api import Page

MOST_COLOURS = 256
# Gives the size, the colours and each pixel's colour: of the commonest ones, the nearest.
_READ = """async ([png, most]) => {
  const image = new Image();
  image.src = "data:image/png;base64," + png;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const drawn = canvas.getContext("2d");
  drawn.drawImage(image, 0, 0);
  const pixels = new Uint32Array(drawn.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const one of pixels) counts.set(one, (counts.get(one) ?? 0) + 1);
  const parts = (one) => [one & 255, (one >> 8) & 255, (one >> 16) & 255];
  const apart = (a, b) => a.reduce((sum, part, i) => sum + (part - b[i]) ** 2, 0);
  const commonest = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most);
  const kept = commonest.map(([one]) => parts(one));
  const places = new Map();
  for (const one of counts.keys()) {
    const told = parts(one);
    const nearer = (best, each, i) => (apart(each, told) < apart(kept[best], told) ? i : best);
    places.set(one, kept.reduce(nearer, 0));
  }
  const indices = new Uint8Array(pixels.length);
  pixels.forEach((one, i) => { indices[i] = places.get(one); });
  let text = "";
  for (let i = 0; i < indices.length; i += 32768) {
    text += String.fromCharCode(...indices.subarray(i, i + 32768));
  }
  return {width: image.width, height: image.height, colours: kept.flat(), indices: btoa(text)};
}"""


def palette_png(page: Page, png: bytes) -> bytes:
    """Writes a picture again with a palette, which takes about a third of the room.

    Args:
        page: Of any browser, whose policy allows pictures from data.
    """
    read = page.evaluate(_READ, [base64.b64encode(png).decode(), MOST_COLOURS])
    width, height = read["width"], read["height"]
    indices = base64.b64decode(read["indices"])
    rows = b"".join(b"\0" + indices[row * width : (row + 1) * width] for row in range(height))
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
        (b"PLTE", bytes(read["colours"])),
        (b"IDAT", zlib.compress(rows, 9)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, parts))


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    kind, body = part
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
