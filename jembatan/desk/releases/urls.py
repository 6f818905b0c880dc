"""Addresses of the releases pages."""

from django.urls import path

from jembatan.desk.releases import comparing, correcting, deciding, editing, listing, pages, picking, publishing

urlpatterns = [
    path("rilis/", listing.releases, name="releases"),
    path("rilis/baru/", editing.new, name="release_new"),
    path("rilis/pratinjau/", editing.preview, name="release_preview"),
    path("rilis/wilayah/", picking.branch, name="release_branch"),
    path("rilis/<int:pk>/", pages.release, name="release"),
    path("rilis/<int:pk>/ubah/", editing.edit, name="release_edit"),
    path("rilis/<int:pk>/kirim/", deciding.send, name="release_send"),
    path("rilis/<int:pk>/tinjau/", deciding.review, name="release_review"),
    path("rilis/<int:pk>/setujui/", deciding.approve, name="release_approve"),
    path("rilis/<int:pk>/kembalikan/", deciding.send_back, name="release_send_back"),
    path("rilis/<int:pk>/periksa/", deciding.look_again, name="release_look_again"),
    path("rilis/<int:pk>/terbitkan/", publishing.publish, name="release_publish"),
    path("rilis/<int:pk>/terbitkan-sendiri/", publishing.publish_alone, name="release_publish_alone"),
    path("rilis/<int:pk>/tarik/", publishing.withdraw, name="release_withdraw"),
    path("rilis/<int:pk>/koreksi/", correcting.correct, name="release_correct"),
    path("rilis/<int:pk>/versi/", comparing.versions, name="release_versions"),
]
