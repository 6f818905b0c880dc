"""Addresses of the reach pages."""

from django.urls import path

from jembatan.desk.reach import board, checks, exports, history, phones, questions, revoking, sending, silence, villages

urlpatterns = [
    path("rilis/<int:pk>/jangkauan/", board.board, name="reach_board"),
    path("rilis/<int:pk>/jangkauan.csv", exports.csv, name="reach_csv"),
    path("rilis/<int:pk>/ingatkan/", board.remind, name="reach_remind"),
    path("rilis/<int:pk>/cek/", checks.checks, name="reach_checks"),
    path("rilis/<int:pk>/kirim-tautan/", sending.sending, name="reach_sending"),
    path("rilis/<int:pk>/telepon/", phones.phone_list, name="reach_phones"),
    path("penerusan/<int:pk>/", history.history, name="relay_history"),
    path("penerusan/<int:pk>/wa/<int:person>/", sending.by_hand, name="relay_by_hand"),
    path("penerusan/<int:pk>/cabut/<int:person>/", revoking.revoke, name="relay_revoke"),
    path("penerusan/<int:pk>/hasil/", history.outcome, name="relay_outcome"),
    path("penerusan/<int:pk>/bukti/", checks.prove, name="relay_prove"),
    path("desa/", villages.villages, name="villages"),
    path("desa/<int:pk>/", villages.village, name="village"),
    path("pertanyaan/", questions.questions, name="questions"),
    path("pertanyaan/<int:pk>/", questions.question, name="question"),
    path("senyap/", silence.silent, name="silent"),
]
