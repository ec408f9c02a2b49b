from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

# the one sign-in page, with its throttling
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("studyapp.operations.urls")),
    path("", include("studyapp.progress.urls")),
    # decks/new/ and decks/import/ stand before decks/<slug>/
    path("", include("studyapp.library.urls")),
    path("", include("studyapp.interchange.urls")),
    path("", include("studyapp.study.urls")),
    path("", include("studyapp.accounts.urls")),
    path("accounts/", include("studyapp.accounts.allauth_urls")),
    path("admin/", admin.site.urls),
]

handler400 = "studyapp.errors.bad_request"
handler403 = "studyapp.errors.permission_denied"
handler404 = "studyapp.errors.page_not_found"
handler500 = "studyapp.errors.server_error"
