"""What imports and exports are asked for with, and how operations are shown."""

from enum import StrEnum

from marshmallow import fields as marshmallow_fields

from asn_chassis.files.formats import Format
from asn_chassis.web import fields
from asn_chassis.web.schema import Schema, View


class Mode(StrEnum):
    """What a row may do."""

    CREATE = "create"
    UPSERT = "upsert"


class Answer(StrEnum):
    """A yes or no in a query."""

    TRUE = "true"
    FALSE = "false"


class ImportQuery(Schema):
    """What the file holds, and how it is taken."""

    resource = fields.String(
        max=40, required=True, metadata={"description": "What the file is of", "examples": ["units"]}
    )
    mode = fields.Enum(
        Mode, load_default=Mode.CREATE, metadata={"description": "upsert: rows that are known are set right"}
    )
    dry_run = fields.Enum(Answer, load_default=Answer.FALSE, metadata={"description": "true: nothing is kept"})
    all = fields.Enum(
        Answer, load_default=Answer.TRUE, metadata={"description": "true: no row is taken unless every one can be"}
    )


class ExportRequest(Schema):
    """What to write, and how."""

    resource = fields.String(max=40, required=True, metadata={"description": "What to write", "examples": ["units"]})
    format = fields.Enum(Format, required=True, metadata={"description": "Kind of file"})


class ProgressView(View):
    """How far an operation has come, in rows."""

    total = fields.Integer(required=True, allow_none=True, metadata={"description": "Known at the end"})
    done = fields.Integer(required=True, metadata={"description": "Looked at so far"})
    accepted = fields.Integer(required=True, metadata={"description": "Taken; in a dry run those that could be"})
    rejected = fields.Integer(required=True, metadata={"description": "Not taken, with a reason"})


class RowErrorView(View):
    """What is wrong with a cell of a row."""

    pointer = fields.String(required=True)
    code = fields.String(required=True)
    text_id = fields.String(required=True, attribute="id", metadata={"description": "What is wrong, in Indonesian"})
    text_en = fields.String(required=True, attribute="en", metadata={"description": "What is wrong, in English"})


class RejectionView(View):
    """A row that was not taken."""

    line = fields.Integer(required=True, metadata={"description": "In the file; the header is line 1"})
    errors = fields.List(fields.Nested(RowErrorView), required=True)


class ResultView(View):
    """What came of an operation."""

    file = fields.String(allow_none=True, metadata={"description": "Where the file of an export is"})
    report = fields.String(
        allow_none=True, metadata={"description": "Where the rejected rows are, as CSV to correct and send again"}
    )
    first_rejections = fields.List(fields.Nested(RejectionView), metadata={"description": "The first 20"})


class OperationView(View):
    """An import or export."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True, metadata={"description": "import or export", "examples": ["import", "export"]})
    resource = fields.String(required=True, metadata={"description": "What the file is of", "examples": ["units"]})
    dry_run = fields.Boolean(required=True, metadata={"description": "Whether nothing is kept"})
    status = fields.String(
        required=True,
        metadata={
            "description": "How it stands; SUCCEEDED also where rows were rejected and the others taken",
            "examples": ["NOT_STARTED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELED"],
        },
    )
    progress = fields.Nested(ProgressView, required=True, metadata={"description": "How far it has come, in rows"})
    created_at = fields.DateTime(required=True)
    finished_at = fields.DateTime(required=True, allow_none=True, metadata={"description": "When it ended"})
    expires_at = fields.DateTime(required=True, metadata={"description": "Until when it can be read"})
    result = fields.Nested(
        ResultView, required=True, allow_none=True, metadata={"description": "What came of it, once it has ended"}
    )
    error = marshmallow_fields.Dict(
        keys=marshmallow_fields.String(),
        required=True,
        allow_none=True,
        metadata={"description": "A problem document, where it failed"},
    )
