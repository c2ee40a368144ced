"""The best choice of steps, by HiGHS, a solver of mixed-integer programs. It is asked three times, each answer kept in the next:

1. as many requests met as can be, and among those as many first wishes;
2. then the fewest kilometres;
3. then, among plans as good as that, the better later wishes: nobody's second wish is passed over for nothing.

Each time it is first asked with halves allowed. That takes next to nothing, says what no plan can better, and what each step costs above that at
the least. Most often its answer has no halves. Where it has, whole plans are looked for among the steps that cost little above it; what they
find is the best of all as soon as it costs no more above it than the steps that were left out.

One thread and no chance: the same question has the same answer, as long as there is time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from stormoede.talks.core.network import Network
from stormoede.talks.core.programs import Counts, Numbers, Program, program

# Costs are whole numbers.
_SLACK = 1e-6
# Of the time there is, what may be gone when each of the three ends; kilometres take the longest to prove.
_SHARES = (0.6, 0.9, 1.0)
# Steps that cost so much of the whole above the bound are looked at first; then those that cost so many times as much.
_NEAR, _WIDER = 0.001, 8


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns that are one, in order; None when none were found in time. ``proved``: there is nothing better."""

    columns: tuple[int, ...] | None
    proved: bool


@dataclass(slots=True)
class _Clock:
    """Seconds the solver has used, of those it has."""

    limit: float
    used: float = 0.0


def best(network: Network, begun: Sequence[int] | None, limit: float) -> Answer:
    """The best columns. ``begun`` is a plan to better, if there is one."""
    if not network.steps:
        return Answer((), not network.cut)
    wanted = program(network.rows, len(network.steps))
    clock, found, proved = _Clock(limit), begun, not network.cut
    for share, cost in zip(_SHARES, costs(network), strict=True):
        clock.limit = limit * share
        answer = _least(wanted, cost, found, clock)
        proved = proved and answer.proved
        found = found if answer.columns is None else answer.columns
        if found is None:
            break
        wanted = wanted.and_at_most(cost, _sum(cost, found))
    return Answer(None if found is None else tuple(found), proved)


def costs(network: Network) -> tuple[Numbers, Numbers, Numbers]:
    """What each step costs, for each of the three questions: requests met and first wishes cost less than nothing."""
    talks, one = network.talks, weight(network)
    ranks = [0 if talks[step.talk].fixed else talks[step.talk].rank or 0 for step in network.steps]
    met = np.array([-one - (rank == 1) if rank else 0 for rank in ranks], dtype=np.float64)
    return met, np.array([step.km for step in network.steps], dtype=np.float64), np.array(ranks, dtype=np.float64)


def weight(network: Network) -> int:
    """What one request met counts, when a first wish counts one."""
    return len({talk.ask for talk in network.talks}) + 1


def bounds(network: Network) -> tuple[float, float]:
    """With halves allowed: requests met times their weight and first wishes, at most; and the kilometres of that, at least."""
    wanted, clock = program(network.rows, len(network.steps)), _Clock(60.0)
    met, km, _ = costs(network)
    most = _relaxed(wanted, met, clock).cost
    return -most, _relaxed(wanted.and_at_most(met, most + _SLACK), km, clock).cost


@dataclass(frozen=True, slots=True)
class _Relaxed:
    """The answer with halves allowed. ``above``: what each column adds to ``cost`` at the least; None when time ran out."""

    cost: float
    values: Numbers
    above: Numbers | None


def _least(wanted: Program, cost: Numbers, begun: Sequence[int] | None, clock: _Clock) -> Answer:
    """The whole plan of least cost."""
    loose = _relaxed(wanted, cost, clock)
    if loose.above is None:
        return Answer(None, False)
    if not np.any((loose.values > _SLACK) & (loose.values < 1 - _SLACK)):
        return Answer(_chosen(loose.values), True)
    above = max(1.0, _NEAR * abs(loose.cost))
    while True:
        near = np.flatnonzero(loose.above <= above + _SLACK)
        answer = _whole(wanted.only(near), cost[near], _among(near, begun), clock)
        columns = None if answer.columns is None else tuple(int(near[column]) for column in answer.columns)
        begun = begun if columns is None else columns
        short = (_sum(cost, begun) if begun is not None else np.inf) - loose.cost
        if not answer.proved or short <= above + _SLACK or len(near) == wanted.width:
            return Answer(None if begun is None else tuple(begun), answer.proved)
        above = min(short, _WIDER * above)


def _relaxed(wanted: Program, cost: Numbers, clock: _Clock) -> _Relaxed:
    solver = wanted.solver(whole=False)
    _run(solver, cost, clock)
    values, duals = (np.array(told) for told in (solver.getSolution().col_value, solver.getSolution().col_dual))
    done = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return _Relaxed(solver.getInfo().objective_function_value, values, duals if done else None)


def _whole(wanted: Program, cost: Numbers, begun: Sequence[int] | None, clock: _Clock) -> Answer:
    """Among these columns alone. Without any plan there it is proved that there is none."""
    solver = wanted.solver(whole=True)
    if begun is not None:
        start = highspy.HighsSolution()
        values = np.zeros(wanted.width)
        values[list(begun)] = 1
        start.col_value = values.tolist()
        solver.setSolution(start)
    _run(solver, cost, clock)
    status, told = solver.getModelStatus(), solver.getInfo()
    if told.primal_solution_status != highspy.kSolutionStatusFeasible:
        return Answer(None, status == highspy.HighsModelStatus.kInfeasible)
    columns = _chosen(np.array(solver.getSolution().col_value))
    # Its word is taken when what it says the plan costs is what it costs.
    same = abs(_sum(cost, columns) - told.objective_function_value) < 0.5
    return Answer(columns, same and status == highspy.HighsModelStatus.kOptimal)


def _run(solver: highspy.Highs, cost: Numbers, clock: _Clock) -> None:
    solver.changeColsCost(len(cost), np.arange(len(cost), dtype=np.int32), cost)
    solver.setOptionValue("time_limit", max(0.001, clock.limit - clock.used))
    solver.run()
    clock.used += solver.getRunTime()


def _chosen(values: Numbers) -> tuple[int, ...]:
    return tuple(int(column) for column in np.flatnonzero(values > 0.5))


def _among(columns: Counts, begun: Sequence[int] | None) -> list[int] | None:
    """The same plan by its places among ``columns``; None when it needs others."""
    place = {int(column): index for index, column in enumerate(columns)}
    return (
        [place[column] for column in begun] if begun is not None and all(column in place for column in begun) else None
    )


def _sum(cost: Numbers, columns: Sequence[int]) -> float:
    return float(cost[list(columns)].sum())
