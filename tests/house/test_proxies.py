"""What the how-tos tell of proxies is what a proxy takes, and it writes down no personal address."""

import re
import shutil
import subprocess

import pytest

from stormoede.web import hide_token
from tests.house import tree

HOWTO = tree.TOP / "docs" / "howto"
SERVICE = (HOWTO / "run-as-a-service.md").read_text(encoding="utf-8")
INSTALL = (HOWTO / "install.md").read_text(encoding="utf-8")
SEVERAL = (HOWTO / "several-machines.md").read_text(encoding="utf-8")
# Whatever begins the address of a page that is somebody's own.
PERSONAL = re.search(r"\((.+)\)/\+\(", hide_token._PATH.pattern)[1]


def blocks(text, begins):
    """Each indented block of ``text`` that begins so, without its indent."""
    found = re.findall(r"(?:^(?: {4}.*)?\n)+", text, re.MULTILINE)
    plain = [re.sub(r"^ {4}", "", block, flags=re.MULTILINE).strip("\n") for block in found]
    return [block for block in plain if block.startswith(begins)]


def test_both_proxies_mask_every_personal_address():
    assert f'"~*^/+({PERSONAL})/"' in INSTALL
    assert f"(?i)^/+({PERSONAL})/" in SERVICE


def nginx(folder):
    """The whole of what the how-tos say of nginx, on ports and with a certificate of the test's own."""
    places = folder / "logs"
    places.mkdir()
    parts = [*blocks(INSTALL, "map "), *blocks(SERVICE, "server {")]
    text = "\n".join(parts)
    assert len(parts) == 3 and "proxy_set_header X-Forwarded-For $remote_addr;" in text
    text = text.replace("/etc/ssl/private/stormoede.key", str(folder / "key")).replace(
        "/etc/ssl/stormoede.pem", str(folder / "certificate")
    )
    text = text.replace("/var/log/nginx", str(places)).replace("listen 443", "listen 18443").replace(" 80;", " 18080;")
    upstream = "\n".join(line for block in blocks(SEVERAL, "upstream ") for line in block.splitlines())
    upstream = re.sub(r"[ab]\.example", "127.0.0.1", upstream)
    shared = re.sub(r"^location", "server { listen 18081; location", upstream, flags=re.MULTILINE)
    shared = re.sub(r"^(server \{ listen .*)$", r"\1 }", shared, flags=re.MULTILINE).replace(
        "18081; location /live", "18082; location /live"
    )
    return f"pid {folder}/pid;\nerror_log {places}/main;\nevents {{}}\nhttp {{\naccess_log off;\n{text}\n{shared}\n}}\n"


@pytest.mark.skipif(shutil.which("nginx") is None or shutil.which("openssl") is None, reason="no nginx here")
def test_nginx_takes_what_is_told_of_it(tmp_path):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
         "/CN=stormoede.example", "-keyout", tmp_path / "key", "-out", tmp_path / "certificate"],
        check=True, capture_output=True,
    )  # fmt: skip
    (tmp_path / "nginx.conf").write_text(nginx(tmp_path), encoding="utf-8")
    done = subprocess.run(
        ["nginx", "-t", "-e", tmp_path / "logs" / "begin", "-c", tmp_path / "nginx.conf"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.skipif(shutil.which("caddy") is None, reason="no Caddy here")
def test_caddy_takes_what_is_told_of_it(tmp_path):
    (told,) = blocks(SERVICE, "{\n  log")
    (tmp_path / "Caddyfile").write_text(told, encoding="utf-8")
    done = subprocess.run(
        ["caddy", "validate", "--adapter", "caddyfile", "--config", tmp_path / "Caddyfile"],
        capture_output=True, text=True, env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
