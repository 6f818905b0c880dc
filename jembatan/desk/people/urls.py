"""Addresses of groups, people, offices and settings."""

from django.urls import path, register_converter

from jembatan.desk.people import (
    adding,
    group_listing,
    group_pages,
    importing,
    members,
    office_pages,
    persons,
    roles,
    setting_pages,
)
from jembatan.desk.people.asking import CodeConverter

register_converter(CodeConverter, "code")

urlpatterns = [
    path("kim/", group_listing.groups, name="groups"),
    path("kim/tanpa/", group_listing.without, name="groups_without"),
    path("kim/kecamatan/<code:code>/", group_listing.district, name="groups_district"),
    path("kim/desa/<code:code>/", group_pages.village, name="groups_village"),
    path("kim/desa/<code:code>/daftarkan/", group_pages.new, name="group_new"),
    path("kim/desa/<code:code>/penghubung/", adding.new_liaison, name="liaison_new"),
    path("kim/<int:pk>/", group_pages.group, name="group"),
    path("kim/<int:pk>/ubah/", group_pages.edit, name="group_edit"),
    path("kim/<int:pk>/akhiri/", group_pages.end, name="group_end"),
    path("kim/<int:pk>/anggota/", adding.new, name="member_new"),
    path("kim/anggota/<int:pk>/", members.member, name="member"),
    path("kim/anggota/<int:pk>/kontak/", members.show_contacts, name="member_contacts"),
    path("kim/anggota/<int:pk>/dahulukan/", members.prefer, name="member_prefer"),
    path("kim/anggota/<int:pk>/gabung/", members.join, name="member_join"),
    path("kim/anggota/<int:pk>/ubah/", members.edit, name="member_edit"),
    path("kim/anggota/<int:pk>/petugas/", members.duty, name="member_duty"),
    path("kim/anggota/<int:pk>/peran/", members.role, name="member_role"),
    path("kim/anggota/<int:pk>/pindah/", members.move, name="member_move"),
    path("kim/anggota/<int:pk>/akhiri/", members.end, name="member_end"),
    path("kim/impor/", importing.upload, name="import"),
    path("kim/impor/daftar-relawan.csv", importing.template, {"kind": "csv"}, name="import_csv"),
    path("kim/impor/daftar-relawan.xlsx", importing.template, {"kind": "xlsx"}, name="import_xlsx"),
    path("kim/impor/<str:name>/", importing.check, name="import_check"),
    path("orang/", persons.people, name="people"),
    path("orang/baru/", persons.new, name="person_new"),
    path("orang/<int:pk>/", persons.person, name="person"),
    path("orang/<int:pk>/ubah/", persons.edit, name="person_edit"),
    path("orang/<int:pk>/kontak/", persons.show_contacts, name="person_contacts"),
    path("orang/<int:pk>/undang/", persons.invite, name="person_invite"),
    path("orang/<int:pk>/nonaktifkan/", persons.deactivate, name="person_deactivate"),
    path("orang/<int:pk>/aktifkan/", persons.activate, name="person_activate"),
    path("orang/<int:pk>/peran/", roles.give, name="grant_new"),
    path("peran/<int:pk>/akhiri/", roles.end, name="grant_end"),
    path("kantor/", office_pages.listing, name="offices"),
    path("kantor/baru/", office_pages.new, name="office_new"),
    path("kantor/<int:pk>/", office_pages.edit, name="office_edit"),
    path("pengaturan/", setting_pages.overview, name="settings"),
    path("pengaturan/kampanye/", setting_pages.new_campaign, name="campaign_new"),
    path("pengaturan/kampanye/<int:pk>/hapus/", setting_pages.cancel_campaign, name="campaign_cancel"),
]
