"""Writes what TFLite itself answers to made-up inputs, so that the converted networks can be held against it.

    python3 -m venv venv && venv/bin/pip install ai-edge-litert==2.3.0
    venv/bin/python make.py WHEEL          (models/cache/wheels/mediapipe-0.10.14-….whl, which set-up fetches)

TFLite's reference kernels are used: plain loops, the same on every machine. The inputs are formulas in whole numbers
(`noise`, `figure`), so that any language makes the same bits; core/vision/tests/golden.rs has them in Rust.
"""

import json
import sys
import zipfile
from pathlib import Path

import flatbuffers
import numpy as np
from ai_edge_litert import schema_py_generated as schema
from ai_edge_litert.interpreter import Interpreter, OpResolverType

# Answers kept of each output; what lies between is held by the largest, the mean and the weighted mean of all.
KEPT = 48

# name, member of the wheel, whether the input is in -1..1 (else in 0..1)
NETWORKS = [
    ("face_detection", "mediapipe/modules/face_detection/face_detection_short_range.tflite", True),
    ("face_landmark", "mediapipe/modules/face_landmark/face_landmark.tflite", False),
    ("selfie_segmentation", "mediapipe/modules/selfie_segmentation/selfie_segmentation.tflite", False),
]


def noise(size):
    """Byte i of height, width, channel order is the top byte of i * 2654435761 mod 2^32 with its halves mixed in."""
    i = np.arange(size * size * 3, dtype=np.uint64)
    h = (i * 2654435761) & 0xFFFFFFFF
    h = ((h ^ (h >> 15)) * 2246822519) & 0xFFFFFFFF
    return (h >> 24).astype(np.int64).reshape(size, size, 3)


def figure(size):
    """A drawn head and shoulders. x and y run from -200 to 200; `//` rounds down."""
    c, r = np.meshgrid(np.arange(size), np.arange(size))
    x, y = (200 * (2 * c + 1 - size)) // size, (200 * (2 * r + 1 - size)) // size
    out = np.stack([90 + x // 8, 110 + y // 8, 120 - x // 8], axis=-1)

    def paint(where, red, green, blue):
        for channel, value in enumerate((red, green, blue)):
            out[..., channel] = np.where(where, value, out[..., channel])

    def oval(at_x, at_y, wide, high):
        return ((x - at_x) * high) ** 2 + ((y - at_y) * wide) ** 2 <= (wide * high) ** 2

    shade = np.abs(x) // 3
    paint(oval(0, 260, 190, 150), 50 + 0 * x, 60 + 0 * x, 110 - shade // 4)
    paint((np.abs(x) < 45) & (y > 60) & (y < 150), 180 - shade, 130 - shade, 105 - shade)
    paint(oval(0, -45, 102, 120), 60 - shade // 4, 45 - shade // 4, 35 - shade // 4)
    paint(oval(0, -10, 90, 120), 215 - shade, 165 - shade, 140 - shade)
    for side in (-1, 1):
        paint((np.abs(x - side * 38) < 22) & (np.abs(y + 52) < 4), 70, 50, 40)
        paint(oval(side * 38, -32, 17, 8), 235, 235, 235)
        paint(oval(side * 38, -32, 7, 7), 40, 30, 25)
        paint(oval(side * 8, 28, 6, 4), 110, 70, 60)
    paint((np.abs(x) < 5) & (y > -30) & (y < 22), 230, 180, 155)
    paint(oval(0, 62, 34, 10), 150, 60, 60)
    paint((np.abs(x) < 30) & (np.abs(y - 62) < 2), 90, 35, 35)
    return out


def tensor(pixels, signed):
    """Single-precision divisions, as the networks' own pictures are prepared."""
    pixels = pixels.astype(np.float32)
    value = pixels / np.float32(127.5) - np.float32(1) if signed else pixels / np.float32(255)
    return value[np.newaxis]


def with_builtins(file):
    """MediaPipe's own transposed convolution with a bias, unknown to TFLite, as TFLite's TRANSPOSE_CONV version 3."""
    model = schema.ModelT.InitFromObj(schema.Model.GetRootAs(file, 0))
    graph = model.subgraphs[0]
    for operator in graph.operators:
        code = model.operatorCodes[operator.opcodeIndex]
        if code.customCode != b"Convolution2DTransposeBias":
            continue
        padding, stride_w, stride_h = np.frombuffer(bytes(operator.customOptions), "<i4")
        options = schema.TransposeConvOptionsT()
        options.padding = {1: schema.Padding.SAME, 2: schema.Padding.VALID}[int(padding)]
        options.strideW, options.strideH = int(stride_w), int(stride_h)
        picture, weights, bias = operator.inputs
        size = schema.BufferT()
        size.data = np.array(graph.tensors[operator.outputs[0]].shape, "<i4").tobytes()
        model.buffers.append(size)
        shape = schema.TensorT()
        shape.name, shape.shape, shape.type = b"output_size", [4], schema.TensorType.INT32
        shape.buffer = len(model.buffers) - 1
        graph.tensors.append(shape)
        operator.inputs = [len(graph.tensors) - 1, weights, picture, bias]
        operator.builtinOptionsType = schema.BuiltinOptions.TransposeConvOptions
        operator.builtinOptions, operator.customOptions = options, None
        code.customCode, code.version = None, 3
        code.builtinCode = code.deprecatedBuiltinCode = schema.BuiltinOperator.TRANSPOSE_CONV
    builder = flatbuffers.Builder(len(file))
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def answers(file, value):
    interpreter = Interpreter(
        model_content=with_builtins(file), num_threads=1, experimental_op_resolver_type=OpResolverType.BUILTIN_REF
    )
    interpreter.allocate_tensors()
    interpreter.set_tensor(interpreter.get_input_details()[0]["index"], value)
    interpreter.invoke()
    outputs = []
    for details in interpreter.get_output_details():
        answer = interpreter.get_tensor(details["index"])
        flat = answer.ravel().astype(np.float64)
        kept = min(KEPT, flat.size)
        at = [k * (flat.size - 1) // max(kept - 1, 1) for k in range(kept)]
        weight = (np.arange(flat.size) % 997 + 1) / 997
        outputs.append({
            "name": details["name"],
            "shape": list(answer.shape),
            "max": float(f"{flat.max():.9g}"),
            "mean": float(flat.mean()),
            "weighted_mean": float((flat * weight).mean()),
            "values": [float(f"{flat[i]:.9g}") for i in at],
        })
    return outputs


def text(golden):
    """One output a line."""
    pairs = [f"  {json.dumps(k)}: {json.dumps(v)}" for k, v in golden.items() if k != "answers"]
    for made, outputs in golden["answers"].items():
        pairs.append(f"  {json.dumps(made)}: [\n    " + ",\n    ".join(map(json.dumps, outputs)) + "\n  ]")
    return "{\n" + ",\n".join(pairs) + "\n}\n"


def main(wheel):
    here = Path(__file__).parent
    with zipfile.ZipFile(wheel) as archive:
        for name, member, signed in NETWORKS:
            file = archive.read(member)
            size = Interpreter(model_content=with_builtins(file)).get_input_details()[0]["shape"][1]
            golden = {"source": member, "range": "-1..1" if signed else "0..1", "size": int(size), "answers": {}}
            for made in (noise, figure):
                golden["answers"][made.__name__] = answers(file, tensor(made(int(size)), signed))
            (here / f"{name}.json").write_text(text(golden))
            print(name, {k: [o["max"] for o in v] for k, v in golden["answers"].items()})


if __name__ == "__main__":
    main(sys.argv[1])
