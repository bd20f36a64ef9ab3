"""The training budget of one year, in whole rupiah."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from training_service.domain.errors import BudgetExceeded


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
