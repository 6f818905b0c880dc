from jembatan.volunteer.reading import blocks, sentences


def test_each_sentence_stands_alone():
    body = "Posyandu datang ke balai desa. Bawa buku KIA! Gratis?\n\n## Yang dibawa\n\n- Buku KIA\n- Kartu keluarga"

    said = sentences(body)

    assert said == [
        "Posyandu datang ke balai desa.",
        "Bawa buku KIA!",
        "Gratis?",
        "Yang dibawa.",
        "Buku KIA.",
        "Kartu keluarga.",
    ]


def test_abbreviations_do_not_end_a_sentence():
    assert sentences("Datang ke Jl. Merdeka No. Dua bersama dr. Ani.") == [
        "Datang ke Jl. Merdeka No. Dua bersama dr. Ani."
    ]


def test_marks_and_links_are_not_read():
    assert blocks("**Beras** & gula, [daftar](https://contoh.id) di sini.\nLanjut.") == [
        "Beras & gula, daftar di sini. Lanjut."
    ]


def test_another_language_keeps_its_numbers():
    assert sentences("Come at 8 with 2 copies.", "en") == ["Come at 8 with 2 copies."]


def test_nothing_is_read_of_nothing():
    assert sentences("") == []
