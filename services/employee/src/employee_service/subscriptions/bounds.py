"""The bounds that writers and readers of events share."""

from datetime import datetime
from typing import Annotated

from msgspec import Meta

from employee_service.domain.competency import CODE

CompetencyCode = Annotated[str, Meta(pattern=f"^{CODE}$")]
Level = Annotated[int, Meta(ge=1, le=5)]
Hours = Annotated[int, Meta(ge=0, le=10_000)]
Year = Annotated[int, Meta(ge=2000, le=2099)]
Instant = Annotated[datetime, Meta(tz=True)]
