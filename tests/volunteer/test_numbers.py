import pytest
from hypothesis import given
from hypothesis import strategies as st

from jembatan.volunteer.numbers import say_numbers, spell


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "nol"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (15, "lima belas"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (110, "seratus sepuluh"),
        (999, "sembilan ratus sembilan puluh sembilan"),
        (1000, "seribu"),
        (1250, "seribu dua ratus lima puluh"),
        (2023, "dua ribu dua puluh tiga"),
        (11_000, "sebelas ribu"),
        (100_000, "seratus ribu"),
        (1_000_000, "satu juta"),
        (2_500_001, "dua juta lima ratus ribu satu"),
    ],
)
def test_a_number_is_spelled_as_it_is_said(number, said):
    assert spell(number) == said


@given(a=st.integers(0, 10**14), b=st.integers(0, 10**14))
def test_two_numbers_never_sound_the_same(a, b):
    assert (spell(a) == spell(b)) == (a == b)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Bantuan Rp50.000 per orang", "Bantuan lima puluh ribu rupiah per orang"),
        ("Rp2,5 juta", "dua koma lima juta rupiah"),
        ("pukul 08.00–11.30 WIB", "pukul delapan sampai sebelas lewat tiga puluh menit Waktu Indonesia Barat"),
        ("Kamis, 12 Juni 2025.", "Kamis, dua belas Juni dua ribu dua puluh lima."),
        ("1–14 Desember", "satu sampai empat belas Desember"),
        ("Usia 0–59 bulan", "Usia nol sampai lima puluh sembilan bulan"),
        ("25% warga", "dua puluh lima persen warga"),
        ("Hubungi 0812-3456-7890.", "Hubungi nol delapan satu dua, tiga empat lima enam, tujuh delapan sembilan nol."),
        ("Telepon 112 gratis", "Telepon satu satu dua gratis"),
        ("1.273 orang", "seribu dua ratus tujuh puluh tiga orang"),
        ("HUT ke-80 dan hari ke-1", "HUT kedelapan puluh dan hari pertama"),
        ("lihat muba.go.id/s/3k6-s532ww2", "lihat muba.go.id/s/3k6-s532ww2"),
        ("wilayah 16.06.01", "wilayah 16.06.01"),
        ("RT 03/RW 04", "RT tiga/RW empat"),
        ("tahun 2024/2025", "tahun 2024/2025"),
        ("COVID-19", "COVID-19"),
    ],
)
def test_numbers_in_a_sentence(written, said):
    assert say_numbers(written) == said


@given(st.text(max_size=200))
def test_no_text_makes_it_fail(text):
    say_numbers(text)


@given(st.text(alphabet="0123456789.,–-: RpWIBke%pukul+", max_size=60))
def test_no_text_full_of_numbers_makes_it_fail(text):
    say_numbers(text)
