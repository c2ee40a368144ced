"""Where staff get in."""

from django.urls import path

from stormoede.accounts.guards import anyone
from stormoede.web.staff import entrance, first_time, passkeys

urlpatterns = [
    path("staff/login/", entrance.login, name="account_login"),
    path("staff/begin/", entrance.begin, name="staff-begin"),
    path("staff/passkey/", anyone(entrance.PasskeySignIn.as_view()), name="mfa_login_webauthn"),
    path("staff/out/", entrance.sign_out, name="account_logout"),
    path("staff/in/", first_time.one_time, name="staff-one-time"),
    path("staff/code/", first_time.ask, name="staff-code"),
    path("staff/code/enter/", first_time.enter, name="staff-code-enter"),
    path("staff/waiting/", first_time.waiting, name="staff-waiting"),
    path("staff/passkeys/", passkeys.mine, name="mfa_index"),
    path("staff/passkeys/begin/", passkeys.begin, name="staff-passkey-begin"),
    path("staff/passkeys/add/", passkeys.add, name="staff-passkey-add"),
    path("staff/passkeys/<int:pk>/remove/", passkeys.remove, name="staff-passkey-remove"),
    path("staff/sessions/end/", passkeys.end_others, name="staff-end-others"),
]
