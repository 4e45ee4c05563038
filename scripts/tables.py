"""Tables on the terminal; plain columns, cut by nothing, where the output goes elsewhere."""

import sys
from collections.abc import Iterable, Sequence

import typer


def print_table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Prints a table; numbers stand on the right."""
    cells = [[_text(cell) for cell in row] for row in rows]
    numeric = [bool(cells) and all(_is_number(row[i]) for row in cells) for i in range(len(header))]
    if sys.stdout.isatty():
        _print_rich(header, cells, numeric)
        return
    widths = [max(len(row[i]) for row in (list(header), *cells)) for i in range(len(header))]
    for row in (list(header), *cells):
        aligned = zip(row, widths, numeric, strict=True)
        line = (cell.rjust(width) if right else cell.ljust(width) for cell, width, right in aligned)
        typer.echo("  ".join(line).rstrip())


def _print_rich(header: Sequence[str], cells: list[list[str]], numeric: list[bool]) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for name, right in zip(header, numeric, strict=True):
        table.add_column(name, justify="right" if right else "left", overflow="fold")
    for row in cells:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def _text(cell: object) -> str:
    if cell is None:
        return ""
    return f"{cell:,}" if isinstance(cell, int) else " ".join(str(cell).split())


def _is_number(cell: str) -> bool:
    return cell.replace(",", "").isdigit() or not cell
