"""The words in which volunteers answer, as they are written on a telephone."""

from jembatan.relays.models import Place


def _words(words: str) -> frozenset[str]:
    return frozenset(words.split())


DONE = _words("sudah sudh suda sdah sdh udah uda udh dah selesai beres kelar rampung tuntas done")
YES = _words("ok oke okay okey")  # a claim with a code or a place; alone it may be politeness
NOT_YET = _words("belum blm blom")
POLITE = YES | _words("siap baik baiklah ya iya terima kasih makasih trims noted")
TO_SOMEBODY = _words("saya sy kami aku pak bpk bu bapak ibu kak kakak mas mbak bang min admin komandan ndan ya iya")
GREETING = _words("assalamualaikum assalamu alaikum salam selamat pagi siang sore malam halo maaf mohon izin ijin")
WHEN = _words("tadi barusan kemarin kmrn semalam")
BEFORE = POLITE | TO_SOMEBODY | GREETING | WHEN | _words("alhamdulillah")  # what may stand before "sudah"
WORDS: dict[str, Place] = {
    "wa": Place.WHATSAPP, "whatsapp": Place.WHATSAPP, "whatsap": Place.WHATSAPP, "watsap": Place.WHATSAPP,
    "wag": Place.WHATSAPP, "grup": Place.WHATSAPP, "grub": Place.WHATSAPP, "group": Place.WHATSAPP,
    "papan": Place.BOARD, "mading": Place.BOARD,
    "masjid": Place.LOUDSPEAKER, "mesjid": Place.LOUDSPEAKER, "masjit": Place.LOUDSPEAKER, "mesjit": Place.LOUDSPEAKER,
    "mushola": Place.LOUDSPEAKER, "musholla": Place.LOUDSPEAKER, "musala": Place.LOUDSPEAKER,
    "surau": Place.LOUDSPEAKER, "langgar": Place.LOUDSPEAKER,
    "toa": Place.LOUDSPEAKER, "toak": Place.LOUDSPEAKER, "pengeras": Place.LOUDSPEAKER, "speaker": Place.LOUDSPEAKER,
    "rapat": Place.MEETING, "musyawarah": Place.MEETING, "pertemuan": Place.MEETING, "arisan": Place.MEETING,
    "pengajian": Place.MEETING, "yasinan": Place.MEETING,
    "radio": Place.RADIO,
    "tatap": Place.FACE, "lisan": Place.FACE,
}  # fmt: skip
PEOPLE = _words("orang org orng warga wrg jamaah jemaah jiwa kk")  # what a number before them counts
PASSED_ON = _words(
    "diteruskan teruskan meneruskan disampaikan sampaikan menyampaikan diumumkan umumkan mengumumkan dibagikan bagikan"
    " membagikan dibagi dibacakan bacakan dipasang pasang ditempel tempel dishare share sher shere sharing dikirim"
    " kirim kirimkan disebar sebar sebarkan disebarkan disiarkan siarkan diforward forward diposting posting"
    " dikabarkan kabarkan diinfokan infokan diberitahukan beritahukan diedarkan edarkan"
)
SMALL = TO_SOMEBODY | _words(
    "di ke dan dlm lewat via dalam pada suara muka desa pengumuman semua kabar nya tsb itu ini yang yg utk untuk oleh"
)
# A number beside one of these counts something else: "rt 3", "jam 8", "12 jam lagi".
UNITS = _words("rt rw jam pukul pkl menit hari minggu bulan tahun tanggal tgl dusun kampung blok kali kelurahan titik")
CODE = _words("no nomor kode rilis yang yg")  # what may stand before a code
# Who has read it has not passed it on.
READ = _words("baca dibaca terima diterima lihat dilihat paham mengerti dimengerti ngerti tahu tau dengar buka dibuka")
ALL = _words("semua semuanya")
FILLING = PEOPLE | PASSED_ON | SMALL | DONE | WHEN
KNOWN = FILLING | WORDS.keys() | POLITE | GREETING | UNITS | CODE

# With one of these nobody claims anything, whatever else they say.
ASKING = _words(
    "apa apakah kah mengapa kenapa bagaimana gimana gmn siapa berapa mana dimana kapan bolehkah bisakah tanya tny"
    " tanyakan bertanya menanyakan ditanya"
)
NOT = NOT_YET | _words(
    "tidak tdk gak gk ga nggak enggak ndak tak bukan jangan jgn kurang gagal batal lupa salah keliru ditarik"
)
LATER = _words("nanti nnti besok bsk lusa akan mau hendak segera sebentar coba lagi")
TROUBLE = _words("rusak mati padam banjir hilang bocor longsor putus sakit lama seminggu sebulan setahun berhari macet")
DOUBT = ASKING | NOT | LATER | TROUBLE
