"""Rows over columns of zeros and ones, as HiGHS reads them: laid together, added to, and narrowed to some of the columns."""

from collections.abc import Sequence
from dataclasses import dataclass

import highspy
import numpy as np

from stormoede.talks.core.network import Row

type Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]
type Counts = np.ndarray[tuple[int, ...], np.dtype[np.int64]]

_OPTIONS: dict[str, bool | int | float | str] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.5,
    # With it, HiGHS 1.16 calls some plans the best that are not, and it takes longer than all the rest.
    "presolve": "off",
}


class _Silent(highspy.Highs):
    """HiGHS that never calls back: to begin to listen to it prints its name."""

    def enableCallbacks(self) -> None:  # noqa: N802 - HiGHS names it
        pass


@dataclass(frozen=True, slots=True)
class Program:
    """``least`` <= each row <= ``most``. Entry by entry: in which ``row``, which ``column``, which ``number``; row by row."""

    width: int
    least: Numbers
    most: Numbers
    row: Counts
    column: Counts
    number: Numbers

    def and_at_most(self, cost: Numbers, most: float) -> "Program":
        """With one row more: all of it costs no more than that."""
        columns = np.flatnonzero(cost)
        return Program(
            self.width,
            np.append(self.least, -highspy.kHighsInf),
            np.append(self.most, most),
            np.concatenate([self.row, np.full(len(columns), len(self.least))]),
            np.concatenate([self.column, columns]),
            np.concatenate([self.number, cost[columns]]),
        )

    def only(self, columns: Counts) -> "Program":
        """The same where all other columns are 0."""
        place = np.full(self.width, -1)
        place[columns] = np.arange(len(columns))
        kept = place[self.column] >= 0
        return Program(len(columns), self.least, self.most, self.row[kept], place[self.column[kept]], self.number[kept])

    def solver(self, *, whole: bool) -> highspy.Highs:
        """HiGHS with it; columns are between 0 and 1, or ``whole``."""
        solver = _Silent()  # type: ignore[no-untyped-call]
        for name, value in _OPTIONS.items():
            solver.setOptionValue(name, value)
        told = highspy.HighsLp()
        told.num_col_, told.num_row_ = self.width, len(self.least)
        told.col_cost_, told.col_lower_, told.col_upper_ = (
            np.zeros(self.width),
            np.zeros(self.width),
            np.ones(self.width),
        )
        told.row_lower_, told.row_upper_ = self.least, self.most
        told.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        told.a_matrix_.start_ = np.searchsorted(self.row, np.arange(len(self.least) + 1))
        told.a_matrix_.index_, told.a_matrix_.value_ = self.column, self.number
        if whole:
            told.integrality_ = [highspy.HighsVarType.kInteger] * self.width
        solver.passModel(told)
        return solver


def program(rows: Sequence[Row], width: int) -> Program:
    """The rows laid together."""
    return Program(
        width,
        np.array([row.least for row in rows], dtype=np.float64),
        np.array([row.most for row in rows], dtype=np.float64),
        np.repeat(np.arange(len(rows)), [len(row.columns) for row in rows]).astype(np.int64),
        np.array([column for row in rows for column in row.columns], dtype=np.int64),
        np.array([number for row in rows for number in row.numbers], dtype=np.float64),
    )
