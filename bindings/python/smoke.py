"""Protects the Python module: it loads, a generated card goes in, and its report comes out."""

import os
import pathlib
import sys

import heyan_ffi as heyan

fixtures = pathlib.Path(sys.argv[1])
session = heyan.ScanSession.open(os.environ["HEYAN_PACK"], 1, None, "2026-11-01", heyan.Lang.EN)
report = session.judge_still((fixtures / "front.jpg").read_bytes())
assert report.verdict == heyan.Verdict.ACCEPT, report.findings
assert [field.key for field in report.fields][-1] == "id_number"
try:
    session.judge_still(b"text")
except heyan.HeyanError.BadPicture as error:
    assert "JPEG" in str(error), error
else:
    raise AssertionError("text was taken for a picture")
print("python: a card was read and text refused")
