"""What all commands share: the network, the usual options, and how a problem is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import click
from ape.cli import ConnectedProviderCommand, network_option
from ape.cli.options import NETWORK_META_KEY
from ape.exceptions import ApeException, ProviderError
from requests.exceptions import RequestException
from rich.console import Console

from cercle import chain
from cercle.errors import CercleError, InputProblem, NodeUnreachable
from cercle.texts import Text

LONGEST_TEXT = 20_000  # as the documents have it
VALID_DAYS = click.IntRange(1, 36_500)  # of invitations
CTRL_C = 130  # what Ape turns Ctrl-C into

console = Console()
_problems = Console(stderr=True)


def tell(problem: Exception) -> None:
    """Says what went wrong, to people who see no traceback."""
    _problems.print(str(problem), style="red", markup=False, highlight=False, soft_wrap=True)


class PlainCommand(click.Command):
    """A command that ends with one clear sentence when something is wrong."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ProviderError as problem:
            tell(
                NodeUnreachable(
                    Text("The network's node cannot be used: {reason}", {"reason": problem}),
                    Text("Check --network, and the connection to the internet; then run this again."),
                )
            )
        except (CercleError, ApeException) as problem:
            tell(problem)
        except RequestException:
            tell(
                NodeUnreachable(
                    Text("The chain's node stopped answering."), Text("Start it and run this again.")
                )
            )
        except OSError as problem:
            if problem.filename is None:
                raise
            # A file that is written whole is written beside its place first: that is the one to name.
            file, reason = problem.filename2 or problem.filename, problem.strerror or "?"
            tell(
                InputProblem(
                    Text(
                        "{file} can be neither read nor written: {reason}.",
                        {"file": str(file), "reason": reason},
                    ),
                    Text("Check the path and its permissions, and run this again."),
                )
            )
        except (KeyboardInterrupt, SystemExit) as stop:
            if isinstance(stop, SystemExit) and stop.code != CTRL_C:
                raise
            _problems.print("Stopped. Run the same command again: it goes on from here.", style="yellow")
            ctx.exit(CTRL_C)
        ctx.exit(1)


class _OnLocalChain(ConnectedProviderCommand):
    def invoke(self, ctx: click.Context) -> Any:
        _join_local_chain(ctx)
        return super().invoke(ctx)


class CercleCommand(PlainCommand, _OnLocalChain):
    """The same, of a command that joins the local chain, or the network it is given."""


def tell_differences(findings: Sequence[Text]) -> None:
    """Prints what a check found; ends the command with an error if it found anything."""
    for finding in findings:
        _problems.print(f"✗ {finding}", style="red", markup=False, highlight=False, soft_wrap=True)
    if findings:
        raise click.exceptions.Exit(1)


def say_findings(findings: Sequence[Text]) -> None:
    """The same, and that all is well if it is."""
    tell_differences(findings)
    console.print("✓ Chain, YAML, role table and build agree.", style="green", highlight=False)


def _join_local_chain(ctx: click.Context) -> None:
    """Before Ape connects: left alone, it would start an empty chain of its own."""
    provider = ctx.meta.get(NETWORK_META_KEY, {}).get("provider")
    if provider is not None and provider.name == "foundry" and provider.network.name == "local":
        chain.join()


def on_network(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--network``: the local chain (`make chain`) where nothing else is said."""
    return network_option(default=chain.NETWORK)(command)


community_option = click.option(
    "--community",
    metavar="NAME",
    help="Which community, where several are deployed (or set CERCLE_COMMUNITY).",
)
yes_option = click.option("--yes", is_flag=True, help="Do not ask before sending.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Say what would be done, and send nothing.")
account_option = click.option(
    "--account",
    metavar="ALIAS",
    default="TEST::0",
    show_default=True,
    help="Who sends: an Ape account's alias; TEST::<number> on the local chain.",
)


def words(_context: click.Context, _parameter: click.Parameter, text: str) -> str:
    """An option's callback: a text that says something."""
    if not text.strip():
        raise click.BadParameter("it is empty: write a sentence.")
    if len(text) > LONGEST_TEXT:
        raise click.BadParameter(f"it has {len(text):,} characters; {LONGEST_TEXT:,} are the most.")
    return text
