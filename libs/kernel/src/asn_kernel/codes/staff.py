"""Civil servants, their jobs, grades and units."""

from asn_kernel.codes.code_list import CodeList


class Employment(CodeList):
    """Kinds of civil servants; contracts/references/employments.yaml."""

    PNS = "PNS", "Pegawai Negeri Sipil (PNS)", "Permanent civil servant (PNS)"
    PPPK = "PPPK", "Pegawai Pemerintah dengan Perjanjian Kerja (PPPK)", "Civil servant on contract (PPPK)"


class JobLevel(CodeList):
    """Job levels; contracts/references/job-levels.yaml."""

    JPT_UTAMA = "JPT_UTAMA", "JPT Utama", "Chief high leader (JPT Utama)"
    JPT_MADYA = "JPT_MADYA", "JPT Madya", "Senior high leader (JPT Madya)"
    JPT_PRATAMA = "JPT_PRATAMA", "JPT Pratama", "High leader (JPT Pratama)"
    ADMINISTRATOR = "ADMINISTRATOR", "Administrator", "Administrator"
    PENGAWAS = "PENGAWAS", "Pengawas", "Supervisor"
    AHLI_UTAMA = "AHLI_UTAMA", "Ahli Utama", "Principal expert"
    AHLI_MADYA = "AHLI_MADYA", "Ahli Madya", "Senior expert"
    AHLI_MUDA = "AHLI_MUDA", "Ahli Muda", "Junior expert"
    AHLI_PERTAMA = "AHLI_PERTAMA", "Ahli Pertama", "First-level expert"
    PENYELIA = "PENYELIA", "Penyelia", "Supervising specialist"
    MAHIR = "MAHIR", "Mahir", "Advanced specialist"
    TERAMPIL = "TERAMPIL", "Terampil", "Skilled specialist"
    PEMULA = "PEMULA", "Pemula", "Beginning specialist"
    PELAKSANA = "PELAKSANA", "Pelaksana", "Executive staff"
    KLEREK = "KLEREK", "Klerek", "Clerk"
    OPERATOR = "OPERATOR", "Operator", "Operator"
    TEKNISI = "TEKNISI", "Teknisi", "Technician"


class UnitKind(CodeList):
    """Kinds of units; contracts/references/unit-kinds.yaml."""

    KOTA = "KOTA", "Pemerintah kota", "City government"
    SEKRETARIAT = "SEKRETARIAT", "Sekretariat", "Secretariat"
    DINAS = "DINAS", "Dinas", "Department"
    BADAN = "BADAN", "Badan", "Agency"
    KECAMATAN = "KECAMATAN", "Kecamatan", "District"
    KELURAHAN = "KELURAHAN", "Kelurahan", "Urban ward"
    RSUD = "RSUD", "Rumah sakit umum daerah", "Regional general hospital"
    PUSKESMAS = "PUSKESMAS", "Pusat kesehatan masyarakat", "Community health centre"
    OTHER = "OTHER", "Lainnya", "Other"


class PnsGrade(CodeList):
    """Grades and ranks of a PNS; contracts/references/grades-pns.yaml."""

    I_A = "I/a", "Juru Muda", "Juru Muda"
    I_B = "I/b", "Juru Muda Tingkat I", "Juru Muda, first class"
    I_C = "I/c", "Juru", "Juru"
    I_D = "I/d", "Juru Tingkat I", "Juru, first class"
    II_A = "II/a", "Pengatur Muda", "Pengatur Muda"
    II_B = "II/b", "Pengatur Muda Tingkat I", "Pengatur Muda, first class"
    II_C = "II/c", "Pengatur", "Pengatur"
    II_D = "II/d", "Pengatur Tingkat I", "Pengatur, first class"
    III_A = "III/a", "Penata Muda", "Penata Muda"
    III_B = "III/b", "Penata Muda Tingkat I", "Penata Muda, first class"
    III_C = "III/c", "Penata", "Penata"
    III_D = "III/d", "Penata Tingkat I", "Penata, first class"
    IV_A = "IV/a", "Pembina", "Pembina"
    IV_B = "IV/b", "Pembina Tingkat I", "Pembina, first class"
    IV_C = "IV/c", "Pembina Utama Muda", "Pembina Utama Muda"
    IV_D = "IV/d", "Pembina Utama Madya", "Pembina Utama Madya"
    IV_E = "IV/e", "Pembina Utama", "Pembina Utama"


class PppkGrade(CodeList):
    """Grades of a PPPK; contracts/references/grades-pppk.yaml."""

    I = "I", "Golongan I", "Grade I"  # noqa: E741 -- its name
    II = "II", "Golongan II", "Grade II"
    III = "III", "Golongan III", "Grade III"
    IV = "IV", "Golongan IV", "Grade IV"
    V = "V", "Golongan V", "Grade V"
    VI = "VI", "Golongan VI", "Grade VI"
    VII = "VII", "Golongan VII", "Grade VII"
    VIII = "VIII", "Golongan VIII", "Grade VIII"
    IX = "IX", "Golongan IX", "Grade IX"
    X = "X", "Golongan X", "Grade X"
    XI = "XI", "Golongan XI", "Grade XI"
    XII = "XII", "Golongan XII", "Grade XII"
    XIII = "XIII", "Golongan XIII", "Grade XIII"
    XIV = "XIV", "Golongan XIV", "Grade XIV"
    XV = "XV", "Golongan XV", "Grade XV"
    XVI = "XVI", "Golongan XVI", "Grade XVI"
    XVII = "XVII", "Golongan XVII", "Grade XVII"
