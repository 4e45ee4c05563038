"""`coopt keys`: API keys for the people and programs that the server lets in."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from matcher.policy import Permission, Role
from scripts.console import note, print_json
from scripts.options import AsJson, DataDir, open_workspace

if TYPE_CHECKING:
    from matcher.access import ApiKey

app = typer.Typer(
    help="Make, list and revoke the API keys that `COOPT_AUTH=keys coopt serve` lets in.",
    no_args_is_help=True,
)

RoleOption = Annotated[Role, typer.Option("--role", help="What its holder is.")]
Scopes = Annotated[
    list[Permission] | None,
    typer.Option("--scope", help="Narrow the key to this; may be given several times.", show_choices=True),
]
Expires = Annotated[
    str,
    typer.Option("--expires", help="Until when: a number of days such as 90d, or a day such as 2027-01-31."),
]
Employee = Annotated[
    str, typer.Option("--employee", help="Who holds it; with the role employee, whose network it opens.")
]
KeyId = Annotated[str, typer.Argument(metavar="ID", help="As `coopt keys list` shows it.")]


@app.command("create")
def create(
    role: RoleOption,
    scope: Scopes = None,
    expires: Expires = "90d",
    employee: Employee = "",
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and show it this once."""
    from matcher.access import KeyAsked

    asked = KeyAsked(role, _life(expires), frozenset(scope) if scope else None, employee.strip())
    with open_workspace(data_dir) as workspace:
        key, text = workspace.store.access.make_key(asked)
    if as_json:
        print_json({"key": str(text), **_to_json(key)})
        return
    typer.echo(str(text))
    note(f"Shown this once; good until {key.expires_at[:10]}. `coopt keys revoke {key.id}` ends it at once.")


@app.command("list")
def list_keys(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the keys that were made, without their secrets."""
    with open_workspace(data_dir) as workspace:
        keys = workspace.store.access.keys()
    if as_json:
        print_json([_to_json(key) for key in keys])
        return
    if not keys:
        typer.echo("No key was made yet.")
    for key in keys:
        scopes = f" [{', '.join(sorted(key.scopes))}]" if key.scopes is not None else ""
        holder = f" of {key.employee}" if key.employee else ""
        used = f"last used on {key.last_used_on}" if key.last_used_on else "never used"
        typer.echo(f"{key.id}  {key.role}{holder}{scopes}  {_state(key)}, {used}")


@app.command("revoke")
def revoke(key_id: KeyId, data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """Refuse a key from now on."""
    with open_workspace(data_dir) as workspace:
        key = workspace.store.access.revoke_key(key_id)
    if as_json:
        print_json(_to_json(key))
    else:
        typer.echo(f"{key.id} is refused from now on.")


def _life(expires: str) -> timedelta:
    from datetime import UTC, datetime

    number, unit = expires[:-1], expires[-1:]
    if unit == "d" and number.isdecimal() and len(number) < 6:
        return timedelta(days=int(number))
    try:
        day = datetime.fromisoformat(expires).replace(tzinfo=UTC)
    except ValueError:
        raise typer.BadParameter(
            f"expected days such as 90d, or a day such as 2027-01-31, found {expires!r}"
        ) from None
    return day - datetime.now(UTC)


def _state(key: "ApiKey") -> str:
    from datetime import UTC, datetime

    refusal = key.refusal(datetime.now(UTC))
    return f"good until {key.expires_at[:10]}" if refusal is None else refusal.value


def _to_json(key: "ApiKey") -> dict[str, Any]:
    return {
        "id": key.id,
        "role": key.role.value,
        "scopes": None if key.scopes is None else sorted(key.scopes),
        "employee": key.employee or None,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "last_used_on": key.last_used_on,
        "state": _state(key).split()[0],
    }
