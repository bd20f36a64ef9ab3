"""How the refusals of this service are told over HTTP; the words are in contracts/problems.yaml."""

from asn_chassis.web import Problem, Problems
from employee_service.domain import errors, nip_fault

PROBLEMS: Problems = {
    errors.UnitNotFound: Problem("unit-not-found"),
    errors.CompetencyNotFound: Problem("competency-not-found"),
    errors.PositionNotFound: Problem("position-not-found"),
    errors.EmployeeNotFound: Problem("employee-not-found"),
    errors.DuplicateUnitCode: Problem("duplicate-unit-code"),
    errors.DuplicateCompetencyCode: Problem("duplicate-competency-code"),
    errors.DuplicatePositionCode: Problem("duplicate-position-code"),
    errors.DuplicateNip: Problem("duplicate-nip"),
    errors.AlreadyInPosition: Problem("already-in-position"),
    errors.UnknownUnit: Problem("unknown-unit", pointer="/unit_id"),
    errors.UnknownParentUnit: Problem("unknown-parent-unit", pointer="/parent_code"),
    errors.UnknownPosition: Problem("unknown-position", pointer="/position_id"),
    errors.UnknownCompetency: Problem("unknown-competency", pointer="/standard"),
    errors.LevelOutOfRange: Problem("level-out-of-range", pointer="/standard"),
    errors.StandardNotLater: Problem("standard-not-later", pointer="/effective_date"),
    errors.AssignmentTooEarly: Problem("assignment-too-early", pointer="/effective_date"),
    errors.UnknownGrade: Problem("unknown-grade", pointer="/grade"),
    errors.EmploymentDisagrees: Problem("employment-disagrees", pointer="/employment"),
    nip_fault.NipNotDigits: Problem("nip-not-digits", pointer="/nip"),
    nip_fault.NipLength: Problem("nip-length", pointer="/nip"),
    nip_fault.NipBirthDate: Problem("nip-birth-date", pointer="/nip"),
    nip_fault.NipStartMonth: Problem("nip-start-month", pointer="/nip"),
    nip_fault.UnknownPppkCode: Problem("nip-unknown-pppk-code", pointer="/nip"),
    nip_fault.NipSexDigit: Problem("nip-sex-digit", pointer="/nip"),
    nip_fault.NipSerial: Problem("nip-serial", pointer="/nip"),
    nip_fault.NipStartInFuture: Problem("nip-start-in-future", pointer="/nip"),
    nip_fault.NipAgeAtStart: Problem("nip-age-at-start", pointer="/nip"),
}
