"""Members and penghubung on the desk: added under the rules of a list, contacts in part, looking leaves a trace."""

from datetime import date

import pytest

from jembatan.areas.clock import site_zone
from jembatan.audit.models import Entry
from jembatan.messages.contacts import masked
from jembatan.messages.models import Consent, Contact
from jembatan.people.models import Grant, Person
from jembatan.people.roles import PERMISSIONS, Permission, Role
from tests import factories
from tests.desk.people.conftest import House, text
from tests.messages import contract

pytestmark = pytest.mark.django_db
BUDI = {"name": "Budi Santoso", "phone": "0813-1111-2222", "role": "volunteer", "way": "lisan", "agreed": "on"}


ELSEWHERE = "Nomor atau e-mail ini sudah dipakai orang di wilayah lain; minta admin kantor menambahkannya."


def member(house: House) -> str:
    return f"/meja/kim/anggota/{Grant.objects.current().get(person=house.siti).pk}/"


def test_a_member_is_added_with_consent(house: House):
    house.coordinator.post(f"/meja/kim/{house.group.pk}/anggota/", {**BUDI, "role": "chair", "on_duty": "on"})

    budi = Person.objects.get(name="Budi Santoso")
    grant = budi.grants.get()
    assert (grant.role, grant.group, grant.on_duty) == (Role.CHAIR, house.group, True)
    assert [shown.address for shown in masked([budi.pk])[budi.pk]] == ["0813••••22"]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"agreed": ""}, "Tanpa persetujuannya, kosongkan telepon dan e-mail."),
        ({"phone": "08"}, "Nomor telepon “08” tidak benar."),
        ({"name": ""}, "Bidang ini tidak boleh kosong."),
        ({"phone": "0812-3456-7890"}, "Kontak ini sudah dipakai Siti Aminah; kosongkan, atau perbaiki namanya."),
    ],
)
def test_a_member_that_will_not_do_is_one_sentence(house: House, more, sentence):
    answer = house.coordinator.post(f"/meja/kim/{house.group.pk}/anggota/", BUDI | more)

    assert (answer.status_code, sentence in text(answer)) == (200, True)
    assert not Person.objects.filter(name="Budi Santoso").exists()


def test_somebody_known_already_is_not_doubled(house: House):
    other = factories.group("16.06.01.2002", name="KIM Mawar")

    house.coordinator.post(f"/meja/kim/{other.pk}/anggota/", BUDI | {"name": "Siti Aminah", "phone": "081234567890"})

    assert Person.objects.filter(name="Siti Aminah").count() == 1
    assert Grant.objects.current().filter(person=house.siti).count() == 2


def test_a_coordinator_cannot_give_an_editor_another_address(house: House):
    """Whoever sets somebody's e-mail address could sign in as them."""
    editor, address = house.people["office"], f"/meja/kim/{house.group.pk}/anggota/"
    data = BUDI | {"name": editor.name, "phone": "", "email": editor.email}

    refused = house.coordinator.post(address, data)
    house.coordinator.post(address, data | {"email": "pencuri@contoh.id", "phone": "0813-1111-2222"})

    assert ELSEWHERE in text(refused)
    assert not Grant.objects.current().filter(person=editor, group=house.group).exists()
    assert masked([editor.pk])[editor.pk] == []


@pytest.mark.parametrize("name", ["Siti Aminah", "Budi Santoso"])
def test_the_neighbour_neither_learns_whose_number_it_is_nor_gets_the_person(house: House, name):
    theirs, home = factories.group("16.06.02.2001"), "/meja/kim/desa/16.06.02.2002/penghubung/"
    data = BUDI | {"name": name, "phone": "0812-3456-7890"}

    answers = [house.neighbour.post(each, data) for each in (f"/meja/kim/{theirs.pk}/anggota/", home)]

    assert [(ELSEWHERE in text(each), "Siti Aminah" in text(each)) for each in answers] == [
        (True, name == "Siti Aminah")  # in the form, as it was typed
    ] * 2
    assert Grant.objects.filter(person=house.siti).count() == 1
    assert Person.objects.filter(name=name).count() == (name == "Siti Aminah")


def test_the_admin_adds_whom_a_coordinator_cannot(house: House):
    theirs = factories.group("16.06.02.2001")

    house.admin.post(f"/meja/kim/{theirs.pk}/anggota/", BUDI | {"name": "Siti Aminah", "phone": "0812-3456-7890"})

    assert Grant.objects.current().filter(person=house.siti).count() == 2


def test_a_village_without_a_group_gets_a_penghubung(house: House):
    data = {key: BUDI[key] for key in ("name", "phone", "way", "agreed")}

    house.coordinator.post("/meja/kim/desa/16.06.01.2002/penghubung/", data)

    grant = Grant.objects.get(person__name="Budi Santoso")
    assert (grant.area.code, grant.group, grant.on_duty, grant.role) == ("16.06.01.2002", None, True, Role.VOLUNTEER)
    assert "Budi Santoso" in text(house.coordinator.get("/meja/kim/desa/16.06.01.2002/"))


def test_a_served_village_gets_none(house: House):
    answer = house.coordinator.post("/meja/kim/desa/16.06.01.2001/penghubung/", BUDI)

    assert "Desa 01-2001 sudah dilayani KIM Melati; isi kolom kim." in text(answer)


def test_contacts_are_shown_in_part(house: House):
    pages = [text(house.coordinator.get(f"/meja/kim/{house.group.pk}/")), text(house.coordinator.get(member(house)))]

    assert [("0812••••90" in page, "s••••@contoh.id" in page) for page in pages] == [(True, True)] * 2
    assert [("081234567890" in page, "siti@contoh.id" in page) for page in pages] == [(False, False)] * 2
    assert not Entry.objects.filter(action="contact.shown").exists()


def test_looking_at_contacts_leaves_a_trace_and_no_copy(house: House):
    answer = house.coordinator.post(f"{member(house)}kontak/")

    assert ("081234567890" in text(answer), answer.headers["Cache-Control"]) == (True, "private, no-store")
    entry = Entry.objects.get(action="contact.shown")
    assert (entry.actor, entry.subject) == (house.people["coordinator"].pk, f"person:{house.siti.pk}")


def test_who_may_not_call_sees_contacts_in_part_only(house: House, monkeypatch):
    without = PERMISSIONS[Role.COORDINATOR] - {Permission.CALL_VOLUNTEERS}
    monkeypatch.setitem(PERMISSIONS, Role.COORDINATOR, without)

    assert "Tampilkan kontak" not in text(house.coordinator.get(member(house)))
    assert house.coordinator.post(f"{member(house)}kontak/").status_code == 404


def test_contacts_are_no_address_to_open(house: House):
    assert house.coordinator.get(f"{member(house)}kontak/").headers["Location"] == member(house)


@pytest.mark.parametrize("page", ["", "kontak/", "ubah/", "petugas/", "peran/", "pindah/", "akhiri/"])
@pytest.mark.parametrize("who", ["neighbour", "office"])
def test_a_member_of_another_district_is_not_there(house: House, who, page):
    client, address = getattr(house, who), f"{member(house)}{page}"
    by_button = page in {"kontak/", "petugas/", "peran/"} and who == "neighbour"  # GET leads to the member's page

    answers = client.get(address).status_code, client.get(address, follow=True).status_code

    assert answers == (302 if by_button else 404, 404)
    assert client.post(address).status_code == 404
    assert Grant.objects.current().filter(person=house.siti).count() == 1
    assert not Entry.objects.filter(action="contact.shown").exists()


def test_a_member_is_renamed_and_reached_elsewhere(house: House):
    data = {"name": "Siti A. Lestari", "phone": "0813-9999-8888", "email": "", "way": "rapat", "agreed": "on"}

    house.coordinator.post(f"{member(house)}ubah/", data)

    house.siti.refresh_from_db()
    shown = [each.address for each in masked([house.siti.pk])[house.siti.pk]]
    assert (house.siti.name, shown) == ("Siti A. Lestari", ["s••••@contoh.id", "0813••••88"])


def test_who_also_works_elsewhere_is_the_admins_to_change(house: House):
    factories.grant(house.siti, Role.EDITOR, "16.06")
    address = member_of_group(house)

    answer = house.coordinator.post(f"{address}ubah/", {"name": "Lain", "way": "rapat"}, follow=True)

    house.siti.refresh_from_db()
    assert house.siti.name == "Siti Aminah"
    assert "juga bertugas di luar wilayah Anda" in text(answer)


def member_of_group(house: House) -> str:
    return f"/meja/kim/anggota/{Grant.objects.get(person=house.siti, group=house.group).pk}/"


def test_duty_and_role_change_by_one_button(house: House):
    house.coordinator.post(f"{member(house)}petugas/", {"on_duty": "tidak"})
    house.coordinator.post(f"{member(house)}peran/", {"role": "chair"})

    grant = Grant.objects.current().get(person=house.siti)
    assert (grant.on_duty, grant.role) == (False, Role.CHAIR)


@pytest.mark.parametrize("wanted", ["admin", "editor", ""])
def test_a_button_gives_no_other_role(house: House, wanted):
    house.coordinator.post(f"{member(house)}peran/", {"role": wanted})

    assert Grant.objects.current().get(person=house.siti).role == Role.VOLUNTEER


def test_a_member_moves_within_the_own_district_only(house: House):
    near, far = factories.group("16.06.01.2002"), factories.group("16.06.02.2001")
    address = member(house)

    refused = house.admin.post(f"{address}pindah/", {"group": far.pk})
    house.coordinator.post(f"{address}pindah/", {"group": near.pk})

    assert refused.status_code == 200
    assert Grant.objects.current().get(person=house.siti).group == near


def test_a_task_ends_after_one_more_question(house: House):
    address = member(house)

    asked = house.coordinator.get(f"{address}akhiri/")
    house.coordinator.post(f"{address}akhiri/")

    assert "Akhiri tugas Siti Aminah?" in text(asked)
    assert not Grant.objects.current().filter(person=house.siti).exists()
    assert house.coordinator.get(address).status_code == 404


@pytest.fixture
def whatsapp(settings, tmp_path):
    """WhatsApp is set up here."""
    with contract.load("whatsapp").provider(settings, tmp_path):
        yield


def channels_of(person: Person) -> list[str]:
    return [shown.channel for shown in masked([person.pk])[person.pk]]


def test_a_member_gets_whatsapp_by_a_dated_form(house: House, whatsapp):
    data = BUDI | {"through": "whatsapp", "way": "formulir", "taken_on": "2026-01-02"}

    house.coordinator.post(f"/meja/kim/{house.group.pk}/anggota/", data)

    budi = Person.objects.get(name="Budi Santoso")
    said = Consent.objects.get(contact__recipient__person=budi, contact__channel="whatsapp")
    assert channels_of(budi) == ["whatsapp", "phone"]
    assert (said.source, said.given_at.astimezone(site_zone()).date()) == ("formulir", date(2026, 1, 2))


def test_a_form_of_tomorrow_is_refused(house: House):
    answer = house.coordinator.post(f"/meja/kim/{house.group.pk}/anggota/", BUDI | {"taken_on": "2999-01-01"})

    assert "Tanggal ini belum tiba." in text(answer)


def test_a_known_number_is_used_for_whatsapp(house: House, whatsapp):
    data = {"name": "Siti Aminah", "through": "whatsapp", "way": "formulir"}

    refused = house.coordinator.post(f"{member(house)}ubah/", data)
    house.coordinator.post(f"{member(house)}ubah/", data | {"agreed": "on"})

    assert "Tanpa persetujuannya, kosongkan telepon dan e-mail." in text(refused)
    assert channels_of(house.siti) == ["whatsapp", "email", "phone"]


def test_the_page_shows_channels_in_their_order_and_changes_it(house: House, whatsapp):
    house.coordinator.post(
        f"{member(house)}ubah/", {"name": "Siti Aminah", "through": "whatsapp", "way": "formulir", "agreed": "on"}
    )
    email = Contact.objects.get(recipient__person=house.siti, channel="email")

    before = text(house.coordinator.get(member(house)))
    house.coordinator.post(f"{member(house)}dahulukan/", {"contact": email.pk})

    assert before.index(">WhatsApp<") < before.index(">e-mail<") < before.index(">telepon saja<")
    assert channels_of(house.siti) == ["email", "whatsapp", "phone"]


@pytest.mark.parametrize("contact", ["", "x", "999999", "9" * 30])
def test_a_contact_that_is_not_theirs_changes_nothing(house: House, contact):
    house.coordinator.post(f"{member(house)}dahulukan/", {"contact": contact})

    assert channels_of(house.siti) == ["email", "phone"]


def test_the_code_to_join_is_handed_on_with_a_trace(house: House, whatsapp):
    shown = text(house.coordinator.post(f"{member(house)}gabung/"))

    assert "GABUNG " in shown
    assert Entry.objects.get(action="contact.code_shown").subject == f"person:{house.siti.pk}"


def test_nobody_gets_the_code_of_somebody_who_serves_elsewhere_too(house: House, whatsapp):
    page = member(house)
    factories.grant(house.siti, Role.COORDINATOR, "16.06.02")

    assert house.coordinator.post(f"{page}gabung/").status_code == 302
