"""Courses: what is taught, to which level, for how many hours and at what cost."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Form(StrEnum):
    """Forms of competency development (PP 11/2017 art. 210-212, Peraturan LAN 10/2018)."""

    TUGAS_BELAJAR = "TUGAS_BELAJAR"
    PELATIHAN_KEPEMIMPINAN = "PELATIHAN_KEPEMIMPINAN"
    PELATIHAN_MANAJERIAL = "PELATIHAN_MANAJERIAL"
    PELATIHAN_TEKNIS = "PELATIHAN_TEKNIS"
    PELATIHAN_FUNGSIONAL = "PELATIHAN_FUNGSIONAL"
    PELATIHAN_SOSIAL_KULTURAL = "PELATIHAN_SOSIAL_KULTURAL"
    SEMINAR = "SEMINAR"
    WORKSHOP = "WORKSHOP"
    KURSUS = "KURSUS"
    PENATARAN = "PENATARAN"
    BIMBINGAN_TEKNIS = "BIMBINGAN_TEKNIS"
    SOSIALISASI = "SOSIALISASI"
    COACHING = "COACHING"
    MENTORING = "MENTORING"
    E_LEARNING = "E_LEARNING"
    PELATIHAN_JARAK_JAUH = "PELATIHAN_JARAK_JAUH"
    DETASERING = "DETASERING"
    PEMBELAJARAN_ALAM_TERBUKA = "PEMBELAJARAN_ALAM_TERBUKA"
    PATOK_BANDING = "PATOK_BANDING"
    PERTUKARAN = "PERTUKARAN"
    BELAJAR_MANDIRI = "BELAJAR_MANDIRI"
    KOMUNITAS_BELAJAR = "KOMUNITAS_BELAJAR"
    MAGANG = "MAGANG"
    BIMBINGAN_DI_TEMPAT_KERJA = "BIMBINGAN_DI_TEMPAT_KERJA"


CLASSICAL = frozenset(
    {
        Form.PELATIHAN_KEPEMIMPINAN,
        Form.PELATIHAN_MANAJERIAL,
        Form.PELATIHAN_TEKNIS,
        Form.PELATIHAN_FUNGSIONAL,
        Form.PELATIHAN_SOSIAL_KULTURAL,
        Form.SEMINAR,
        Form.WORKSHOP,
        Form.KURSUS,
        Form.PENATARAN,
        Form.BIMBINGAN_TEKNIS,
        Form.SOSIALISASI,
    },
)
NON_CLASSICAL = frozenset(Form) - CLASSICAL - {Form.TUGAS_BELAJAR}


@dataclass(eq=False)
class Course:
    """A course on offer: raises one competency to `target_level` (1..5).

    `hours` are JP (jam pelajaran), `cost_per_seat` is whole rupiah. A course does not change once offered;
    a new price or length is a new course.
    """

    id: UUID
    code: str
    title: str
    competency_code: str
    target_level: int
    hours: int
    form: Form
    provider_id: UUID
    cost_per_seat: int
    offered_at: datetime
    version: int = 1
