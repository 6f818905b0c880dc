"""A list of volunteers: the fate of each row, applied exactly so, and harmless the second time."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jembatan.areas.models import Area
from jembatan.audit.models import Entry
from jembatan.keyring import unseal
from jembatan.messages import actions
from jembatan.messages.models import Consent, Contact, Recipient
from jembatan.messages.roster import planning
from jembatan.messages.roster.applying import Agreement, apply
from jembatan.messages.roster.plan import Fate
from jembatan.people import grants, groups
from jembatan.people.errors import PeopleError
from jembatan.people.lists import Row
from jembatan.people.models import Grant, Group, Person
from jembatan.people.roles import Role
from jembatan.relays.models import Serving
from tests import factories
from tests.messages import contract

pytestmark = pytest.mark.django_db

HOME, OTHER, THIRD = "16.06.01.2001", "16.06.01.2002", "16.06.01.2003"
AGREED = Agreement(source="formulir; Dinkominfo", given_at=datetime(2026, 1, 2, tzinfo=UTC))


@pytest.fixture
def admin() -> Person:
    factories.regency()
    return factories.person(Role.ADMIN, name="Admin")


def siti(**more) -> Row:
    plain = {"number": 2, "name": "Siti Aminah", "phone": "081234567890", "email": "siti@contoh.id"}
    return Row(**(plain | {"group": "KIM Melati", "village": HOME} | more))


def fates(*rows: Row, by: Person | None = None) -> list[tuple[str, str]]:
    by = by or Person.objects.get(name="Admin")
    return [(line.fate, "; ".join(line.words)) for line in planning.make(rows, by=by).lines]


def run(*rows: Row, by: Person):
    return apply(rows=rows, shown=planning.make(rows, by=by).digest, agreement=AGREED, by=by)


def everything() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (Person, Group, Grant, Recipient, Contact, Consent)}


def addresses(person: Person) -> dict[str, str]:
    live = Contact.objects.live().filter(recipient__person=person, address__isnull=False)
    return {contact.channel: unseal(contact.address) for contact in live}


def test_a_new_person_in_a_new_group(admin):
    row = siti(role=Role.CHAIR, on_duty=True, serves=(OTHER,))

    assert fates(row) == [(Fate.NEW, "KIM baru: KIM Melati; juga melayani Desa 01-2002")]
    run(row, by=admin)

    person, group = Person.objects.get(name="Siti Aminah"), Group.objects.get()
    grant = person.grants.get()
    assert (grant.role, grant.group, grant.area.code, grant.on_duty) == (Role.CHAIR, group, HOME, True)
    assert sorted(group.areas.values_list("code", flat=True)) == [HOME, OTHER]
    assert addresses(person) == {"email": "siti@contoh.id", "phone": "+6281234567890"}
    assert sorted(Serving.objects.filter(first=True, reachable=True).values_list("area__code", flat=True)) == [
        HOME,
        OTHER,
    ]


def test_consent_says_how_it_was_taken_when_and_by_whom(admin):
    run(siti(), by=admin)

    said = set(Consent.objects.values_list("source", "given_at", "wording", "recorded_by_id"))
    assert said == {("formulir; Dinkominfo", AGREED.given_at, actions.WORDING, admin.pk)}


def test_the_dry_run_writes_nothing(admin):
    before = everything()

    planning.make([siti(), siti(number=3, name="Budi", phone="0813-1111-2222", email="")], by=admin)

    assert everything() == before


def test_the_same_list_again_doubles_nothing(admin):
    rows = [
        siti(role=Role.CHAIR, serves=(OTHER,)),
        siti(number=3, name="Budi Tanpa Kontak", phone="", email=""),
        siti(number=4, name="Nurlela", phone="081311112222", email="", group="", village=THIRD),
    ]
    run(*rows, by=admin)
    before = everything()

    assert fates(*rows) == [(Fate.SAME, "")] * 3
    run(*rows, by=admin)

    assert everything() == before


def test_a_list_of_one_group_in_any_order_of_its_members(admin):
    rows = [siti(), siti(number=3, name="Budi", phone="081311112222", email="", group="melati")]

    run(*rows, by=admin)

    assert Group.objects.get().grants.count() == 2


def test_an_empty_group_makes_a_penghubung(admin):
    row = siti(group="")

    assert fates(row) == [(Fate.NEW, "")]
    run(row, by=admin)

    grant = Grant.objects.get(person__name="Siti Aminah")
    assert (grant.role, grant.group, grant.area.code, grant.on_duty) == (Role.VOLUNTEER, None, HOME, True)


def test_a_penghubung_where_a_group_serves_is_refused(admin):
    factories.group(OTHER, HOME, name="KIM Mawar")

    assert fates(siti(group="")) == [(Fate.REFUSED, "Desa 01-2001 sudah dilayani KIM Mawar; isi kolom kim")]


def test_another_number_takes_the_place_of_the_old_one(admin):
    run(siti(), by=admin)
    row = siti(phone="081399998888")

    assert fates(row) == [(Fate.UPDATED, "telepon diganti")]
    run(row, by=admin)

    person = Person.objects.get(name="Siti Aminah")
    assert addresses(person) == {"email": "siti@contoh.id", "phone": "+6281399998888"}
    assert Contact.objects.get(ended_because="replaced").channel == "phone"


def test_a_replaced_number_may_come_back(admin):
    run(siti(), by=admin)
    run(siti(phone="081399998888"), by=admin)

    run(siti(), by=admin)

    assert addresses(Person.objects.get(name="Siti Aminah"))["phone"] == "+6281234567890"


def test_who_asked_to_be_left_alone_is_left_alone(admin):
    run(siti(), by=admin)
    phone = Contact.objects.get(channel="phone")
    actions.end(contact=phone, by=None)

    assert fates(siti()) == [(Fate.UPDATED, "telepon ini minta berhenti dihubungi: dilewati")]
    run(siti(), by=admin)

    assert addresses(Person.objects.get(name="Siti Aminah")) == {"email": "siti@contoh.id"}


def test_a_name_is_corrected_where_the_contact_is_the_same(admin):
    run(siti(), by=admin)
    row = siti(name="Siti Aminah, S.Pd.")

    assert fates(row) == [(Fate.UPDATED, "nama: Siti Aminah → Siti Aminah, S.Pd.")]
    run(row, by=admin)

    assert Person.objects.filter(name="Siti Aminah, S.Pd.").count() == 1


def test_a_shared_telephone_does_not_turn_one_person_into_another(admin):
    run(siti(), by=admin)

    words = "kontak ini sudah dipakai Siti Aminah; kosongkan, atau perbaiki namanya"
    assert fates(siti(number=3, name="Budi Santoso", email="")) == [(Fate.REFUSED, words)]


def test_contacts_of_two_people_in_one_row_are_refused(admin):
    run(siti(), siti(number=3, name="Budi", phone="081311112222", email="budi@contoh.id"), by=admin)

    mixed = siti(email="budi@contoh.id")

    assert fates(mixed) == [(Fate.REFUSED, "telepon dan e-mail ini milik dua orang: Budi dan Siti Aminah")]


def test_a_person_twice_in_a_list_is_taken_once(admin):
    rows = [siti(), siti(number=7), siti(number=8, phone="081300001111", email="")]

    assert [fate for fate, _words in fates(*rows)] == [Fate.NEW, Fate.REFUSED, Fate.REFUSED]
    assert fates(*rows)[1][1] == "orang ini sudah ada di baris 2"


def test_a_person_may_be_in_two_groups(admin):
    rows = [siti(), siti(number=3, group="KIM Mawar", village=OTHER)]

    run(*rows, by=admin)

    person = Person.objects.get(name="Siti Aminah")
    assert sorted(person.grants.values_list("group__name", flat=True)) == ["KIM Mawar", "KIM Melati"]
    assert len(addresses(person)) == 2


def test_role_and_duty_follow_the_list_only_where_it_says_so(admin):
    run(siti(role=Role.CHAIR, on_duty=True), by=admin)

    assert fates(siti()) == [(Fate.SAME, "")]
    row = siti(role=Role.VOLUNTEER, on_duty=False)
    assert fates(row) == [(Fate.UPDATED, "peran: Relawan; bukan petugas lagi")]
    run(row, by=admin)

    grant = Grant.objects.current().get(person__name="Siti Aminah")
    assert (grant.role, grant.on_duty) == (Role.VOLUNTEER, False)


def test_a_secretary_is_said_to_become_a_member_and_that_is_no_change(admin):
    row = siti(role=Role.VOLUNTEER, title="sekretaris")

    first = fates(row)
    run(row, by=admin)

    assert first == [(Fate.NEW, "KIM baru: KIM Melati; sekretaris tercatat sebagai anggota")]
    assert fates(row) == [(Fate.SAME, "sekretaris tercatat sebagai anggota")]


def test_a_member_of_the_staff_is_known_by_the_address_for_signing_in(admin):
    editor = factories.person(Role.EDITOR, name="Siti Penyunting")
    Person.objects.filter(pk=editor.pk).update(email="siti@contoh.id")

    run(siti(name="Siti Penyunting"), by=admin)

    assert Person.objects.filter(name__startswith="Siti").count() == 1
    assert Grant.objects.current().filter(person=editor).count() == 2


def test_somebody_switched_off_is_refused(admin):
    run(siti(), by=admin)
    Person.objects.filter(name="Siti Aminah").update(is_active=False)

    assert fates(siti()) == [(Fate.REFUSED, "Siti Aminah dinonaktifkan; aktifkan dulu")]


def test_a_group_that_ended_begins_again(admin):
    group = factories.group(HOME, name="KIM Melati")
    groups.end(group=group, by=None)

    run(siti(), by=admin)

    assert Group.objects.current().get() == group


def test_of_two_groups_alike_the_one_at_home_counts(admin):
    guest = factories.group(OTHER, HOME, name="KIM Melati")
    at_home = factories.group(HOME, name="Melati")

    run(siti(), by=admin)

    assert (guest.grants.count(), at_home.grants.count()) == (0, 1)


@pytest.mark.parametrize(
    ("village", "code"),
    [
        (HOME, HOME),
        ("1606012001", HOME),
        ("Desa 02-2001", "16.06.02.2001"),
        ("desa 02-2001", "16.06.02.2001"),
        ("Suka Maju, Kecamatan 02", "16.06.02.2003"),
        ("Suka Maju, kec. 02", "16.06.02.2003"),
        ("Kampung Baru", OTHER),
        ("desa kampung baru", OTHER),
    ],
)
def test_a_village_is_meant_by_code_or_name(admin, village, code):
    for ambiguous in (THIRD, "16.06.02.2003"):
        area = factories.get_area(ambiguous)
        area.name = "Suka Maju"
        area.save()
    Area.objects.filter(code=OTHER).update(name="Kampung Baru")
    for plain in (HOME, "16.06.02.2001"):
        area = factories.get_area(plain)
        area.name = area.name.removeprefix("Desa ")
        area.save()
    for district in ("16.06.01", "16.06.02"):
        area = factories.get_area(district)
        area.name = area.name.removeprefix("Kecamatan ")
        area.save()

    run(siti(village=village), by=admin)

    assert Group.objects.get().home.code == code


def test_a_name_that_occurs_twice_needs_the_district(admin):
    for code in (THIRD, "16.06.02.2003"):
        area = factories.get_area(code)
        area.name = "Suka Maju"
        area.save()

    (fate, words) = fates(siti(village="Suka Maju"))[0]

    assert fate == Fate.REFUSED
    assert words == "ada beberapa desa Suka Maju (Kecamatan 01, Kecamatan 02); tulis juga kecamatannya"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"village": "Entah"}, "desa “Entah” tidak ditemukan"),
        ({"serves": ("Entah",)}, "desa “Entah” tidak ditemukan"),
        ({"phone": "0813"}, "Nomor telepon “0813” tidak benar"),
        ({"email": "siti@"}, "Alamat e-mail “siti@” tidak benar"),
        ({"fault": "nama kosong"}, "nama kosong"),
        ({"group": "", "serves": (OTHER,)}, "penghubung hanya melayani satu desa"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_and_the_others_are_not(admin, more, words):
    rows = [siti(**more), siti(number=3, name="Budi", phone="", email="", group="KIM Mawar", village=OTHER)]

    (fate, said), good = fates(*rows)
    run(*rows, by=admin)

    assert (fate, words in said, good[0]) == (Fate.REFUSED, True, Fate.NEW)
    assert list(Group.objects.values_list("name", flat=True)) == ["KIM Mawar"]


def test_a_plan_that_no_longer_holds_is_not_applied(admin):
    shown = planning.make([siti()], by=admin).digest
    run(siti(), by=admin)
    before = everything()

    with pytest.raises(PeopleError, match="Periksa hasilnya sekali lagi"):
        apply(rows=[siti()], shown=shown, agreement=AGREED, by=admin)

    assert everything() == before


def test_a_failure_at_the_end_leaves_nothing(admin, monkeypatch):
    before = everything()
    shown = planning.make([siti()], by=admin).digest
    monkeypatch.setattr("jembatan.messages.roster.applying._roles", lambda plan, by: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        apply(rows=[siti()], shown=shown, agreement=AGREED, by=admin)

    assert everything() == before


def test_nobody_changes_people_who_also_work_elsewhere(admin):
    """Found by name in the own group, so the plan shows nothing new; an address would let somebody in as them."""
    run(siti(phone="", email=""), by=admin)
    factories.grant(Person.objects.get(name="Siti Aminah"), Role.EDITOR, "16.06")
    coordinator = factories.person(Role.COORDINATOR, "16.06.01")

    with pytest.raises(PeopleError, match="di luar wilayah Anda"):
        run(siti(phone="", email="pencuri@contoh.id"), by=coordinator)


ELSEWHERE = "nomor atau e-mail ini sudah dipakai orang di wilayah lain; minta admin kantor menambahkannya"


@pytest.mark.parametrize(
    "more",
    [{"email": ""}, {"phone": ""}, {"name": "Budi", "email": ""}, {"email": "budi@contoh.id"}],
    ids=["number", "address", "another's name", "two people's"],
)
def test_whose_number_it_is_stays_unsaid_to_who_does_not_look_after_them(admin, more):
    run(siti(village="16.06.02.2001"), siti(number=3, name="Budi", phone="", email="budi@contoh.id"), by=admin)
    coordinator = factories.person(Role.COORDINATOR, "16.06.01")
    before = everything()

    asked = siti(group="KIM Mawar", village=OTHER, **more)

    assert fates(asked, by=coordinator) == [(Fate.REFUSED, ELSEWHERE)]
    run(asked, by=coordinator)
    assert everything() == before


@pytest.mark.parametrize(
    ("role", "at", "facts"),
    [
        (Role.EDITOR, "16.06", {}),
        (Role.EDITOR, "16.06", {"valid_from": date(2999, 1, 1)}),
        (None, "", {}),
    ],
    ids=["editor", "editor from a later day", "nobody's yet"],
)
def test_an_address_for_signing_in_tells_a_coordinator_nothing(admin, role, at, facts):
    who = factories.person(role, at, name="Siti Penyunting", **facts) if role else factories.person(name="Siti Baru")
    coordinator = factories.person(Role.COORDINATOR, "16.06.01")
    asked = siti(name=who.name, phone="", email=who.email)

    assert fates(asked, by=coordinator) == [(Fate.REFUSED, ELSEWHERE)]
    assert fates(asked)[0][0] == Fate.UPDATED


def test_who_once_served_the_own_district_comes_back(admin):
    run(siti(), by=admin)
    grants.end(grant=Grant.objects.get(person__name="Siti Aminah"), by=None)
    coordinator = factories.person(Role.COORDINATOR, "16.06.01")

    run(siti(group="KIM Mawar", village=OTHER), by=coordinator)

    assert Grant.objects.current().get(person__name="Siti Aminah").group.name == "KIM Mawar"


def test_every_act_leaves_a_trace_without_names(admin):
    run(siti(), by=admin)

    actions_done = set(Entry.objects.values_list("action", flat=True))
    assert actions_done >= {"person.added", "contact.agreed", "grant.given", "group.founded", "roster.applied"}
    assert not [e for e in Entry.objects.all() if "Siti" in str(e.facts) or "8123" in str(e.facts)]


@pytest.mark.parametrize("size", [1, 40])
@pytest.mark.parametrize(("who", "questions"), [("admin", 12), ("coordinator", 16)])
def test_the_dry_run_asks_the_same_questions_whatever_the_size(admin, size, who, questions):
    by = {"admin": admin, "coordinator": factories.person(Role.COORDINATOR, "16.06.01")}[who]
    rows = [siti(number=n + 2, name=f"Orang {n}", phone=f"0812{n:08d}", email=f"o{n}@x.id") for n in range(size)]
    run(*rows, by=admin)

    with CaptureQueriesContext(connection) as asked:
        planning.make(rows, by=by)

    assert len(asked) == questions


@pytest.fixture
def set_up(settings, tmp_path):
    """WhatsApp and SMS are set up here."""
    whatsapp, sms = contract.load("whatsapp"), contract.load("sms")
    with whatsapp.provider(settings, tmp_path), sms.provider(settings, tmp_path):
        yield


def order(person: Person) -> list[str]:
    live = Contact.objects.live().filter(recipient__person=person, address__isnull=False)
    return list(live.order_by("position", "pk").values_list("channel", flat=True))


def test_a_list_says_what_a_number_is_used_for(set_up, admin):
    run(siti(through=("whatsapp", "sms")), by=admin)

    person = Person.objects.get(name="Siti Aminah")
    assert order(person) == ["whatsapp", "sms", "email", "phone"]
    assert set(addresses(person).values()) == {"siti@contoh.id", "+6281234567890"}
    assert fates(siti(through=("whatsapp", "sms"))) == [(Fate.SAME, "")]


def test_a_list_adds_whatsapp_to_somebody_known(set_up, admin):
    run(siti(), by=admin)
    row = siti(through=("whatsapp",))

    assert fates(row) == [(Fate.UPDATED, "WhatsApp ditambah")]
    run(row, by=admin)
    assert order(Person.objects.get(name="Siti Aminah")) == ["whatsapp", "email", "phone"]


def test_what_is_not_set_up_is_said_and_skipped(admin):
    row = siti(through=("whatsapp",))

    assert fates(row) == [(Fate.NEW, "KIM baru: KIM Melati; WhatsApp belum dipasang di sini: dilewati")]
    run(row, by=admin)
    assert order(Person.objects.get(name="Siti Aminah")) == ["email", "phone"]


def test_with_a_new_number_goes_what_was_sent_to_the_old_one(set_up, admin):
    run(siti(through=("whatsapp",)), by=admin)

    run(siti(phone="0813-1111-2222"), by=admin)

    person = Person.objects.get(name="Siti Aminah")
    assert (addresses(person)["whatsapp"], addresses(person)["phone"]) == ("+6281311112222",) * 2
