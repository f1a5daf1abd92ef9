"""Tracks one face through raw frames with MediaPipe's face mesh and prints one JSON line a frame.

    mediapipe_face.py CLIP

CLIP holds 640 x 480 RGB frames, one after the other. `ms` is the call of `process` alone, reading
the file left out.
"""

import json
import sys
import time

import numpy as np
from mediapipe.python.solutions.face_mesh import FaceMesh

WIDTH, HEIGHT = 640, 480


def main(clip: str) -> None:
    mesh = FaceMesh(static_image_mode=False, max_num_faces=1, refine_landmarks=False)
    with open(clip, "rb") as file:
        while len(raw := file.read(WIDTH * HEIGHT * 3)) == WIDTH * HEIGHT * 3:
            # Read-only, as its own guide advises: it then hands the pixels on without a copy.
            frame = np.frombuffer(raw, np.uint8).reshape(HEIGHT, WIDTH, 3)
            start = time.perf_counter()
            result = mesh.process(frame)
            ms = (time.perf_counter() - start) * 1000
            print(json.dumps({"ms": ms, "face": bool(result.multi_face_landmarks)}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
