"""The volunteer on a phone."""

app_name = "volunteer"
urlpatterns: list = []
