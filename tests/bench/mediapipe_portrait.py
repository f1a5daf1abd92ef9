"""Runs MediaPipe's face mesh and selfie segmentation over one picture again and again, one JSON line a time.

    mediapipe_portrait.py TIMES PICTURE

`ms` is the time of both solutions on the decoded picture, `decode` that of reading it. Nothing is judged: this is what any
check of a portrait on MediaPipe costs before it has begun.
"""

import json
import sys
import time

import cv2
from mediapipe.python.solutions import face_mesh, selfie_segmentation


def main(times: int, path: str) -> None:
    cv2.setNumThreads(1)
    mesh = face_mesh.FaceMesh(static_image_mode=True, max_num_faces=1, refine_landmarks=False)
    person = selfie_segmentation.SelfieSegmentation(model_selection=0)
    with mesh, person:
        for _ in range(times):
            start = time.perf_counter()
            frame = cv2.cvtColor(cv2.imread(path), cv2.COLOR_BGR2RGB)
            decoded = time.perf_counter()
            frame.flags.writeable = False
            face = mesh.process(frame)
            mask = person.process(frame)
            done = time.perf_counter()
            line = {
                "ms": (done - decoded) * 1000,
                "decode": (decoded - start) * 1000,
                "face": bool(face.multi_face_landmarks) and mask.segmentation_mask is not None,
            }
            print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
