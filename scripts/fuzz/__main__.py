"""Breaks a sound file of each format a number of times, and prints what its reader made of that."""

import argparse
import sys
import time

from scripts.fuzz.run import fuzz, targets


def main() -> None:
    """Fuzzes every reader, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m scripts.fuzz", description=__doc__)
    parser.add_argument("--examples", type=int, default=1_000, help="broken files of each format")
    parser.add_argument("formats", nargs="*", help="formats to fuzz; all where none is named")
    asked = parser.parse_args()
    total, started = 0, time.monotonic()
    for target in targets():
        if not asked.formats or target.kind in asked.formats:
            began = time.monotonic()
            counts = fuzz(target, asked.examples)
            total += counts.total()
            seconds = time.monotonic() - began
            told = f"{counts['read']:>8,} read {counts['refused']:>8,} refused {seconds:>7.1f} s"
            sys.stdout.write(f"{target.room:9} {target.kind:22} {told}\n")
            sys.stdout.flush()
    sys.stdout.write(f"{total:,} readings in {time.monotonic() - started:,.0f} s, nothing unforeseen\n")


if __name__ == "__main__":
    main()
