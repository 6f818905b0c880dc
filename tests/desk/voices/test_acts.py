"""Every act by its form: who is offered it, that it does what it says, and what happens to the second of two."""

from datetime import date, timedelta

import pytest

from jembatan.desk.voices.forms import FORMS
from jembatan.messages.models import Dispatch
from jembatan.people.models import Office
from jembatan.people.roles import Role
from jembatan.voices import answering, handling, merging, moderating
from jembatan.voices.models import Entry, Handler, Rule, Template, Topic, Voice
from jembatan.voices.workflow import Act, State
from tests import factories
from tests.desk.voices.conftest import said, url
from tests.voices import voices

pytestmark = pytest.mark.django_db
NEXT_WEEK = (date.today() + timedelta(days=9)).isoformat()


def offered(page) -> set[str]:
    links = [link for _name, links in page.context["groups"] for link in links]
    links += [page.context["next"]] if page.context["next"] else []
    return {link.url.strip("/").split("/")[-1] for link in links}


def do(client, voice, slug, **fields):
    """As the form is sent: with the version that its page showed."""
    seen = client.get(url(voice, slug)).context["form"].initial["seen"]
    return client.post(url(voice, slug), {"seen": seen, **fields}, follow=True)


def test_every_act_of_handlers_has_a_form():
    by_reporter = {"receive", "tell", "overdue", "decline"}

    assert {form.act.value for form in FORMS.values()} == set(Act.values) - by_reporter


def test_offered_is_what_may_be_done_now(home, signed_in):
    voice = voices.forwarded(home)

    desk, office = (offered(signed_in(who).get(url(voice))) for who in (home.dewi, home.budi))

    common = {"sampaikan", "tanya", "tunda", "teruskan", "gabung", "tunjuk", "prioritas"}
    assert desk == common | {"perbaiki", "tampilan"}
    assert office == common | {"jawab", "tanggapan-awal"}


def test_verifying_begins_with_what_is_suggested(home, signed_in):
    voices.verified(home, text="Jalan desa berlubang besar sekali.")
    voice = voices.voice(text="Benarkah jalan berlubang itu ditutup?")
    dewi = signed_in(home.dewi)

    form = dewi.get(url(voice, "verifikasi")).context["form"]
    page = do(dewi, voice, "verifikasi", kind="rumour", topic="jalan", area="16.06.01.2002", elsewhere="",
              about_office=home.works.pk)  # fmt: skip

    assert (form.initial["kind"], form.initial["topic"], form.suggested) == ("rumour", "jalan", home.road)
    voice.refresh_from_db()
    assert (voice.state, voice.area_code, voice.about_office) == (State.VERIFIED, "16.06.01.2002", home.works)
    assert page.redirect_chain == [(url(voice), 302)]


def test_a_place_elsewhere_is_found_by_its_name(home, signed_in):
    voice, dewi = voices.voice(), signed_in(home.dewi)
    fields = {"kind": "complaint", "topic": "", "area": voice.area.code}

    wrong = do(dewi, voice, "verifikasi", **fields, elsewhere="Antah Berantah")
    page = do(dewi, voice, "verifikasi", **fields, elsewhere="Desa 02-2003")

    assert said(wrong) == ["Desa itu tidak ditemukan. Periksa ejaannya."]
    voice.refresh_from_db()
    assert voice.area_code == "16.06.02.2003"
    assert page.redirect_chain == [("/meja/suara/", 302)]  # Dewi does not see the other district


def test_forwarding_begins_with_the_office_of_the_rule(home, signed_in):
    Rule.objects.create(position=1, topic=home.road, office=home.works, live=True)
    voice, dewi = voices.verified(home), signed_in(home.dewi)

    form = dewi.get(url(voice, "sampaikan")).context["form"]
    do(dewi, voice, "sampaikan", office=home.works.pk, note="Tolong segera.")

    voice.refresh_from_db()
    assert form.initial["office"] == home.works.pk
    assert (voice.office, voice.steps.latest("number").internal) == (home.works, "Tolong segera.")


def test_the_inspectorate_takes_up_what_is_about_officials_itself(home, signed_in):
    voice, ibu = voices.voice(about_official=True), signed_in(home.ibu)

    offices = ibu.get(url(voice, "sampaikan")).context["form"].fields["office"].queryset
    do(ibu, voice, "sampaikan", office=home.inspectorate.pk, note="")

    voice.refresh_from_db()
    assert list(offices) == [home.inspectorate]
    assert voice.state == State.FORWARDED


def test_raising_offers_the_offices_above(home, signed_in):
    district = factories.office("Kecamatan 01", "16.06.01")
    voice = voices.forwarded(home, to=district)
    dewi = signed_in(home.dewi)

    found = dewi.get(url(voice, "naikkan")).context["form"].fields["office"].queryset
    do(dewi, voice, "naikkan", office=home.works.pk, note="")

    voice.refresh_from_db()
    assert set(found) == set(Office.objects.filter(area__code="16.06"))
    assert voice.office == home.works


@pytest.mark.parametrize(
    ("slug", "fields", "expected"),
    [
        ("tanya", {"question": "Di RT berapa?"}, ("asked", "", "Di RT berapa?", "")),
        ("tunda", {"reason": "Menunggu alat.", "until": NEXT_WEEK}, ("postponed", "Menunggu alat.", "", "")),
        ("teruskan", {"to": "PLN", "lapor_number": "88", "explained": "Milik PLN"}, ("passed_on", "Milik PLN", "", "")),
        ("tanggapan-awal", {"text": "Kami periksa."}, ("forwarded", "Kami periksa.", "", "")),
        ("jawab", {"text": "Sudah ditambal."}, ("answered", "Sudah ditambal.", "", "")),
        ("catatan", {"text": "Sudah telepon."}, ("forwarded", "", "", "Sudah telepon.")),
        ("prioritas", {"priority": "1"}, ("forwarded", "", "", "")),
    ],
)  # fmt: skip
def test_an_officer_does_it_by_its_form(home, signed_in, slug, fields, expected):
    voice = voices.forwarded(home)

    page = do(signed_in(home.budi), voice, slug, **fields)

    step = voice.steps.latest("number")
    assert page.redirect_chain == [(url(voice), 302)]
    assert (step.state, step.public, step.told, step.internal, step.by) == (*expected, home.budi)


def test_a_pause_is_shown_and_ended(home, signed_in):
    voice, budi = voices.forwarded(home), signed_in(home.budi)
    do(budi, voice, "tunda", reason="Menunggu alat berat.", until=NEXT_WEEK)

    page = budi.get(url(voice))
    do(budi, voice, "lanjutkan")

    assert [pause.reason for pause in page.context["pauses"]] == ["Menunggu alat berat."]
    assert page.context["left"].words == "jam berhenti"
    assert Voice.objects.get(pk=voice.pk).state == State.FORWARDED


def test_what_was_passed_on_is_followed(home, signed_in):
    voice, dewi = voices.verified(home), signed_in(home.dewi)
    do(dewi, voice, "teruskan", to="PLN", lapor_number="", explained="Urusan PLN.")

    do(dewi, voice, "kabar", news="Tiang dijadwalkan.", lapor_number="1234567")

    voice.refresh_from_db()
    assert (voice.lapor_number, voice.steps.latest("number").public) == ("1234567", "Tiang dijadwalkan.")


def test_after_the_answer_it_is_closed_and_opened_again(home, signed_in):
    voice, budi = voices.forwarded(home), signed_in(home.budi)
    do(budi, voice, "jawab", text="Sudah.")
    do(budi, voice, "tutup")
    closed = Voice.objects.get(pk=voice.pk).state

    do(budi, voice, "buka-lagi", why="Belum tuntas.")

    assert (closed, Voice.objects.get(pk=voice.pk).state) == (State.CLOSED, State.FORWARDED)


def test_archive_and_back_and_letting_in(home, signed_in):
    voice, dewi = voices.voice(held=True), signed_in(home.dewi)
    states = []
    for slug, fields in [("terima", {}), ("arsipkan", {"reason": "Iklan."}), ("pulihkan", {})]:
        do(dewi, voice, slug, **fields)
        states.append(Voice.objects.get(pk=voice.pk).state)

    assert states == [State.NEW, State.ARCHIVED, State.NEW]


def test_merging_offers_what_is_alike_and_counts_its_followers(home, signed_in):
    other = voices.voice(text="Jalan depan SD berlubang, anak-anak jatuh.")
    voices.voice(text="Air sumur keruh sekali.")
    voices.voice(text="Jalan depan SD berlubang.", about_official=True)
    voice, dewi = voices.voice(text="Depan SD jalannya berlubang dalam."), signed_in(home.dewi)

    page = dewi.get(url(voice, "gabung"))
    searched = dewi.get(url(voice, "gabung") + "?cari=sumur")
    do(dewi, voice, "gabung", into=f"{other.code[:4]} {other.code[4:]}".lower())

    assert [one.code for one in page.context["candidates"]] == [other.code]
    assert len(searched.context["candidates"]) == 1
    assert Voice.objects.get(pk=voice.pk).merged_into == other
    do(dewi, voice, "pisah")
    assert Voice.objects.get(pk=voice.pk).merged_into is None


def test_merging_into_what_one_does_not_see_is_refused(home, signed_in):
    hidden, voice = voices.voice(about_official=True), voices.voice()

    page = do(signed_in(home.dewi), voice, "gabung", into=hidden.code)

    assert said(page) == ["Laporan dengan kode itu tidak ada di sini."]


def test_assigning_offers_the_office_and_the_desk(home, signed_in):
    bayu = factories.person(Role.OFFICER, office=home.works, name="Bayu")
    voice, budi = voices.forwarded(home), signed_in(home.budi)

    people = budi.get(url(voice, "tunjuk")).context["form"].fields["person"].queryset
    do(budi, voice, "tunjuk", person=bayu.pk)

    assert [one.name for one in people] == ["Bayu", "Budi", "Dewi", "Rina"]
    assert Voice.objects.get(pk=voice.pk).assigned == bayu


def test_a_confidential_one_gets_another_handler(home, signed_in):
    voice = voices.voice(confidential=True)
    Handler.objects.exclude(person=home.rina).delete()
    rina, budi = signed_in(home.rina), signed_in(home.budi)
    before = budi.get(url(voice)).status_code

    do(rina, voice, "tambah-penangan", person=home.budi.pk)

    assert (before, budi.get(url(voice)).status_code) == (404, 200)
    assert "tambah-penangan" not in offered(rina.get(url(voices.voice())))


def test_a_rumour_is_answered_with_a_published_clarification(home, signed_in):
    release = factories.published(kind="clarification", title="Klarifikasi hujan es")
    factories.published(title="Pasar murah")
    voice, budi = voices.forwarded(home), signed_in(home.budi)
    Voice.objects.filter(pk=voice.pk).update(kind="rumour")

    without = do(budi, voice, "jawab", text="Tidak benar.")
    rows = budi.get(url(voice, "jawab")).context["form"].fields["release"].queryset
    do(budi, voice, "jawab", text="Tidak benar.", release=release.pk)

    assert [str(one) for one in rows] == ["Klarifikasi hujan es"]
    assert "klarifikasi yang sudah terbit" in said(without)[0]
    assert without.context["form"]["text"].value() == "Tidak benar."
    assert voice.answers.get().release == release


def test_a_template_fills_in_the_answer(home, signed_in):
    Template.objects.create(office=home.health, title="Lain", text="x")
    mine = Template.objects.create(office=home.works, title="Terima kasih", text="Terima kasih atas laporannya.")
    voice, budi = voices.forwarded(home), signed_in(home.budi)

    page = budi.get(url(voice, "jawab") + f"?pakai={mine.pk}")

    assert page.context["templates"] == [mine]
    assert page.context["form"]["text"].value() == "Terima kasih atas laporannya."


def test_the_second_of_two_loses_nothing_that_was_typed(home, signed_in):
    voice, budi = voices.forwarded(home), signed_in(home.budi)
    seen = budi.get(url(voice, "jawab")).context["form"].initial["seen"]
    handling.note(voice=voice, text="Sudah telepon.", by=home.dewi)

    page = budi.post(url(voice, "jawab"), {"seen": seen, "text": "Lubang sudah ditambal."})
    again = budi.post(url(voice, "jawab"), {"seen": page.context["form"]["seen"].value(), "text": "Ditambal."})

    assert "Catatan internal” oleh Dewi" in said(page)[0]
    assert "Lubang sudah ditambal." in page.content.decode()
    assert again.status_code == 302
    assert voice.answers.get().text == "Ditambal."


def test_typed_words_stay_when_the_other_one_ended_it(home, signed_in):
    voice, budi = voices.forwarded(home), signed_in(home.budi)
    seen = voice.version
    answering.answer(voice=voice, text="Oleh rekan.", by=home.budi, seen=seen)

    page = budi.post(url(voice, "jawab"), {"seen": seen, "text": "Jawaban saya."})
    once_more = budi.post(url(voice, "jawab"), {"seen": seen + 1, "text": "Jawaban saya."})

    assert "Dijawab" in said(page)[0]
    assert "Jawaban saya." in page.content.decode()
    assert "berstatus “Dijawab”" in said(once_more)[0]
    assert voice.answers.get().text == "Oleh rekan."


@pytest.mark.parametrize("slug", FORMS)
def test_nobody_does_what_is_not_theirs(home, signed_in, slug):
    voice = voices.forwarded(home)
    before = Voice.objects.values().get(pk=voice.pk)

    codes = [signed_in(who).post(url(voice, slug), {"seen": 3}).status_code for who in (home.hana, home.ibu)]

    assert codes == [404, 404]
    assert Voice.objects.values().get(pk=voice.pk) == before


def test_the_desk_does_not_answer_and_an_officer_does_not_moderate(home, signed_in):
    voice = voices.forwarded(home)

    assert signed_in(home.dewi).post(url(voice, "jawab"), {"seen": 3, "text": "x"}).status_code == 404
    assert signed_in(home.budi).get(url(voice, "tampilan")).status_code == 404
    assert signed_in(home.budi).get(url(voice, "tidak-ada")).status_code == 404


def test_what_cannot_be_done_now_leads_back_with_a_word(home, signed_in):
    page = signed_in(home.dewi).get(url(voices.forwarded(home), "verifikasi"), follow=True)

    assert said(page) == ["Langkah itu tidak bisa diambil sekarang: laporan ini berstatus “Sedang ditangani”."]


def test_an_answer_becomes_a_question_for_everyone(home, signed_in):
    voice, budi = voices.forwarded(home), signed_in(home.budi)
    moderating.decide(voice=voice, shown="district", text="Jalan berlubang.", by=home.dewi, seen=3)
    answering.answer(voice=voice, text="Lapor lewat kantor desa.", by=home.budi, seen=4)

    form = budi.get(url(voice, "tanya-jawab")).context["form"]
    do(budi, voice, "tanya-jawab", question="Lubang dilaporkan ke mana?", text="Ke kantor desa.", area="16.06.01",
       expires_on=NEXT_WEEK)  # fmt: skip
    twice = do(budi, voice, "tanya-jawab", question="Lagi?", text="x", area="16.06", expires_on=NEXT_WEEK)

    assert "16.06.01.2001" not in [area.code for area in form.fields["area"].queryset]
    assert Entry.objects.values_list("question", "area__code", "office", "made_by").get() == (
        "Lubang dilaporkan ke mana?", "16.06.01", home.works.pk, home.budi.pk,
    )  # fmt: skip
    assert said(twice) == ["Jawaban ini sudah menjadi tanya jawab."]


def test_what_is_not_public_becomes_no_question(home, signed_in):
    voice = voices.forwarded(home)
    answering.answer(voice=voice, text="Sudah.", by=home.budi, seen=3)

    assert "tanya-jawab" not in offered(signed_in(home.budi).get(url(voice)))
    assert signed_in(home.budi).get(url(voice, "tanya-jawab")).status_code == 302


def test_officers_are_called_when_it_is_forwarded(home, signed_in):
    do(signed_in(home.dewi), voices.verified(home), "sampaikan", office=home.works.pk, note="")

    assert Dispatch.objects.filter(kind="voice_task", office_id=home.works.pk).count() == 1


def test_merged_voices_are_named_on_the_page(home, signed_in):
    into, voice = voices.voice(), voices.voice()
    merging.merge(voice=voice, into=into, by=home.dewi, seen=1)

    assert [one.code for one in signed_in(home.dewi).get(url(into)).context["merged"]] == [voice.code]


def test_topics_that_ended_are_not_offered(home, signed_in):
    Topic.objects.create(code="lama", name="Lama", ended=True)

    rows = signed_in(home.dewi).get(url(voices.voice(), "verifikasi")).context["form"].fields["topic"].queryset

    assert list(rows) == [home.road]
