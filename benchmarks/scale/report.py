"""The page that ``make bench-scale`` writes."""

from __future__ import annotations

import os
from collections.abc import Sequence

from benchmarks.scale.measure import QUESTIONS, RUNS
from benchmarks.scale.place import Size, notes
from cercle.contracts import ROOT

PAGE = ROOT / "docs" / "benchmarks" / "scale.md"


def report(sizes: Sequence[Size]) -> str:
    """Everything that was measured, a column for each size."""
    lines = [
        "# The dashboard at the size of a real network",
        "",
        "`make bench-scale`. A town of the real contracts on a local chain (members whose pages are looked at, 20"
        " programmes with their seats, 120 services), and five years of activity as rows of the same contracts' events,"
        " written by the index's own store, so that all that is derived comes from the index's own derivation: members"
        " contribute by a power law, 0.15 orders for each contribution, half of the last hundredth pending. Evidence"
        " is there for what is pending and for those whose pages are looked at. SQLite."
        f" {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the end: what the clock says holds other"
        " people's work too, so the processor's time stands beside it.",
        "",
        "## The index",
        "",
        *_index_table(sizes),
        "",
        "Written and derived only: what the node and reading it take besides is in [index.md](index.md). Memory is that"
        " of the whole process that fills it, Ape included.",
        "",
        f"## Questions: ms, {QUESTIONS} times each",
        "",
        *_quantiles(sizes, "question"),
        "",
        f"## Pages: ms of server time, {RUNS} times each",
        "",
        "A page's whole script in its thread, run by Streamlit's `AppTest` with the server's own cache of compiled pages,"
        " without a browser. The processor's time is the thread's; of a question, the process's.",
        "",
        *_quantiles(sizes, "page"),
        "",
        "## A thousand balances in one call (Multicall3)",
        "",
        *_quantiles(sizes, "balances"),
    ]
    return "\n".join(lines) + "\n"


def _head(sizes: Sequence[Size], said: str) -> list[str]:
    names = " | ".join(f"{one.members:,} / {one.contributions:,}" for one in sizes)
    return [f"| {said} | {names} |", f"|---|{'--:|' * len(sizes)}"]


def _index_table(sizes: Sequence[Size]) -> list[str]:
    found = [_index(one) for one in sizes]
    return [
        *_head(sizes, "members / contributions"),
        *(f"| {name} | {' | '.join(one[name] for one in found)} |" for name in found[0]),
    ]


def _index(size: Size) -> dict[str, str]:
    filled, read = notes(size, "fill"), notes(size, "evidence")
    events, seconds, cpu = (sum(one[key] for one in filled) for key in ("events", "seconds", "cpu"))
    (whole,) = [one for one in notes(size, "figures") if one["what"] == "whole"]
    pending, reading = (sum(one[key] for one in read) for key in ("read", "seconds"))
    return {
        "events": f"{events:,.0f}",
        "written and derived, s": f"{seconds:,.0f}",
        "events/s by the clock": f"{events / seconds:,.0f}",
        "events/s of processor time": f"{events / cpu:,.0f}",
        "most memory while filling, MB": f"{max(one['memory'] for one in filled):,.0f}",
        "database, MB": f"{whole['bytes'] / 1e6:,.0f}",
        "pending evidence read once, documents/s": f"{pending / reading:,.0f}" if reading else "–",
        "most memory of the dashboard, MB": f"{whole['memory']:,.0f}",
    }


def _quantiles(sizes: Sequence[Size], what: str) -> list[str]:
    found = [
        {one.get("name", what): one for one in notes(size, "figures") if one["what"] == what}
        for size in sizes
    ]
    lines = _head(sizes, "p50 / p95 (of processor time)")
    for name in found[0]:
        cells = [
            "{clock50:.1f} / {clock95:.1f} ({cpu50:.1f} / {cpu95:.1f})".format(**one[name]) for one in found
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return lines
