"""Citizens pages."""

app_name = "public"
urlpatterns: list = []
