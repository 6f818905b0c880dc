"""The editor's form: saving, previewing, the tree, pictures, and two people at once."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from jembatan.areas.models import Setting
from jembatan.areas.settings import decide
from jembatan.desk.releases import picking
from jembatan.people.roles import Role
from jembatan.releases import actions
from jembatan.releases.actions import Content
from jembatan.releases.models import Picture, Release, Version
from jembatan.releases.workflow import State
from tests import factories
from tests.desk.releases.conftest import sent

NEW = "/meja/rilis/baru/"


def photo(name="foto.jpg"):
    data = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(data, "JPEG")
    return SimpleUploadedFile(name, data.getvalue(), "image/jpeg")


def errors(answer):
    return {name: list(found) for name, found in answer.context["form"].errors.items()}


# A new draft


def test_new_draft_is_saved_and_its_page_opens(town, as_):
    answer = as_(town.sari).post(NEW, sent(topics="Kesehatan,  ibu dan anak , kesehatan", source="Dinkes"))

    release = Release.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/meja/rilis/{release.pk}/")
    assert (release.state, release.created_by, release.area, release.office) == (
        State.DRAFT,
        town.sari,
        town.root,
        None,
    )
    assert Content.of(release.current) == factories.content(topics=["kesehatan", "ibu dan anak"], source="Dinkes")


def test_carriage_returns_of_browsers_are_not_kept(town, as_):
    as_(town.sari).post(NEW, sent(body="Satu\r\n\r\nDua"))

    assert Version.objects.get().body == "Satu\n\nDua"


def test_editor_of_an_office_writes_in_its_name(town, as_):
    as_(town.dewi).post(NEW, sent())

    assert Release.objects.get().office == town.health


def test_a_new_draft_begins_with_the_deadline_of_its_area(town, as_):
    plain = as_(town.sari).get(NEW).context["form"]["relay_hours"]
    decide(area=town.root, name="relay_hours", value=36, by=None)

    decided = as_(town.sari).get(NEW).context["form"]["relay_hours"]
    as_(town.sari).post(NEW, sent(relay_hours="36"))

    assert [(field.value(), [n for n, _words in field.field.choices]) for field in (plain, decided)] == [
        (24, [6, 12, 24, 48, 72]),
        (36, [6, 12, 24, 36, 48, 72]),
    ]
    assert Version.objects.get().relay_hours == 36


def test_a_draft_keeps_its_own_deadline(town, as_):
    draft = factories.release(town.sari, relay_hours=5)
    decide(area=town.root, name="relay_hours", value=36, by=None)

    field = as_(town.sari).get(f"/meja/rilis/{draft.pk}/ubah/").context["form"]["relay_hours"]

    assert (field.value(), [n for n, _words in field.field.choices]) == (5, [5, 6, 12, 24, 48, 72])


def test_who_writes_for_several_chooses(town, as_):
    factories.grant(town.sari, Role.EDITOR, "16.06", office=town.health)

    page = as_(town.sari).get(NEW).context["form"]
    as_(town.sari).post(NEW, sent(sender=f"{town.root.pk}-{town.health.pk}"))

    assert [label for _key, label in page.fields["sender"].choices] == ["Kabupaten Contoh", "Dinas Kesehatan"]
    assert Release.objects.get().office == town.health


def test_target_lies_in_the_area_of_whom_one_writes_for(town, as_):
    district = factories.get_area("16.06.01")
    factories.grant(town.sari, Role.EDITOR, district.code)

    answer = as_(town.sari).post(NEW, sent(sender=district.pk, targets=["16.06.02"]))

    assert errors(answer) == {"targets": ["Kode wilayah 16.06.02 tidak ada di Kecamatan 01. Pilih dari daftar."]}


def test_nobody_writes_in_another_offices_name(town, as_):
    answer = as_(town.joko).post(NEW, sent(sender=f"{town.root.pk}-{town.health.pk}"))

    assert list(errors(answer)) == ["sender"]
    assert not Release.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 161}, "title"),
        ({"short": "x" * 161}, "short"),
        ({"body": ""}, "body"),
        ({"body": "x" * 20_001}, "body"),
        ({"kind": "gossip"}, "kind"),
        ({"urgency": "very"}, "urgency"),
        ({"relay_hours": "5"}, "relay_hours"),
        ({"topics": "a,b,c,d,e,f,g,h,i"}, "topics"),
        ({"topics": "x" * 41}, "topics"),
        ({"expires_at": "kemarin"}, "expires_at"),
        ({"expires_at": "2001-01-01T10:00"}, "expires_at"),
        ({"targets": []}, "targets"),
        ({"targets": ["16.06", "99.99"]}, "targets"),
        ({"targets": ["16.06.01'; --"]}, "targets"),
        ({"targets": ["16.06\x00"]}, "targets"),
        ({"title": "a\x00b"}, "title"),
    ],
)
def test_wrong_answer_is_said_at_its_field_and_nothing_is_saved(town, as_, change, field):
    answer = as_(town.sari).post(NEW, sent(**change))

    assert (answer.status_code, list(errors(answer))) == (200, [field])
    assert not Release.objects.exists()


def test_without_a_target_the_sentence_says_what_to_do(town, as_):
    answer = as_(town.sari).post(NEW, sent(targets=[]))

    assert errors(answer) == {"targets": ["Pilih sedikitnya satu wilayah."]}


def test_area_above_stands_for_those_below(town, as_):
    as_(town.sari).post(NEW, sent(targets=["16.06.01.2001", "16.06.01", "16.06.02.2002"]))

    assert Version.objects.get().targets == ["16.06.01", "16.06.02.2002"]


def test_expiry_is_read_on_the_areas_clock(town, as_):
    Setting.objects.create(area=town.root, name="zone", value="Asia/Jayapura")  # UTC+9
    day = timezone.now() + timedelta(days=30)

    as_(town.sari).post(NEW, sent(expires_at=day.strftime("%Y-%m-%dT08:00")))

    release = Release.objects.get()
    assert release.current.expires_at == datetime(day.year, day.month, day.day, 8, tzinfo=UTC) - timedelta(hours=9)
    page = as_(town.sari).get(f"/meja/rilis/{release.pk}/ubah/").content.decode()
    assert day.strftime('value="%Y-%m-%dT08:00"') in page
    assert "(WIT)" in page


# Preview


def test_preview_without_javascript_shows_and_saves_nothing(town, as_):
    answer = as_(town.sari).post(NEW, sent(do="preview", title="", body="Isi **tebal** <script>x</script>"))

    page = answer.content.decode()
    assert "Isi <strong>tebal</strong> &lt;script&gt;" in page
    assert "Isi **tebal**" in page  # what was written stands in the form still
    assert "perlu diperbaiki" not in page
    assert not Release.objects.exists()


def test_preview_alone_is_only_the_telephone(town, as_):
    page = as_(town.sari).post("/meja/rilis/pratinjau/", sent(title="Judul & isi")).content.decode()

    assert "<html" not in page
    assert "Judul &amp; isi" in page


def test_preview_survives_nonsense(town, as_):
    answer = as_(town.sari).post("/meja/rilis/pratinjau/", {"kind": "gossip", "body": "x" * 100_000})

    assert answer.status_code == 200


# The tree


def test_small_tree_stands_on_the_page_with_the_branch_of_what_is_picked_open(town, as_):
    release = factories.release(town.sari, targets=["16.06.02.2001"])

    picker = as_(town.sari).get(f"/meja/rilis/{release.pk}/ubah/").context["picker"]

    assert picker.whole
    assert [(a["code"], a["open"], len(a["children"])) for a in picker.areas] == [
        ("16.06.01", False, 3),
        ("16.06.02", True, 3),
    ]
    assert [c["checked"] for c in picker.areas[1]["children"]] == [True, False, False]


def test_large_tree_shows_one_level_what_is_picked_and_what_was_found(town, as_, monkeypatch):
    monkeypatch.setattr(picking, "INLINE", 5)

    answer = as_(town.sari).post(NEW, sent(do="find", find="desa 02-2001", targets=["16.06.01"], title="Tetap"))

    picker, page = answer.context["picker"], answer.content.decode()
    assert not picker.whole
    assert [a["code"] for a in picker.areas] == ["16.06.01", "16.06.02"]
    assert [a.code for a in picker.chosen] == ["16.06.01"]
    assert [a.code for a in picker.found] == ["16.06.02.2001"]
    assert 'value="Tetap"' in page
    assert page.count('name="targets"') == 5  # the root, two districts, the picked one, the found one
    assert not Release.objects.exists()


def test_search_takes_a_code_too(town):
    assert [a.code for a in picking.search_areas(town.root, " 16.06.01 ")] == ["16.06.01"]


def test_search_of_nonsense_finds_nothing(town, as_, monkeypatch):
    monkeypatch.setattr(picking, "INLINE", 5)

    answer = as_(town.sari).post(NEW, sent(do="find", find="\x00%_'", targets=["\x00"]))

    assert (answer.status_code, answer.context["picker"].found) == (200, [])


def test_branch_holds_the_areas_right_below(town, as_):
    page = as_(town.sari).get("/meja/rilis/wilayah/?di=16.06.01").content.decode()

    assert page.count('name="targets"') == 3
    for none in ("99", "", "%00", "16.06'"):
        assert as_(town.sari).get(f"/meja/rilis/wilayah/?di={none}").status_code == 404


def test_form_of_242_villages_is_light(town, as_):
    for n in range(3, 16):
        district = factories.area(f"16.06.{n:02}", f"Kecamatan {n}", town.root)
        for m in range(18):
            factories.area(f"{district.code}.{2001 + m}", f"Desa Panjang Nama {n} {m}", district)

    answer = as_(town.sari).get(NEW, headers={"accept-encoding": "gzip"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.content) < 20_000


# Pictures


def test_uploaded_picture_belongs_to_the_version(town, as_):
    as_(town.sari).post(NEW, sent(file_1=photo(), alt_1="Balai desa"))

    picture = Version.objects.get().pictures.get()
    assert (picture.alt, picture.created_by, picture.width) == ("Balai desa", town.sari, 40)


def test_picture_without_words_is_not_taken(town, as_):
    answer = as_(town.sari).post(NEW, sent(file_1=photo()))

    assert answer.context["pictures"].errors == {"alt_1": ["Tulis keterangan gambar ini, lalu pilih lagi berkasnya."]}
    assert not Release.objects.exists()


def test_file_that_is_no_picture_is_refused_and_nothing_is_saved(town, as_):
    answer = as_(town.sari).post(NEW, sent(file_1=SimpleUploadedFile("a.jpg", b"nope"), alt_1="Rusak"))

    assert answer.context["pictures"].errors["file_1"] == [
        "Berkas ini bukan foto yang bisa dibaca. Pilih foto JPG, PNG, WebP, atau HEIC."
    ]
    assert (Release.objects.count(), Picture.objects.count()) == (0, 0)


def test_picture_survives_a_preview(town, as_):
    browser = as_(town.sari)
    answer = browser.post(NEW, sent(do="preview", file_1=photo(), alt_1="Balai desa"))
    ((picture, kept),) = answer.context["offered"]

    browser.post(NEW, sent(kept=[picture.pk]))

    assert kept
    assert not answer.context["pictures"]["alt_1"].value()
    assert list(Version.objects.get().pictures.all()) == [picture]


def test_picture_can_be_left_out(town, as_):
    picture = Picture.objects.create(file="a.jpg", alt="Balai desa", width=4, height=3)
    release = factories.release(town.sari, pictures=[picture])

    as_(town.sari).post(f"/meja/rilis/{release.pk}/ubah/", sent(base=1))

    numbers = [(v.number, v.pictures.count()) for v in release.versions.order_by("number")]
    assert numbers == [(1, 1), (2, 0)]


def test_nobody_takes_a_picture_that_is_not_theirs(town, as_):
    other = Picture.objects.create(file="a.jpg", alt="Rahasia", width=4, height=3, created_by=town.joko)

    as_(town.sari).post(NEW, sent(kept=[other.pk, "x", "9" * 30]))

    assert not Version.objects.get().pictures.exists()


# Another version


def test_saving_unchanged_makes_no_version(town, as_):
    release = factories.release(town.sari)

    as_(town.sari).post(f"/meja/rilis/{release.pk}/ubah/", sent(base=1))

    assert release.versions.count() == 1


def test_saving_a_change_makes_one(town, as_):
    release = factories.release(town.sari)

    as_(town.budi).post(f"/meja/rilis/{release.pk}/ubah/", sent(base=1, title="Posyandu pindah hari"))

    assert release.versions.get(number=2).created_by == town.budi


def test_what_is_no_draft_is_not_edited(town, as_, in_review):
    url = f"/meja/rilis/{in_review.pk}/ubah/"

    looked = as_(town.sari).get(url)
    answer = as_(town.sari).post(url, sent(base=1, title="Baru"))

    assert (looked.status_code, looked.url) == (302, f"/meja/rilis/{in_review.pk}/")
    assert errors(answer) == {
        "__all__": ["Rilis ini sedang ditinjau atau sudah terbit, jadi tidak bisa diubah sebagai draf."]
    }
    assert in_review.versions.count() == 1


def test_second_of_two_editors_is_told_sees_both_texts_and_keeps_their_own(town, as_):
    release, url = factories.release(town.sari), "/meja/rilis/{}/ubah/"
    actions.revise(release=release, base=1, content=factories.content(title="Dari Sari", source="Dinkes"), by=town.sari)

    answer = as_(town.budi).post(url.format(release.pk), sent(base=1, title="Dari Budi"))

    conflict, page = answer.context["conflict"], answer.content.decode()
    assert (conflict.number, conflict.by) == (2, town.sari)
    assert [(f.label, text(f.theirs), text(f.mine)) for f in conflict.fields] == [
        ("Judul", "Dari Sari", "Dari Budi"),
        ("Sumber", "Dinkes", "–"),
    ]
    assert "Sari baru saja menyimpan versi 2" in page
    assert 'value="Dari Budi"' in page
    assert release.versions.latest("number").title == "Dari Sari"


@pytest.mark.parametrize("base", ["", "0", "77", "9" * 40, "-1", "x"])
def test_base_that_is_none_overwrites_nothing(town, as_, base):
    release = factories.release(town.sari)

    answer = as_(town.budi).post(f"/meja/rilis/{release.pk}/ubah/", sent(base=base, title="Dari Budi"))

    assert (answer.status_code, release.versions.count()) == (200, 1)


def test_after_comparing_the_second_editor_saves_on_top(town, as_):
    release, browser = factories.release(town.sari), as_(town.budi)
    actions.revise(release=release, base=1, content=factories.content(title="Dari Sari"), by=town.sari)
    url = f"/meja/rilis/{release.pk}/ubah/"
    first = browser.post(url, sent(base=1, title="Dari Budi"))

    browser.post(url, sent(base=first.context["form"]["base"].value(), title="Dari keduanya"))

    titles = list(release.versions.order_by("number").values_list("title", flat=True))
    assert titles[1:] == ["Dari Sari", "Dari keduanya"]


def text(parts):
    """What the text is after the changes."""
    return "".join(part.text for part in parts if part.kind != "gone")
