"""Every setting, read once from the environment; a malformed value stops the start by name."""

from pathlib import Path
from typing import Any, Literal

import django

from studyapp.environment import Environment, database
from studyapp.operations.logs import json_lines

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(BASE_DIR)

LOCAL = env.path("RECTO_HOME", ".local", "Folder of the embedded database and the secret key.")
BACKUPS = env.path("BACKUPS", "backups", "Folder of the dumps made before a migration.")
DEBUG = env.boolean("DEBUG", False, "1 shows traces to visitors: for development only.")
SECRET_KEY = env.secret(
    "SECRET_KEY", LOCAL / "secret-key", "Signs sessions; made and kept in `RECTO_HOME` when unset."
)
ALLOWED_HOSTS = env.hosts(
    "ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"], "Host names that Recto answers to."
)
CSRF_TRUSTED_ORIGINS = env.origins(
    "CSRF_TRUSTED_ORIGINS", "Addresses such as `https://recto.example` whose forms are taken."
)
TLS = env.boolean(
    "TLS", False, "1 behind a TLS proxy that sets `X-Forwarded-Proto`: Secure cookies and HSTS."
)
TRUSTED_PROXIES = ALLAUTH_TRUSTED_PROXY_COUNT = env.integer(
    "TRUSTED_PROXIES", 0, "How many proxies stand in front and add to `X-Forwarded-For`."
)
SELF_CHOSEN_ROLE = env.boolean(
    "SELF_CHOSEN_ROLE", False, "1 lets people choose to be an instructor when they sign up."
)

DATABASE_URL = env.database_url(
    "DATABASE_URL",
    LOCAL / "pg",
    "`postgresql://user:password@host:5432/name`; when set, nothing embedded starts.",
)
EMBEDDED = env.given("DATABASE_URL") is None
DATABASES: dict[str, dict[str, Any]] = {
    "default": database(
        DATABASE_URL,
        pool=env.integer("DB_POOL", 6, "Database connections per process; 0 is no pool."),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "django_tasks_db",
    "studyapp.accounts",
    "studyapp.classes",
    "studyapp.effort",
    "studyapp.library",
    "studyapp.study",
    "studyapp.progress",
    "studyapp.interchange",
    "studyapp.operations",
    "quizzes",
]
MIDDLEWARE = [
    "studyapp.operations.logs.name_requests",
    "studyapp.accounts.middleware.closed_doors",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "studyapp.accounts.middleware.private_pages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "studyapp.accounts.middleware.whole_sign_in",
]
ROOT_URLCONF = "studyapp.urls"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "studyapp.accounts.context_processors.theme",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = not DEBUG

STATIC_URL = "static/"
STATIC_ROOT = env.path(
    "STATIC_ROOT", ".local/static", "Where `collectstatic` writes and the web server reads."
)
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "studyapp.assets.finder.BuiltFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "studyapp.assets.storage.HashedStorage"},
}
WHITENOISE_MANIFEST_STRICT = True

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
PASSWORD_RESET_TIMEOUT = 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "progress:today"
ACCOUNT_ADAPTER = "studyapp.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "signup": "studyapp.accounts.forms.SignUpForm",
    "login": "studyapp.accounts.forms.SignInForm",
    "change_password": "studyapp.accounts.forms.PasswordForm",
    "reset_password": "studyapp.accounts.forms.ResetForm",
    "reset_password_from_key": "studyapp.accounts.forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGOUT_REDIRECT_URL = "progress:landing"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_COOKIE_AGE = SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
# a class signs in behind one address; wrong tries also count per account and address
ACCOUNT_RATE_LIMITS = {
    "signup": "60/m/ip",
    "login": "120/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "trial": "60/m/ip",
    "import": "5/m/user",
}
ACCOUNT_EMAIL_VERIFICATION = env.choice(
    "EMAIL_VERIFICATION",
    "optional",
    ["none", "optional", "mandatory"],
    "Whether a new address is checked by mail: none, optional or mandatory.",
)

mail = env.mail(
    "EMAIL_URL", "console://", "`console://`, `smtp://user:password@host:port` or `smtps://…`."
)
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = mail.backend, mail.host, mail.port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = mail.user, mail.password
EMAIL_USE_TLS, EMAIL_USE_SSL = mail.starttls, mail.tls
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.sender(
    "DEFAULT_FROM_EMAIL", "Recto <recto@localhost>", "The sender of its mail."
)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
# every how many seconds the scheduler enqueues a task
PERIODIC_TASKS: dict[str, int | Literal["daily"]] = {
    "studyapp.operations.tasks.prune_task_results": "daily",
    "studyapp.operations.tasks.clear_sessions": "daily",
    "studyapp.accounts.tasks.expire_guests": "daily",
    "studyapp.library.tasks.sweep_pictures": "daily",
    "studyapp.study.tasks.empty_trash": "daily",
    "studyapp.interchange.tasks.sweep_transfers": "daily",
}

LOGGING = json_lines(
    env.choice(
        "LOG_LEVEL",
        "WARNING",
        ["DEBUG", "INFO", "WARNING", "ERROR"],
        "DEBUG, INFO (one line per request), WARNING or ERROR.",
    )
)

SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "media-src": ["'self'"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "manifest-src": ["'self'"],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "studyapp.errors.csrf_failure"
if TLS:
    SECURE_HSTS_SECONDS = 63_072_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "UTC"

if django.VERSION < (6, 0):  # delete this block, and three packages, on the move to 6.2 LTS
    CONTENT_SECURITY_POLICY = {"DIRECTIVES": SECURE_CSP}
    MIDDLEWARE[MIDDLEWARE.index("django.middleware.csp.ContentSecurityPolicyMiddleware")] = (
        "csp.middleware.CSPMiddleware"
    )
    INSTALLED_APPS += ["csp", "template_partials", "django_tasks"]
    TEMPLATES[0]["OPTIONS"]["builtins"] = ["template_partials.templatetags.partials"]

env.refuse_if_malformed()
