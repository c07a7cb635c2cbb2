"""A sweep as plain values, in full precision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from metasacro.synthesis.standing import Standing
from metasacro.synthesis.sweep_shares import groups_of, quantile_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from metasacro.synthesis.sweep import Sweep
    from metasacro.synthesis.sweep_changes import Change


def sweep_document(found: Sweep) -> dict[str, Any]:
    """What `metasacro sweep --format json` prints. Effects are turned so that more is better."""
    plan, total = found.plan, found.total
    return {
        "outcome": plan.outcome.id,
        "level": plan.level,
        "important_difference": plan.important,
        "specifications": {"planned": plan.number, "done": total.number, "complete": plan.complete},
        "studies": list(plan.labels),
        "subsets": len(plan.subsets),
        "estimates": {
            "smallest": total.smallest,
            "largest": total.largest,
            "quantiles": {
                str(share): quantile_of(total, share, plan.ends) for share in (0.025, 0.25, 0.5, 0.75, 0.975)
            },
        },
        "conclusions": _states(total.states.sum(axis=(0, 1)).tolist()),
        "excluding_important_difference": None if plan.important is None else int(total.excluding.sum()),
        "choices": [
            {
                "choice": choice.name,
                "share_of_variance": choice.share_of_variance,
                "values": [
                    {"value": group.value, "fits": group.fits, "mean": group.mean, "conclusions": _states(group.states)}
                    for group in choice.groups
                ],
            }
            for choice in groups_of(found)
        ],
        "protocol": _change(found.own),
        "one_change": [
            {**_change(change), "flips": change.conclusion is not found.own.conclusion} for change in found.changes
        ],
        "unanswered": [
            {"conversion": entry.conversion, "correlation": entry.correlation, "reason": entry.reason}
            for entry in plan.unanswered
        ],
        "cautions": [{"code": told.code, "message": told.message} for told in found.cautions],
    }


def _states(counts: Sequence[int]) -> dict[str, int]:
    return {state.name.lower(): int(counts[state]) for state in Standing}


def _change(change: Change) -> dict[str, Any]:
    return {
        "choice": change.choice,
        "value": change.value,
        "estimate": change.estimate,
        "interval": [change.interval.lower, change.interval.upper],
        "conclusion": change.conclusion.name.lower(),
    }
