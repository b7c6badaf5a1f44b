"""How many small faults in the contracts the tests find: ``make mutants CONTRACT=RewardEscrow``, or all of them.

Results are appended to `.build/mutants/results.jsonl`: stopped at any point, even killed, the same command goes on
from there. docs/proof/mutants.md names the survivors that change nothing, each with the reason.
"""

from __future__ import annotations

import json
import re
import time
from collections import Counter, defaultdict
from itertools import takewhile
from pathlib import Path

import click
from mutants_bench import Bench, BenchError
from mutants_sample import ROOT, Mutant, every_mutant, sample

BUILD = ROOT / ".build/mutants"
RESULTS = BUILD / "results.jsonl"
COPY = ROOT / "out/mutants"  # not below .build: Ape compiles nothing there
PAGE = ROOT / "docs/proof/mutants.md"
NOT_COUNTED = ("stillborn", "same code")


@click.command()
@click.option("--contract", default="", help="Only mutants of this file, or folder below contracts/.")
@click.option("--count", default=400, help="How many mutants that compile to run.", show_default=True)
@click.option("--python/--no-python", default=True, help="Show what forge leaves to the Python tests.")
@click.option("--survivors", is_flag=True, help="Try again those that survived, after tests were added.")
@click.option("--report", "only_report", is_flag=True, help="Run nothing; show what is known.")
def main(contract: str, count: int, python: bool, survivors: bool, only_report: bool) -> None:
    """Run the mutants that were not run yet, and report."""
    chosen = [mutant for mutant in sample(every_mutant(BUILD / "pool")) if contract in mutant.file]
    if not chosen:
        raise click.UsageError(f"No contract's path contains '{contract}'.")
    if not only_report:
        bench = Bench(COPY)
        try:
            click.echo("Building and testing the contracts as they are …")
            bench.open()
            _run(bench, chosen, count, python, survivors)
        except BenchError as problem:
            raise click.ClickException(str(problem)) from None
    _report(chosen, count)


def _run(bench: Bench, chosen: list[Mutant], count: int, python: bool, survivors: bool) -> None:
    known = _known()
    valid = 0
    for mutant in chosen:
        if valid == count:
            return
        result = known.get(mutant.key, {})
        verdict = result.get("verdict")
        if verdict is None or (verdict == "survived" and survivors):
            result = _judge(bench, mutant, by_forge=True, by_python=False)
        if python and result["verdict"] == "survived" and "python" not in result["tried"]:
            result = _judge(bench, mutant, by_forge=False, by_python=True)
        valid += result["verdict"] not in NOT_COUNTED
        if result is not known.get(mutant.key):
            click.echo(f"{valid:4} of {count}  {result['verdict']:9} {result['by']:7} {_line(mutant)}")


def _judge(bench: Bench, mutant: Mutant, by_forge: bool, by_python: bool) -> dict:
    started = time.monotonic()
    verdict, test, by, tried = "survived", "", "", ["forge"]
    if by_forge:
        verdict, test = bench.by_forge(mutant)
        by = "forge" if verdict == "killed" else ""
    if by_python and bench.is_same(mutant):
        verdict = "same code"
    elif by_python:
        verdict, test = bench.by_python(mutant)
        by, tried = "python" if verdict == "killed" else "", ["forge", "python"]
    result = {"key": mutant.key, "verdict": verdict, "by": by, "test": test, "tried": tried,
              "seconds": round(time.monotonic() - started, 1), "what": _line(mutant)}  # fmt: skip
    with RESULTS.open("a") as file:
        file.write(json.dumps(result) + "\n")
    return result


def _known() -> dict[str, dict]:
    """The last result of each mutant. A line that was cut when the run was killed is no result."""
    lines = RESULTS.read_text().splitlines() if RESULTS.exists() else []
    results = [json.loads(line) for line in lines if line.endswith("}")]
    return {result["key"]: result for result in results}


def _explained() -> set[str]:
    return set(re.findall(r"^\| `([0-9a-f]{12})` \|", PAGE.read_text(), re.MULTILINE))


def _report(chosen: list[Mutant], count: int) -> None:
    known, explained = _known(), _explained()
    # Up to the first that was not run: beyond it, what is known is no fair sample.
    judged = [(one, known[one.key]) for one in takewhile(lambda one: one.key in known, chosen)]
    counted = [pair for pair in judged if pair[1]["verdict"] not in NOT_COUNTED][:count]
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for mutant, result in counted:
        outcome = result["by"] or ("equivalent" if mutant.key in explained else "survived")
        for row in (Path(mutant.file).stem, "all", f"({mutant.operator})"):
            table[row][outcome] += 1
    click.echo(
        "\n| | mutants | killed by forge | by Python | equivalent | survived | score |\n|---|--:|--:|--:|--:|--:|--:|"
    )
    for row, n in sorted(
        table.items(), key=lambda item: (item[0] == "all", item[0].startswith("("), item[0])
    ):
        killed, alive = n["forge"] + n["python"], n["survived"]
        score = f"{killed / (killed + alive):.1%}" if killed + alive else "–"
        click.echo(
            f"| {row} | {n.total()} | {n['forge']} | {n['python']} | {n['equivalent']} | {alive} | {score} |"
        )
    outside = Counter(result["verdict"] for _, result in judged)
    click.echo(
        f"\nNot counted: {outside['stillborn']} do not compile, {outside['same code']} compile to the same code."
    )
    for mutant, result in counted:
        if result["verdict"] == "survived" and mutant.key not in explained:
            click.echo(
                f"survived {'' if 'python' in result['tried'] else '(forge only) '}`{mutant.key}` {_line(mutant)}"
            )


def _line(mutant: Mutant) -> str:
    return f"{mutant.file}:{mutant.line} {mutant.operator} {mutant.change}"


if __name__ == "__main__":
    main()
