"""nginx as `deploy/nginx.conf` has it, in front of two processes of the app, walked in a browser.

Needs nginx, named by ``MMN_NGINX`` or on the path; where there is none, that is said, and nothing
is walked.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from find_browser import browser_path
from playwright.sync_api import expect, sync_playwright
from serving import ROOT, Server, free_port
from walking import enter, metric

NAME = "localhost"
# Made anew for each run: of nobody, and gone with its folder.
CERTIFICATE = (
    "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
    "-days", "1", "-subj", f"/CN={NAME}", "-keyout", "key.pem", "-out", "certificate.pem",
)  # fmt: skip


def site(folder: Path, port: int, servers: list[Server]) -> str:
    """Return the site as it is shipped, with the places of this run in place of its own."""
    text = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    for shipped, here in {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "dose.example.org": NAME,
        "/etc/ssl/dose": str(folder),
        "/var/log/nginx/dose.log": str(folder / "dose.log"),
        "/etc/nginx/dose.passwords": str(folder / "passwords"),
        "127.0.0.1:8501": f"localhost:{servers[0].port}",
        "127.0.0.1:8502": f"localhost:{servers[1].port}",
    }.items():
        assert shipped in text, shipped
        text = text.replace(shipped, here)
    return text


def walk(address: str) -> str:
    """Do the main job through the proxy: sign in, and read the dose for 80 kg."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=["--no-sandbox"])
        stranger = browser.new_context(ignore_https_errors=True)
        assert stranger.request.get(address).status == 401, "a stranger sees the app"
        context = browser.new_context(
            ignore_https_errors=True, http_credentials={"username": "ward", "password": "ward"}
        )
        page = context.new_page()
        page.set_default_timeout(60_000)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, answer.status
        sent = answer.headers
        assert "frame-ancestors 'none'" in sent["content-security-policy"]
        assert "max-age" in sent["strict-transport-security"]
        page.get_by_label("Weight", exact=True).wait_for()
        enter(page, "Weight", "80")
        total = page.locator(".figures > div").filter(has_text="Course total")
        expect(total).to_contain_text("160 g", timeout=60_000)
        says = f"160 g in all, {metric(page, 'Each day')} each day"
        assert page.request.get(f"{address}/_stcore/metrics").status == 404
        foreign = page.request.get(address, headers={"Origin": "https://elsewhere.example"})
        assert foreign.status == 403
        cookies = [each for each in context.cookies() if each.get("name") == "dose_session"]
        assert len(cookies) == 1
        assert cookies[0]["httpOnly"]
        assert cookies[0]["secure"]
        browser.close()
    return says


def main() -> None:
    """Serve, walk, and say what was seen."""
    nginx = shutil.which(os.environ.get("MMN_NGINX", "nginx"))
    if nginx is None:
        print("served behind nginx: NOT WALKED, there is no nginx here")
        return
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)  # nginx's workers are nobody
        servers = [Server(), Server()]
        for server in servers:
            opened.callback(server.stop)
        subprocess.run(CERTIFICATE, cwd=folder, check=True, capture_output=True)
        password = subprocess.run(
            ["openssl", "passwd", "-apr1", "ward"], check=True, capture_output=True, text=True
        )
        (folder / "passwords").write_text(f"ward:{password.stdout}", encoding="utf-8")
        port = free_port()
        around = f"pid {folder}/pid; error_log {folder}/error.log; events {{}} http {{\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"):
            around += f"{kind}_temp_path {folder}/{kind};\n"
        whole = f"{around}{site(folder, port, servers)}}}\n"
        (folder / "nginx.conf").write_text(whole, encoding="utf-8")
        command = [nginx, "-p", str(folder), "-c", "nginx.conf", "-g", "daemon off;"]
        proxy = subprocess.Popen([*command, "-e", str(folder / "error.log")])
        opened.callback(proxy.wait)
        opened.callback(proxy.terminate)
        time.sleep(2)
        says = walk(f"https://{NAME}:{port}")
        asked = (folder / "dose.log").read_text(encoding="utf-8")
        assert not re.search(r"80 ?kg|\?", asked), "the log holds more than addresses"
        print(f"served behind nginx, two processes: {says}; signed in, headers, log without input")


if __name__ == "__main__":
    main()
