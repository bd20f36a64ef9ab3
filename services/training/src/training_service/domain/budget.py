"""The training budget of one year, in whole rupiah."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


class BudgetNotFound(Exception):
    """No budget has this id."""

    def __init__(self, budget_id: UUID) -> None:
        super().__init__(budget_id)
        self.budget_id = budget_id


class BudgetNotSet(Exception):
    """A plan was asked for in a year that has no budget."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class BudgetAlreadyExists(Exception):
    """The year has a budget already."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


class BudgetExceeded(Exception):
    """A commitment is larger than what remains of the year's budget; amounts in rupiah."""

    def __init__(self, year: int, cost: int, remaining: int) -> None:
        super().__init__(year, cost, remaining)
        self.year = year
        self.cost = cost
        self.remaining = remaining


@dataclass(eq=False)
class Budget:
    """What may be spent on seats in `year`, and what plans have committed so far."""

    id: UUID
    year: int
    amount: int
    set_at: datetime
    committed: int = 0
    version: int = 1

    @property
    def remaining(self) -> int:
        """Rupiah that no plan has committed yet."""
        return self.amount - self.committed

    def set_aside(self, cost: int) -> None:
        """Commit `cost` to seats; BudgetExceeded rather than going below zero."""
        if cost > self.remaining:
            raise BudgetExceeded(self.year, cost, self.remaining)
        if cost:
            self.committed += cost
            self.version += 1
