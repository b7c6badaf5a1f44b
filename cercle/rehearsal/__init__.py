"""A rehearsal: past activity under a YAML's rules, off chain, before anybody decides anything."""

from cercle.rehearsal.activity import Activity, Deed
from cercle.rehearsal.outcome import MemberOutcome, ProgrammeOutcome, Refused, Rehearsal, Why
from cercle.rehearsal.rules import rehearse

__all__ = [
    "Activity",
    "Deed",
    "MemberOutcome",
    "ProgrammeOutcome",
    "Refused",
    "Rehearsal",
    "Why",
    "rehearse",
]
