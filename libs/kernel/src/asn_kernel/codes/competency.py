"""Competencies, their levels and what they rest on."""

from asn_kernel.codes.code_list import CodeList


class CompetencyKind(CodeList):
    """Kinds of competency; contracts/references/competency-kinds.yaml."""

    MANAGERIAL = "MANAGERIAL", "Manajerial", "Managerial"
    SOCIOCULTURAL = "SOCIOCULTURAL", "Sosial kultural", "Sociocultural"
    TECHNICAL = "TECHNICAL", "Teknis", "Technical"


class CompetencyLevel(CodeList):
    """Levels of competency; contracts/references/competency-levels.yaml."""

    LEVEL_1 = "1", "Paham", "Aware"
    LEVEL_2 = "2", "Dasar", "Basic"
    LEVEL_3 = "3", "Menengah", "Intermediate"
    LEVEL_4 = "4", "Mumpuni", "Proficient"
    LEVEL_5 = "5", "Ahli", "Expert"


class GapClass(CodeList):
    """Classes of competency gaps; contracts/references/gap-classes.yaml."""

    NONE = "NONE", "Tidak ada", "None"
    LOW = "LOW", "Rendah", "Low"
    MEDIUM = "MEDIUM", "Sedang", "Medium"
    HIGH = "HIGH", "Tinggi", "High"


class JpmBand(CodeList):
    """Bands of the job-person match; contracts/references/jpm-bands.yaml."""

    OPTIMAL = "OPTIMAL", "Optimal", "Optimal"
    CUKUP_OPTIMAL = "CUKUP_OPTIMAL", "Cukup optimal", "Fairly optimal"
    KURANG_OPTIMAL = "KURANG_OPTIMAL", "Kurang optimal", "Less than optimal"


class EvidenceKind(CodeList):
    """Kinds of evidence for a competency level; contracts/references/evidence-kinds.yaml."""

    ASSESSMENT = "ASSESSMENT", "Penilaian", "Assessment"
    TRAINING = "TRAINING", "Pelatihan", "Training"
