"""Django's settings, read from the environment (stormoede/environment.py). No secret has a default."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.messages import constants as messages
from django.utils.csp import CSP

from stormoede import environment
from stormoede.lib import env, hardening, keys, log_lines

environment.verify()
DATA = env.read(environment.DATA)
KEYS_FOLDER = env.read(environment.KEYS) or DATA.parent / "keys"
KEYS = keys.load(KEYS_FOLDER)
SECRET_KEY = KEYS.derive("django").hex()
SECRET_KEY_FALLBACKS = [KEYS.derive("django", number).hex() for number in KEYS.older]
DEBUG = env.read(environment.DEBUG)
ORIGIN = env.read(environment.ORIGIN)
_origin = urlsplit(ORIGIN)
SECURE = _origin.scheme == "https"
ALLOWED_HOSTS = [_origin.hostname or "", "127.0.0.1", "localhost", "[::1]"] if not SECURE else [_origin.hostname or ""]
CSRF_TRUSTED_ORIGINS = [ORIGIN]
PROXIES = env.read(environment.PROXIES)
hardening.refuse(origin=ORIGIN, debug=DEBUG, data=DATA, keys=KEYS_FOLDER)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "stormoede.lib",
    "stormoede.events",
    "stormoede.mail",
    "stormoede.members",
    "stormoede.accounts",
    "stormoede.rounds",
    "stormoede.passages",
    "stormoede.letters",
    "stormoede.deliberations",
    "stormoede.meetings",
    "stormoede.contributions",
    "stormoede.calls",
    "stormoede.talks",
    "stormoede.api",
    "stormoede.protection",
    "stormoede.web",
    "stormoede.story",
    "stormoede",
]

MIDDLEWARE = [
    "stormoede.web.request_log.RequestLog",
    "stormoede.web.probes.ByNumber",
    "stormoede.web.headers.Headers",
    "django.middleware.security.SecurityMiddleware",
    "stormoede.story.frames.Frames",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "stormoede.accounts.session_cookie.SessionMiddleware",
    "stormoede.web.spoken.Spoken",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "stormoede.web.nulls.NoNulls",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "stormoede.urls"
WSGI_APPLICATION = "stormoede.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stormoede.story.context.story",
            ],
        },
    },
]


# What lib/lines.py takes away from a command, and gives to a server.
POOL = {"min_size": 1, "max_size": 12, "timeout": 20}


def _database() -> dict[str, Any]:
    address = env.read(environment.DATABASE) or env.DatabaseAddress("sqlite", str(DATA / "stormoede.sqlite3"))
    if address.engine == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": address.name,
            "CONN_MAX_AGE": None,
            # As in production: in a file, with WAL and locks between threads.
            "TEST": {"NAME": str(DATA / "test.sqlite3")},
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # What is erased is written over in the file too.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON; PRAGMA cache_size=-16000;",
            },
        }
    tls = {"sslmode": address.tls, "sslrootcert": address.roots}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
        "CONN_MAX_AGE": 0,
        # Statements of lib/prepared.py are planned once a connection (lib/planned.py); others are worded by the client and never prepared.
        "OPTIONS": {
            "pool": POOL,
            **{name: value for name, value in tls.items() if value},
        },
    }


DATABASES = {"default": _database()}
AUTH_USER_MODEL = "accounts.Staff"
AUTHENTICATION_BACKENDS = ["stormoede.accounts.backend.StaffBackend"]
LOGIN_REDIRECT_URL = "/desk/"
LOGIN_URL = "/staff/login/"
ACCOUNT_ADAPTER = "stormoede.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
MFA_ADAPTER = "stormoede.accounts.adapters.PasskeyAdapter"
MFA_SUPPORTED_TYPES = ["webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"

# The prefix binds a cookie to this host and to TLS; browsers refuse it on a plain http loopback.
_prefix = "__Host-" if SECURE else ""
SESSION_ENGINE = "stormoede.accounts.sessions"
SESSION_COOKIE_NAME = f"{_prefix}session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = f"{_prefix}csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
# Messages travel in a signed cookie, so that showing one writes nothing.
MESSAGE_STORAGE = "stormoede.web.message_cookie.Messages"
# The looks of a banner (web/css/status.css), by how grave the message is.
MESSAGE_TAGS = {messages.SUCCESS: "done", messages.INFO: "done", messages.WARNING: "now", messages.ERROR: "stop"}

MAIL_FROM = env.read(environment.MAIL_FROM)
RETURN_PATH = env.read(environment.RETURN_PATH)
MAIL_RELAY = {
    "host": env.read(environment.SMTP_HOST),
    "port": env.read(environment.SMTP_PORT),
    "security": env.read(environment.SMTP_SECURITY),
    "user": env.read(environment.SMTP_USER),
    "password": env.read(environment.SMTP_PASSWORD),
    "connections": env.read(environment.SMTP_CONNECTIONS),
    "per_minute": env.read(environment.SMTP_PER_MINUTE),
    "oauth": (
        env.read(environment.SMTP_OAUTH_TOKEN_URL),
        env.read(environment.SMTP_OAUTH_CLIENT),
        env.read(environment.SMTP_OAUTH_SECRET),
        env.read(environment.SMTP_OAUTH_SCOPE),
    ),
}

MAIL_DOMAIN = env.read(environment.MAIL_DOMAIN)
AUTHSERV_ID = env.read(environment.AUTHSERV_ID)
MAILBOX = {
    "host": env.read(environment.IMAP_HOST),
    "port": env.read(environment.IMAP_PORT),
    "security": env.read(environment.IMAP_SECURITY),
    "user": env.read(environment.IMAP_USER),
    "password": env.read(environment.IMAP_PASSWORD),
    "folder": env.read(environment.IMAP_FOLDER),
    "oauth": (
        env.read(environment.IMAP_OAUTH_TOKEN_URL),
        env.read(environment.IMAP_OAUTH_CLIENT),
        env.read(environment.IMAP_OAUTH_SECRET),
        env.read(environment.IMAP_OAUTH_SCOPE),
    ),
}
MAILBOX_SECONDS = env.read(environment.IMAP_SECONDS)

LANGUAGE_CODE = env.read(environment.LANGUAGE)
LANGUAGES = [("da", "Dansk"), ("en", "English")]
LANGUAGE_COOKIE_NAME = f"{_prefix}language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SECURE
METRICS = env.read(environment.METRICS)
HOOKS_TO = env.read(environment.HOOKS_TO)
WAS_URL = env.read(environment.WAS_URL)
DPO = env.read(environment.DPO)
CSRF_FAILURE_VIEW = "stormoede.web.faults.csrf_failure"
FORM_RENDERER = "stormoede.web.drawing.Renderer"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Copenhagen"

SCAN = env.read(environment.SCAN)

STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "stormoede.web.assets.Marked"},
}
# Served from where they lie; a browser asks again after an hour, and at once when a page names a new mark.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
# Never no-referrer on a page with a form: Chromium then sends Origin: null, and Django refuses the form.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE

SILENCED_SYSTEM_CHECKS = [
    "security.W002",  # X-Frame-Options: the policy's frame-ancestors says the same, to every browser we serve
    "security.W008",  # redirecting to https is the proxy's, which alone hears http
    "security.W021",  # whether a domain is preloaded is for its owner to say
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ACCESS = env.read(environment.ACCESS) or DATA.parent / "access"
LOGGING = log_lines.configuration(env.read(environment.LOG), ACCESS)
