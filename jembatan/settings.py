"""All settings, from the environment only. A wrong value stops the start and says what to do.

| variable             | default                 | meaning                                              |
|----------------------|-------------------------|------------------------------------------------------|
| DATABASE_URL         | the embedded PostgreSQL | `postgresql://user:password@host:port/name`          |
| JEMBATAN_DATA        | ./var                   | folder of everything that is not code                |
| JEMBATAN_SECRET_KEY  | made once in the folder | Django's signing key                                 |
| JEMBATAN_AREA        | the loaded root         | code of the area that this installation serves       |
| JEMBATAN_BASE_URL    | http://127.0.0.1:PORT   | the address that people open, used in links          |
| JEMBATAN_EMAIL_URL   | a folder of files       | `smtp://user:password@host:port`, `smtp+tls://…`      |
| JEMBATAN_EMAIL_…     | no provider, SMTP       | docs/channels/email.md                               |
| JEMBATAN_EMAIL_FROM  | jembatan@localhost      | sender of e-mail                                     |
| JEMBATAN_SMS_…       | no SMS                  | docs/channels/sms.md                                 |
| JEMBATAN_GAMMU_…     | no modem                | docs/channels/gammu.md                               |
| JEMBATAN_TELEGRAM_…  | no Telegram             | docs/channels/telegram.md                            |
| JEMBATAN_WHATSAPP_…  | no WhatsApp             | docs/channels/whatsapp.md                            |
| JEMBATAN_PROXIES     | 0                       | how many trusted proxies stand in front              |
| PORT                 | 8000                    | where the web process listens                        |
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

from environs import Env

from jembatan import chat_settings, environment, gateway_settings, mail_settings, modem_settings
from jembatan.keyring import first_secret

env = Env()
ROOT = Path(__file__).resolve().parent

DATA = environment.data_folder(env.str("JEMBATAN_DATA", "./var"))
PORT = environment.port(env.str("PORT", "8000"))
BASE_URL = environment.base_url(env.str("JEMBATAN_BASE_URL", f"http://127.0.0.1:{PORT}"))
AREA_CODE = environment.area_code(env.str("JEMBATAN_AREA", ""))
SECRET_KEY = env.str("JEMBATAN_SECRET_KEY", "") or first_secret(DATA / "secret_key")
KEYS_FILE = DATA / "keys.json"
DEBUG = False
ALLOWED_HOSTS = [urlsplit(BASE_URL).hostname, "127.0.0.1", "localhost", "[::1]"]
TRUSTED_PROXIES = env.int("JEMBATAN_PROXIES", 0)
SECURE = BASE_URL.startswith("https://")

DATABASES = {"default": environment.database(os.environ.get("DATABASE_URL", ""), DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "jembatan.areas",
    "jembatan.audit",
    "jembatan.people",
    "jembatan.messages",
    "jembatan.releases",
    "jembatan.relays",
    "jembatan.voices",
    "jembatan.insights",
    "jembatan.accounts",
    "jembatan.public",
    "jembatan.volunteer",
    "jembatan.desk",
    "jembatan.api",
    "jembatan.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "jembatan.flash.FlashConfig",
    "django.contrib.staticfiles",
    "django.forms",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "axes",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "jembatan.refusals.explain_methods",
    "jembatan.refusals.refuse_large_bodies",
]

ROOT_URLCONF = "jembatan.urls"
WSGI_APPLICATION = "jembatan.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "jembatan.accounts.context.site",
            ],
        },
    }
]
FORM_RENDERER = "jembatan.rendering.FormRenderer"
MESSAGE_STORAGE = "jembatan.flash.FlashStorage"

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [  # length only, no composition: OWASP ASVS 2.1
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/meja/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "jembatan.accounts.adapter.Adapter"
ACCOUNT_EMAIL_VERIFICATION = "none"  # addresses come by invitation; nobody registers alone
ACCOUNT_FORMS = {"login": "jembatan.accounts.forms.PasswordSignInForm"}
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "50/15m/ip"}  # many names from one network; by process
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
# By person, in the database: an office shares one address, and ten tries there must not shut it out.
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_CLIENT_IP_CALLABLE = "jembatan.releases.readings.network"
AXES_LOCKOUT_CALLABLE = "jembatan.accounts.guessing.locked"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True  # who signed in is in the audit log, without addresses
AXES_ENABLE_ADMIN = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]  # it wants a lock-out by address; ours counts networks in allauth's limits
AXES_VERBOSE = False

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [ROOT / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA / "media"
STORAGES = {
    "default": {"BACKEND": "jembatan.storage.SyncedStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # of one request without its files
UPLOAD_MAX_BYTES = 40 * 1024 * 1024  # of one request: three pictures of 12 MB and the text that they belong to

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'none'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
CSRF_TRUSTED_ORIGINS = [BASE_URL]

locals().update(environment.email(env.str("JEMBATAN_EMAIL_URL", ""), DATA))
EMAIL_PROVIDER = mail_settings.read(os.environ)  # instead of a server of one's own, or None
ANYMAIL = mail_settings.anymail(EMAIL_PROVIDER)
if EMAIL_PROVIDER:
    EMAIL_BACKEND = EMAIL_PROVIDER.backend
EMAIL_RATE = environment.rate("JEMBATAN_EMAIL_RATE", os.environ.get("JEMBATAN_EMAIL_RATE", ""))  # letters a second
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("JEMBATAN_EMAIL_FROM", "jembatan@localhost")

SMS = gateway_settings.read(os.environ)  # a gateway, or None
GAMMU = modem_settings.read(os.environ)  # a modem in the office, or None
TELEGRAM = chat_settings.telegram(os.environ, BASE_URL)
WHATSAPP = chat_settings.whatsapp(os.environ)


# Who writes the words of a message, by its kind: the ledger knows nothing of what it carries.
# Local hours in which nothing rings that is not urgent; empty for none.
QUIET_HOURS = environment.quiet_hours(os.environ.get("JEMBATAN_QUIET_HOURS", "21-6"))
MESSAGE_WRITERS = {
    "reply": "jembatan.messages.replying.write",
    "confirm": "jembatan.messages.confirming.write",
    "proof": "jembatan.cli.proof.letters.write",
    "release": "jembatan.relays.letters.write",
    "release_reminder": "jembatan.relays.letters.write",
    "release_escalation": "jembatan.relays.letters.write",
    "release_withdrawn": "jembatan.relays.letters.write_withdrawal",
    "news": "jembatan.relays.news_letters.write",
    "news_withdrawn": "jembatan.relays.news_letters.write_withdrawal",
    "voice_news": "jembatan.voices.letters.write",
    "voice_contact": "jembatan.voices.letters.write_contact",
    "voice_said": "jembatan.voices.telling_back.write",
    "voice_area": "jembatan.voices.area_news.write",
    "paper_link": "jembatan.voices.paper_links.write",
    "voice_task": "jembatan.voices.officers.write",
    "code": "jembatan.voices.passes.write",
}

# Days after which something is forgotten; `messages.retention` and `voices.forgetting` say what.
KEEP_DAYS = {
    "raw_words": env.int("JEMBATAN_KEEP_RAW", 30),  # what providers told us, as they told it
    "unconfirmed": env.int("JEMBATAN_KEEP_UNCONFIRMED", 7),  # addresses that nobody confirmed
    "ended_addresses": env.int("JEMBATAN_KEEP_ADDRESSES", 90),  # of contacts that ended
    "inbound_texts": env.int("JEMBATAN_KEEP_INBOUND", 365),  # what people wrote to us
    "deliveries": env.int("JEMBATAN_KEEP_DELIVERIES", 365),  # who got what; then only how many
    "identities": env.int("JEMBATAN_KEEP_IDENTITIES", 730),  # who said a voice, after its end
}

# Who may take a message that came in, in this order: the first who knows what it is about, `voices` what is left.
INBOUND_TAKERS = [
    "jembatan.messages.joining.take",
    "jembatan.messages.confirming.take",
    "jembatan.relays.replies.take",
    "jembatan.voices.hearing.take",
]

# Who hears which deliveries arrived, as a receipt tells.
RECEIPT_TAKERS = ["jembatan.relays.receipts.take"]

LOGGING = environment.logging()
