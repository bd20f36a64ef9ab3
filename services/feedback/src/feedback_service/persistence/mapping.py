"""Tables of the feedback service and their mapping to plain domain objects."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import registry

from asn_chassis.columns import EnumText, one_of
from asn_chassis.database import metadata as new_metadata
from asn_chassis.database.tables import chassis_tables
from feedback_service.domain.answer import HIGHEST_SCORE, LOWEST_SCORE, Answer
from feedback_service.domain.assessment import Mutu, SampleMethod, WeightMode
from feedback_service.domain.public_service import PublicService
from feedback_service.domain.respondent import AgeGroup, Education, Occupation, Sex
from feedback_service.domain.satisfaction_index import SatisfactionIndex
from feedback_service.domain.survey import Survey, SurveyState
from feedback_service.domain.unit import Unit
from feedback_service.domain.unsur import Unsur
from feedback_service.persistence.column_types import ElementScores, PeriodText, TallyJson

metadata = new_metadata()
chassis_tables(metadata)


# A replica: other tables do not refer to it, so that it can be rebuilt from the events at any time.
units = Table(
    "units",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("parent_id", Uuid),
    Column("version", Integer, nullable=False),
    Index(None, "code"),
)

public_services = Table(
    "public_services",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("unit_id", Uuid, nullable=False),
    Column("standard_minutes", Integer),
    Column("registered_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("code"),
    CheckConstraint("standard_minutes > 0", name="standard_minutes"),
)

surveys = Table(
    "surveys",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("service_id", Uuid, ForeignKey("public_services.id"), nullable=False),
    Column("unit_id", Uuid, nullable=False),
    Column("period", PeriodText, nullable=False),
    Column("population", Integer),
    Column("state", EnumText(SurveyState), nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("closed_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    UniqueConstraint("service_id", "period"),
    CheckConstraint("population > 0", name="population"),
    one_of("state", SurveyState),
)

answers = Table(
    "answers",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("survey_id", Uuid, ForeignKey("surveys.id"), nullable=False, index=True),
    *(Column(unsur.field, SmallInteger, nullable=False) for unsur in Unsur),
    Column("sex", EnumText(Sex)),
    Column("age_group", EnumText(AgeGroup)),
    Column("education", EnumText(Education)),
    Column("occupation", EnumText(Occupation)),
    Column("service_type", Text),
    Column("submitted_at", DateTime(timezone=True), nullable=False),
    *(
        CheckConstraint(f"{unsur.field} BETWEEN {LOWEST_SCORE} AND {HIGHEST_SCORE}", name=unsur.field)
        for unsur in Unsur
    ),
    one_of("sex", Sex),
    one_of("age_group", AgeGroup),
    one_of("education", Education),
    one_of("occupation", Occupation),
)

satisfaction_indices = Table(
    "satisfaction_indices",
    metadata,
    Column("id", Uuid, primary_key=True),
    Column("survey_id", Uuid, ForeignKey("surveys.id"), nullable=False, unique=True),
    Column("service_id", Uuid, nullable=False, index=True),
    Column("unit_id", Uuid, nullable=False, index=True),
    Column("period", PeriodText, nullable=False),
    Column("respondents", Integer, nullable=False),
    Column("population", Integer),
    Column("required_sample", Integer),
    Column("sample_adequate", Boolean),
    Column("sample_method", EnumText(SampleMethod)),
    Column("ikm", Numeric(5, 2), nullable=False),
    Column("mutu", EnumText(Mutu), nullable=False),
    Column("elements", ElementScores, nullable=False),
    Column("weight_mode", EnumText(WeightMode), nullable=False),
    Column("rule_version", Text, nullable=False),
    Column("tally", TallyJson, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False),
    CheckConstraint("ikm BETWEEN 0 AND 100", name="ikm"),
    one_of("mutu", Mutu),
    one_of("weight_mode", WeightMode),
    one_of("sample_method", SampleMethod),
)

mapper = registry(metadata=metadata)
mapper.map_imperatively(Unit, units)
mapper.map_imperatively(PublicService, public_services)
mapper.map_imperatively(Survey, surveys)
mapper.map_imperatively(Answer, answers)
mapper.map_imperatively(SatisfactionIndex, satisfaction_indices)
