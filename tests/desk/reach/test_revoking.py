"""The button that takes a link away, for those who look after the village."""

from jembatan.relays.links import personal_url


def page_of(relay, siti):
    return f"/meja/penerusan/{relay.pk}/cabut/{siti.pk}/"


def test_link_is_taken_away_after_asking_once_more(signed_in, tono, relay, siti, client):
    browser = signed_in(tono)
    offered = browser.get(f"/meja/penerusan/{relay.pk}/").content.decode()
    asked = browser.get(page_of(relay, siti)).content.decode()
    before = client.get(personal_url(relay.pk, siti.pk)).status_code

    answer = browser.post(page_of(relay, siti))

    assert f'href="{page_of(relay, siti)}"' in offered
    assert "Cabut tautan Siti Aminah?" in asked
    assert (before, answer.status_code, answer.url) == (200, 302, f"/meja/penerusan/{relay.pk}/")
    assert client.get(personal_url(relay.pk, siti.pk)).status_code == 410


def test_history_says_whose_and_by_whom(signed_in, tono, bupati, relay, siti):
    signed_in(tono).post(page_of(relay, siti))

    for reader, told in ((tono, ("Tono Koordinator", "Tautan milik Siti Aminah.")), (bupati, ("", ""))):
        entry = signed_in(reader).get(f"/meja/penerusan/{relay.pk}/").context["entries"][0]
        assert (str(entry["title"]), entry["by"], entry["text"]) == ("Tautan dicabut", *told)


def test_there_is_no_such_page_for_a_link_that_is_none(signed_in, tono, ratna, relay, siti):
    signed_in(tono).post(page_of(relay, siti))

    assert signed_in(tono).get(page_of(relay, siti)).status_code == 404
    assert signed_in(tono).post(page_of(relay, ratna)).status_code == 404


def test_who_only_reads_sees_no_button(signed_in, bupati, relay, siti):
    page = signed_in(bupati).get(f"/meja/penerusan/{relay.pk}/")

    assert page_of(relay, siti) not in page.content.decode()
    assert signed_in(bupati).post(page_of(relay, siti)).status_code == 404
