"""The sentences in which decisions give their reasons, in Indonesian and English."""

from decimal import Decimal

from evaluation_service.domain.reasons import Reason, Value

SENTENCES: dict[str, tuple[str, str]] = {
    "COMPETENCY_GAP": (
        "Tingkat {competency_code} {current_level}, standar jabatan {required_level}: kesenjangan {gap}.",
        "Level {current_level} of {competency_code}, the position asks for {required_level}: a gap of {gap}.",
    ),
    "NEXT_LEVEL": (
        "Standar jabatan tidak memuat {competency_code}; sasaran satu tingkat di atas {current_level}.",
        "The position's standard lacks {competency_code}; the target is one level above {current_level}.",
    ),
    "REFRESHER": (
        "Tingkat {competency_code} sudah {current_level}; pelatihan penyegaran pada tingkat {target_level}.",
        "The level of {competency_code} is {current_level} already; a refresher at level {target_level}.",
    ),
    "LEVEL_UNKNOWN": (
        "Tingkat {competency_code} belum tercatat; sasaran tingkat {target_level}, kesenjangan dihitung 0.",
        "No level of {competency_code} is on record; the target is {target_level}, the gap counts as 0.",
    ),
    "PREDICATE_NEEDS_COACHING": (
        "Predikat kinerja {predicate} pada periode {period} memerlukan pembinaan.",
        "The performance predicate {predicate} in period {period} calls for coaching.",
    ),
    "BEHAVIOUR_BELOW_EXPECTATION": (
        "Perilaku kerja di bawah ekspektasi: konseling dan pemeriksaan disiplin dianjurkan.",
        "Work behaviour is below expectation: counselling and a discipline check are advised.",
    ),
    "ELEMENT_BELOW_B": (
        "Unsur {element} bernilai {value}, di bawah batas mutu B {threshold}.",
        "Element {element} has the value {value}, below the bound {threshold} of grade B.",
    ),
    "ELEMENT_LOWEST": (
        "Unsur {element} bernilai {value}, terendah di antara semua unsur.",
        "Element {element} has the value {value}, the lowest of all elements.",
    ),
    "SMALL_SAMPLE": (
        "{respondents} responden, kurang dari sampel {required_sample}: isyarat, bukan kesimpulan.",
        "{respondents} respondents, fewer than the sample of {required_sample}: a signal, not a conclusion.",
    ),
    "PREDICATE_QUALIFIES": (
        "Predikat kinerja {predicate} memenuhi syarat.",
        "The performance predicate {predicate} qualifies.",
    ),
    "PREDICATE_TOO_LOW": (
        "Predikat kinerja {predicate} belum memenuhi syarat.",
        "The performance predicate {predicate} does not qualify.",
    ),
    "DISCIPLINE_CLEAR": (
        "Tidak ada hukuman disiplin.",
        "There is no disciplinary penalty.",
    ),
    "DISCIPLINE_LOWERS": (
        "Hukuman disiplin tingkat {discipline}: paling tinggi diberikan pengakuan tertulis.",
        "Disciplinary penalty of level {discipline}: no more than written recognition is given.",
    ),
    "DISCIPLINE_BLOCKS": (
        "Hukuman disiplin tingkat {discipline} menutup insentif.",
        "Disciplinary penalty of level {discipline} rules the incentive out.",
    ),
    "HOURS_MET": (
        "{hours} JP pada tahun {year} memenuhi paling sedikit {required_hours} JP.",
        "{hours} learning hours (JP) in {year} meet the minimum of {required_hours}.",
    ),
    "HOURS_MISSING": (
        "{hours} JP pada tahun {year}, kurang dari {required_hours}; dipertimbangkan lagi setelah cukup.",
        "{hours} learning hours (JP) in {year}, short of {required_hours}; reconsidered once they suffice.",
    ),
    "HOURS_NOT_REQUIRED": (
        "Tidak ada batas paling sedikit JP bagi {employment}; tercatat {hours} JP pada tahun {year}.",
        "No minimum of learning hours (JP) applies to {employment}; {hours} are on record in {year}.",
    ),
    "INDEX_SUPPORTS": (
        "Indeks kepuasan unit {ikm}, mutu {mutu}, memenuhi paling rendah {lowest_mutu}.",
        "The satisfaction index of the unit is {ikm}, grade {mutu}, and meets the least grade {lowest_mutu}.",
    ),
    "INDEX_TOO_LOW": (
        "Indeks kepuasan unit {ikm}, mutu {mutu}, di bawah {lowest_mutu}.",
        "The satisfaction index of the unit is {ikm}, grade {mutu}, below {lowest_mutu}.",
    ),
    "INDEX_SAMPLE_NOT_ADEQUATE": (
        "Indeks kepuasan unit {ikm} tidak dipakai: sampelnya belum terbukti memadai.",
        "The satisfaction index of the unit, {ikm}, is left out: its sample is not shown to be adequate.",
    ),
    "INDEX_NOT_CONSIDERED": (
        "Indeks kepuasan unit {ikm}, mutu {mutu}, tidak mengubah keputusan.",
        "The satisfaction index of the unit is {ikm}, grade {mutu}, and does not change the decision.",
    ),
    "INDEX_ABSENT": (
        "Unit belum memiliki indeks kepuasan yang diumumkan.",
        "The unit has no published satisfaction index yet.",
    ),
}


def reason(code: str, **values: Value) -> Reason:
    """Return the reason `code` with its sentences filled in. Raises KeyError for a code without a sentence."""
    in_indonesian, in_english = SENTENCES[code]
    local = {name: _with_comma(value) for name, value in values.items()}
    return Reason(code, in_indonesian.format(**local), in_english.format(**values), values)


def _with_comma(value: Value) -> Value:
    return str(value).replace(".", ",") if isinstance(value, Decimal) else value
