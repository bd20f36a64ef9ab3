"""Learning: forms and providers."""

from asn_kernel.codes.code_list import CodeList


class LearningForm(CodeList):
    """Forms of competency development; contracts/references/learning-forms.yaml."""

    TUGAS_BELAJAR = "TUGAS_BELAJAR", "Tugas belajar", "Study for a degree"
    PELATIHAN_KEPEMIMPINAN = "PELATIHAN_KEPEMIMPINAN", "Pelatihan struktural kepemimpinan", "Leadership training"
    PELATIHAN_MANAJERIAL = "PELATIHAN_MANAJERIAL", "Pelatihan manajerial", "Managerial training"
    PELATIHAN_TEKNIS = "PELATIHAN_TEKNIS", "Pelatihan teknis", "Technical training"
    PELATIHAN_FUNGSIONAL = "PELATIHAN_FUNGSIONAL", "Pelatihan fungsional", "Functional training"
    PELATIHAN_SOSIAL_KULTURAL = "PELATIHAN_SOSIAL_KULTURAL", "Pelatihan sosial kultural", "Sociocultural training"
    SEMINAR = "SEMINAR", "Seminar, konferensi, atau sarasehan", "Seminar or conference"
    WORKSHOP = "WORKSHOP", "Workshop atau lokakarya", "Workshop"
    KURSUS = "KURSUS", "Kursus", "Course"
    PENATARAN = "PENATARAN", "Penataran", "Upgrading course"
    BIMBINGAN_TEKNIS = "BIMBINGAN_TEKNIS", "Bimbingan teknis", "Technical guidance"
    SOSIALISASI = "SOSIALISASI", "Sosialisasi", "Information session"
    COACHING = "COACHING", "Coaching", "Coaching"
    MENTORING = "MENTORING", "Mentoring", "Mentoring"
    E_LEARNING = "E_LEARNING", "E-learning", "E-learning"
    PELATIHAN_JARAK_JAUH = "PELATIHAN_JARAK_JAUH", "Pelatihan jarak jauh", "Distance training"
    DETASERING = "DETASERING", "Detasering", "Secondment"
    PEMBELAJARAN_ALAM_TERBUKA = "PEMBELAJARAN_ALAM_TERBUKA", "Pembelajaran alam terbuka", "Outdoor learning"
    PATOK_BANDING = "PATOK_BANDING", "Patok banding", "Benchmarking"
    PERTUKARAN = "PERTUKARAN", "Pertukaran dengan swasta, BUMN, atau BUMD", "Exchange with private or state companies"
    BELAJAR_MANDIRI = "BELAJAR_MANDIRI", "Belajar mandiri", "Self-study"
    KOMUNITAS_BELAJAR = "KOMUNITAS_BELAJAR", "Komunitas belajar", "Learning community"
    MAGANG = "MAGANG", "Magang atau praktik kerja", "Internship"
    BIMBINGAN_DI_TEMPAT_KERJA = "BIMBINGAN_DI_TEMPAT_KERJA", "Bimbingan di tempat kerja", "Guidance at the workplace"

    @property
    def classical(self) -> bool | None:
        """Whether it is taught in a class; None for tugas belajar, which is neither."""
        if self is LearningForm.TUGAS_BELAJAR:
            return None
        return self in _CLASSICAL


_CLASSICAL = frozenset(
    {
        LearningForm.PELATIHAN_KEPEMIMPINAN,
        LearningForm.PELATIHAN_MANAJERIAL,
        LearningForm.PELATIHAN_TEKNIS,
        LearningForm.PELATIHAN_FUNGSIONAL,
        LearningForm.PELATIHAN_SOSIAL_KULTURAL,
        LearningForm.SEMINAR,
        LearningForm.WORKSHOP,
        LearningForm.KURSUS,
        LearningForm.PENATARAN,
        LearningForm.BIMBINGAN_TEKNIS,
        LearningForm.SOSIALISASI,
    },
)


class ProviderKind(CodeList):
    """Kinds of training providers; contracts/references/provider-kinds.yaml."""

    GOVERNMENT = "GOVERNMENT", "Pemerintah", "Government"
    PRIVATE = "PRIVATE", "Swasta", "Private"
