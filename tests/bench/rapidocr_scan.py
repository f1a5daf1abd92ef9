"""Reads pictures with RapidOCR, one thread, its defaults otherwise, and prints one JSON line a picture.

    rapidocr_scan.py IMAGE...

`ms` runs from reading the file to RapidOCR's result. Models load lazily, so the caller gives a
picture first that does not count.
"""

import json
import sys
import time

import cv2
from rapidocr import RapidOCR

ONE_THREAD = {
    "Global.log_level": "error",
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
}


def main(paths: list[str]) -> None:
    cv2.setNumThreads(1)
    engine = RapidOCR(params=ONE_THREAD)
    for path in paths:
        start = time.perf_counter()
        result = engine(path)
        ms = (time.perf_counter() - start) * 1000
        lines = list(result.txts or ())
        print(json.dumps({"input": path, "ms": ms, "lines": len(lines)}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
