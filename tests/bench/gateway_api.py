"""Runs schemathesis against a sandbox gateway and its description, with the token of a case that is there.

Usage: gateway_api.py GATEWAY_PROGRAM DESCRIPTION SEED
"""

import base64
import json
import os
import ssl
import subprocess
import sys
import tempfile
import urllib.request

program, description, seed = sys.argv[1:4]
with tempfile.TemporaryDirectory() as folder:
    gateway = subprocess.Popen([program, "--dir", folder], stdout=subprocess.PIPE, text=True)
    try:
        running = json.loads(gateway.stdout.readline())
        context = ssl.create_default_context(cafile=running["certificate"])
        key = base64.urlsafe_b64encode(bytes(32)).rstrip(b"=").decode()
        request = urllib.request.Request(
            running["address"] + "/v1/cases",
            data=json.dumps({"profile": "generic", "key": key}).encode(),
            headers={"content-type": "application/json"},
        )
        opened = json.load(urllib.request.urlopen(request, context=context))
        # The one case in all paths, else every answer would be that the token is another case's.
        settings = os.path.join(folder, "schemathesis.toml")
        with open(settings, "w", encoding="utf-8") as file:
            file.write(f'[parameters]\n"path.case" = "{opened["case"]}"\n')
        ended = subprocess.run(
            [
                os.path.join(os.path.dirname(sys.executable), "schemathesis"),
                "--config-file", settings,
                "run", description,
                "--url", running["address"],
                "--header", f"Authorization: Bearer {opened['token']}",
                "--tls-verify", running["certificate"],
                "--checks", "all",
                "--seed", seed,
                "--max-examples", "50",
                "--workers", "1",
                "--no-color",
            ],
            check=False,
        )
        sys.exit(ended.returncode)
    finally:
        gateway.terminate()
        gateway.wait()
