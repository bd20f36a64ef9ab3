"""What the login page says, in both languages."""

WORDS = {
    "id": {
        "development": "Hanya untuk pengembangan",
        "warning": "Semua orang di sini sintetis, tanpa kata sandi. Penerbit token ini menolak berjalan di produksi.",
        "title": "Masuk sebagai siapa?",
        "client": "Diminta oleh",
        "reach": {
            "self": "menjangkau data sendiri",
            "subtree": "menjangkau unitnya dan unit di bawahnya",
            "provider": "menjangkau pelatihan yang diselenggarakannya",
            "all": "menjangkau semua data",
        },
        "cancel": "Batal",
        "refused": "Permintaan masuk ini tidak dapat dilayani.",
        "forgery": "Formulir ini sudah kedaluwarsa atau tidak berasal dari halaman ini. Ulangi dari awal.",
    },
    "en": {
        "development": "For development only",
        "warning": "Everybody here is synthetic, without a password. This issuer refuses to run in production.",
        "title": "Sign in as whom?",
        "client": "Asked for by",
        "reach": {
            "self": "reaches data of their own",
            "subtree": "reaches their unit and the units below it",
            "provider": "reaches the training that they provide",
            "all": "reaches all data",
        },
        "cancel": "Cancel",
        "refused": "This request to sign in cannot be served.",
        "forgery": "This form is too old or does not come from this page. Begin again.",
    },
}
