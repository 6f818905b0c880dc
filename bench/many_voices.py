"""So many voices to measure with, made in SQL: villages, topics and words as uneven as they are in life.

Three traps are among them: a word that nobody says twice in ten thousand, a state that only the oldest are in, and a
village whose voices are all old.
"""

from typing import Any

from django.db import connection
from django.db.models import CharField
from psycopg import sql

from jembatan.areas.loading import load
from jembatan.areas.models import Area
from jembatan.people.models import Office
from jembatan.voices.models import Topic, Voice

COMMON, RARE, OLD = "jalan", "gambo", "karet"
# The nearer the beginning, the more often.
WORDS = """
yang di jalan desa sudah kami tidak air rusak dan belum lampu sekolah mohon ada warga ke dari jembatan listrik
padam bantuan sampah banjir puskesmas guru pupuk harga sawit saluran tersumbat berlubang depan pasar bulan ini itu
sejak lama pemerintah kapan diperbaiki bagaimana cara mengurus kartu keluarga akta kelahiran beras miskin data
penerima dusun rumah anak balita gizi posyandu bidan obat habis antre dokter malam gelap rawan kecelakaan truk debu
batu bara asap kebakaran lahan gambut sumur bor pipa bocor keruh bau limbah pabrik sungai ikan mati nelayan perahu
dermaga pos ronda pencurian ternak sapi kambing vaksin penyuluh petani padi hama tikus irigasi tanggul longsor
tebing aspal kerikil semen gotong royong balai kantor pelayanan petugas ramah lambat biaya pungutan resmi informasi
pengumuman jadwal pemadaman sinyal internet menara tower kuota belajar siswa buku perpustakaan lapangan bola pemuda
pelatihan kerja modal usaha koperasi kredit bunga pinjaman pajak bumi bangunan sertifikat tanah sengketa batas
patok ukur kebun plasma perusahaan izin tambang galian pasir alat berat getaran retak dinding atap bocor tembok
pagar makam masjid gereja sumbangan jenazah ambulans rujukan bpjs kesehatan iuran menunggak sanitasi jamban mck
drainase selokan nyamuk demam berdarah fogging rabies anjing liar pohon tumbang kabel menjuntai tiang miring trafo
meledak token meteran tagihan naik lelang proyek mangkrak kontraktor papan nama anggaran dana transparan laporan
musyawarah hadir undangan karang taruna
""".split()  # noqa: SIM905

_VOICES = """
    INSERT INTO voices_voice (
        code, secret, channel, kind, topic_id, state, version, original, text, area_id, area_code, shown, shown_at,
        office_id, received_at, verified_on, answered_on, ended_on, due_on, answer_due_on
    )
    SELECT translate(upper(lpad(to_hex(n), 8, 'g')), '0123456789', 'ZYXWVUTSRQ'), decode(md5(n::text), 'hex'), 'web',
        kind, topics[1 + floor(power(random(), 3) * 12)::int], state, 4, said, said, v.id, v.code, shown,
        CASE WHEN shown IN ('village', 'district') THEN at END, offices[1 + floor(power(random(), 2) * 12)::int],
        at - interval '2 days', at::date, CASE WHEN state IN ('answered', 'closed') THEN at::date + 5 END,
        CASE WHEN state = 'closed' THEN at::date + 20 END,
        CASE WHEN state IN ('new', 'verified', 'forwarded') THEN at::date + 14 END, at::date + 14
    FROM (SELECT n, now() - interval '2 years' * (1 - n::float / %(rows)s) + random() * interval '1 hour' AS at,
            n::float / %(rows)s AS age, random() AS a, random() AS b FROM generate_series(1, %(rows)s) AS n) AS s,
        (SELECT array_agg(id) AS topics FROM voices_topic) AS t,
        (SELECT array_agg(id) AS offices FROM people_office) AS o,
        (SELECT array_agg(id ORDER BY code) AS ids, count(*) AS villages FROM areas_area WHERE level = 4) AS w,
        LATERAL (SELECT CASE WHEN age < 0.3 AND n %% 500 = 0 THEN ids[villages]
            ELSE ids[1 + floor(power(a, 2) * (villages - 1))::int] END AS village) AS p,
        LATERAL (SELECT id, code FROM areas_area WHERE id = village) AS v,
        LATERAL (SELECT
            CASE WHEN age < 0.02 AND a < 0.05 THEN 'asked' WHEN a < 0.65 THEN 'closed' WHEN a < 0.8 THEN 'answered'
            WHEN a < 0.95 THEN 'forwarded' WHEN a < 0.98 THEN 'verified' WHEN a < 0.999 THEN 'new' ELSE 'passed_on'
            END AS state,
            CASE WHEN b < 0.6 THEN 'complaint' WHEN b < 0.8 THEN 'question' WHEN b < 0.95 THEN 'aspiration'
            WHEN b < 0.99 THEN 'information' WHEN b < 0.999 THEN 'rumour' ELSE 'formal' END AS kind,
            CASE WHEN b < 0.08 THEN 'hidden' WHEN b < 0.15 THEN 'waiting' WHEN b < 0.25 THEN 'district'
            ELSE 'village' END AS shown) AS c,
        LATERAL (SELECT string_agg(words[1 + floor(power(random(), 3) * %(words)s)::int], ' ')
            || CASE WHEN n %% 20000 = 77 THEN ' kain %(rare)s' ELSE '' END
            || CASE WHEN age < 0.1 THEN ' %(old)s' ELSE '' END AS said
            FROM (SELECT %(list)s::text[] AS words) AS list, generate_series(1, 12 + (n %% 20)::int)) AS z
"""
_ANSWERS = """
    INSERT INTO voices_answer (voice_id, office_id, text, at)
    SELECT id, office_id, 'Sudah kami tindak lanjuti. ' || text, shown_at + interval '5 days' FROM voices_voice
    WHERE answered_on IS NOT NULL AND shown IN ('village', 'district')
"""


def build(rows: int, code: str = "16.06") -> None:
    """Load the area, then everything in SQL. Indexes are made at the end, as PostgreSQL's manual says of bulk loads."""
    root = load(code)
    Office.objects.bulk_create(_office(n, root) for n in range(12))
    Topic.objects.bulk_create(Topic(code=f"topik-{n}", name=f"Topik {n}") for n in range(12))
    with connection.cursor() as cursor:
        indexes = _take_indexes(cursor)
        _let_the_database_fill(cursor)
        names = {"rows": rows, "words": len(WORDS), "rare": RARE, "old": OLD}
        cursor.execute(_VOICES % (names | {"list": "ARRAY['" + "','".join(WORDS) + "']"}))
        cursor.execute(_ANSWERS)
        for statement in indexes:
            cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE")


def _office(n: int, root: Area) -> Office:
    return Office(name=f"Dinas {n}", short_name=f"D{n}", area=root)


def _let_the_database_fill(cursor: Any) -> None:
    """What is the same in every voice, as the model has it."""
    for one in Voice._meta.concrete_fields:
        if not one.null and (one.has_default() or isinstance(one, CharField)):
            literal = sql.Literal(one.get_default()).as_string(None)
            cursor.execute(f"ALTER TABLE voices_voice ALTER COLUMN {one.column} SET DEFAULT {literal}")


def _take_indexes(cursor: Any) -> list[str]:
    """Drop those that hold no constraint; how each is made again."""
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = 'voices_voice'::regclass AND NOT indisunique"
    )
    found = cursor.fetchall()
    for name, _definition in found:
        cursor.execute(f"DROP INDEX {name}")
    return [definition for _name, definition in found]
