"""Every door through which something of a voice could leave. A new one is one line here: tests/voices/test_canary.py.

`{code}`, `{word}`, `{photo}` and `{pk}` are filled with what belongs to each planted voice.
"""

# Anybody, without signing in.
PUBLIC = [
    "/",
    "/en/",
    "/tentang/",
    "/robots.txt",
    "/suara/",
    "/en/suara/",
    "/suara/?wilayah=16.06",
    "/suara/?wilayah=16.06.01",
    "/suara/?wilayah=16.06.01.2001",
    "/suara/?topik=jalan",
    "/suara/?status=answered",
    "/suara/?status=merged",
    "/suara/?jenis=complaint",
    "/suara/?kantor={office}",
    "/suara/?cari=jalan",
    "/suara/{code}/",
    "/en/suara/{code}/",
    "/suara/{code}/foto/{photo}.jpg",
    "/suara/{code}/berkas/{pk}/",
    "/suara/{code}/saya-juga/",
    "/suara/kantor/",
    "/suara/tanya-jawab/",
    "/suara/lacak/",
    "/suara/saya/{code}-AAAABBBBCCCCDDDD/",
    "/suara/saya/{code}-AAAABBBBCCCCDDDD/foto/{pk}/",
    "/suara/saya/{code}-AAAABBBBCCCCDDDD/berkas/{pk}/",
    "/suara/sampaikan/?wilayah=16.06.01.2001",
    "/media/voices/{photo}.jpg",
    "/wilayah/16.06/",
    "/wilayah/16.06.01/",
    "/wilayah/16.06.01.2001/",
    # Machines
    "/suara.atom",
    "/suara.atom?wilayah=16.06.01.2001",
    "/suara.csv",
    "/suara.csv?topik=jalan",
    "/suara.geojson",
    "/rilis.atom",
    "/api/v1/voices",
    "/api/v1/voices?area=16.06.01.2001",
    "/api/v1/voices?q=jalan",
    "/api/v1/voices/{code}",
    "/api/v1/voices/{code}/history",
    "/api/v1/areas/16.06.01.2001",
    "/api/v1/openapi.json",
    *(
        f"/open311/v2/{path}.{kind}{query}"
        for kind in ("json", "xml")
        for path, query in [
            ("services", ""),
            ("services/jalan", ""),
            ("requests", ""),
            ("requests", "?status=open,closed&service_code=jalan"),
            ("requests", "?service_request_id={code}"),
            ("requests/{code}", ""),
            ("tokens/{code}-AAAABBBBCCCCDDDD", ""),
            ("discovery", ""),
        ]
    ),
]
# What is asked with words of the reporter or of handlers must answer as if nobody had ever said them.
SEARCHES = [
    "/suara/?cari={word}",
    "/suara/?cari=jalan {word}",
    "/suara.atom?cari={word}",
    "/api/v1/voices?q={word}",
    "/kim/?q={word}",
    "/rilis/?q={word}",
]
# Posts that anybody may send: address and body.
POSTS = [
    ("/suara/{code}/saya-juga/", {}),
    ("/suara/{code}/saya-juga/", {"kontak": "seseorang@contoh.id"}),
    ("/suara/mirip/", {"isi": "Jalan rusak berlubang dalam di depan sekolah", "wilayah": "16.06.01.2001"}),
    ("/suara/lacak/", {"kode": "{code}", "rahasia": "AAAABBBBCCCCDDDD"}),
]
# Everybody who is signed in; what a person may not see is not there for them.
DESK = [
    "/meja/",
    "/meja/suara/",
    *(f"/meja/suara/?tab={tab}" for tab in ("pelapor", "ditunda", "dijawab", "selesai", "saring")),
    "/meja/suara/?q=jalan",
    "/meja/suara/identitas/",
    "/meja/suara/telepon/",
    "/meja/suara/{code}/",
    "/meja/suara/{code}/foto/{pk}/",
    "/meja/suara/{code}/lampiran/{pk}/",
    "/meja/suara/{code}/slip/",
    "/meja/suara/{code}/identitas/",
    *(
        f"/meja/suara/{{code}}/{step}/"
        for step in ("verifikasi", "sampaikan", "gabung", "tampilan", "tanya", "jawab", "catatan", "tunjuk")
    ),
    "/meja/aturan/",
    "/meja/aturan/coba/",
    "/meja/pimpinan/",
    "/meja/pimpinan/desa/",
    "/meja/pimpinan/jawaban/",
    "/meja/pimpinan/topik/jalan/",
    "/meja/pesan/",
    "/meja/desa/",
    "/meja/pertanyaan/",
]
