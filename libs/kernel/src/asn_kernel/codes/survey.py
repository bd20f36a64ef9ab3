"""The satisfaction survey."""

from asn_kernel.codes.code_list import CodeList


class Element(CodeList):
    """Elements of the satisfaction survey; contracts/references/elements.yaml."""

    PERSYARATAN = "PERSYARATAN", "Persyaratan", "Requirements"
    PROSEDUR = "PROSEDUR", "Sistem, mekanisme, dan prosedur", "System, mechanism and procedure"
    WAKTU = "WAKTU", "Waktu penyelesaian", "Time to completion"
    BIAYA = "BIAYA", "Biaya/tarif", "Cost or tariff"
    PRODUK = "PRODUK", "Produk spesifikasi jenis pelayanan", "What the service delivers"
    KOMPETENSI = "KOMPETENSI", "Kompetensi pelaksana", "Competence of the staff"
    PERILAKU = "PERILAKU", "Perilaku pelaksana", "Behaviour of the staff"
    PENGADUAN = "PENGADUAN", "Penanganan pengaduan, saran, dan masukan", "Handling of complaints and suggestions"
    SARANA = "SARANA", "Sarana dan prasarana", "Facilities and equipment"


class Mutu(CodeList):
    """Grades of service quality; contracts/references/mutu.yaml."""

    A = "A", "A (sangat baik)", "A (very good)"
    B = "B", "B (baik)", "B (good)"
    C = "C", "C (kurang baik)", "C (less than good)"
    D = "D", "D (tidak baik)", "D (not good)"

    def reaches(self, lowest: "Mutu") -> bool:
        """Tell whether this grade is `lowest` or better."""
        return self.value <= lowest.value


class WeightMode(CodeList):
    """Weighting of elements; contracts/references/weight-modes.yaml."""

    EXACT = "EXACT", "Tepat, 1 dibagi jumlah unsur", "Exact, 1 over the number of elements"
    PRINTED_0_111 = "PRINTED_0_111", "0,111 seperti tercetak", "0.111 as printed"
    PRINTED_0_11 = "PRINTED_0_11", "0,11 seperti tercetak", "0.11 as printed"


class SampleMethod(CodeList):
    """Ways to find the required sample; contracts/references/sample-methods.yaml."""

    FORMULA = "FORMULA", "Rumus Krejcie dan Morgan", "Formula of Krejcie and Morgan"
    NEXT_LISTED = "NEXT_LISTED", "Populasi berikutnya dalam tabel", "Next population in the printed table"


class ImprovementAction(CodeList):
    """Actions to improve a service; contracts/references/improvement-actions.yaml."""

    PROCESS_REVIEW = "PROCESS_REVIEW", "Tinjauan proses", "Process review"
    FOLLOW_UP_PLAN = "FOLLOW_UP_PLAN", "Rencana tindak lanjut", "Follow-up plan"


class IndexRefusal(CodeList):
    """Reasons not to publish an index; contracts/references/index-refusals.yaml."""

    REPEATED_ANSWERS = (
        "REPEATED_ANSWERS",
        "Jawaban berulang dari orang yang sama",
        "Repeated answers of the same people",
    )
    NOT_SERVED = "NOT_SERVED", "Jawaban dari yang tidak dilayani", "Answers of people who were not served"
    UNEXPLAINED = "UNEXPLAINED", "Kejanggalan tidak dapat dijelaskan", "What stood out could not be explained"


class Sex(CodeList):
    """Sexes; contracts/references/sexes.yaml."""

    L = "L", "Laki-laki", "Male"
    P = "P", "Perempuan", "Female"


class AgeGroup(CodeList):
    """Age groups of respondents; contracts/references/age-groups.yaml."""

    UNDER_20 = "UNDER_20", "Di bawah 20 tahun", "Under 20 years"
    FROM_20_TO_29 = "FROM_20_TO_29", "20 sampai 29 tahun", "20 to 29 years"
    FROM_30_TO_39 = "FROM_30_TO_39", "30 sampai 39 tahun", "30 to 39 years"
    FROM_40_TO_49 = "FROM_40_TO_49", "40 sampai 49 tahun", "40 to 49 years"
    FROM_50_TO_59 = "FROM_50_TO_59", "50 sampai 59 tahun", "50 to 59 years"
    FROM_60 = "FROM_60", "60 tahun ke atas", "60 years and over"


class Education(CodeList):
    """Education of respondents; contracts/references/education.yaml."""

    SD = "SD", "Sekolah dasar (SD)", "Primary school"
    SMP = "SMP", "Sekolah menengah pertama (SMP)", "Lower secondary school"
    SMA = "SMA", "Sekolah menengah atas (SMA)", "Upper secondary school"
    D3 = "D3", "Diploma tiga (D3)", "Three-year diploma"
    S1 = "S1", "Sarjana (S1)", "Bachelor's degree"
    S2 = "S2", "Magister (S2)", "Master's degree"
    S3 = "S3", "Doktor (S3)", "Doctorate"


class Occupation(CodeList):
    """Occupations of respondents; contracts/references/occupations.yaml."""

    PNS = "PNS", "Pegawai Negeri Sipil (PNS)", "Civil servant (PNS)"
    TNI = "TNI", "Tentara Nasional Indonesia (TNI)", "Armed forces (TNI)"
    POLRI = "POLRI", "Kepolisian (POLRI)", "Police (POLRI)"
    SWASTA = "SWASTA", "Pegawai swasta", "Private employee"
    WIRAUSAHA = "WIRAUSAHA", "Wirausaha", "Self-employed"
    LAINNYA = "LAINNYA", "Lainnya", "Other"
