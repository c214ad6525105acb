"""A minimal GGUF version 3 writer: metadata, F32 vectors, Q8_0 matrices. Only what our models need."""
import struct

import numpy as np

ALIGNMENT = 32
F32, Q8_0 = 0, 8
U32, I32, FLOAT, BOOL, STRING, ARRAY = 4, 5, 6, 7, 8, 9


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _scalar(kind: int, value) -> bytes:
    if kind == STRING:
        return _string(value)
    return struct.pack({U32: "<I", I32: "<i", FLOAT: "<f", BOOL: "<?"}[kind], value)


def quantise_q8_0(matrix: np.ndarray) -> bytes:
    """Blocks of 32 weights: a half-precision scale, then 32 signed bytes, with llama.cpp's rounding."""
    rows, columns = matrix.shape
    if columns % 32:
        raise ValueError(f"row width {columns} is not a multiple of 32")
    blocks = matrix.astype(np.float32).reshape(-1, 32)
    scale = np.abs(blocks).max(axis=1) / np.float32(127)
    inverse = np.divide(1, scale, out=np.zeros_like(scale), where=scale > 0)
    scaled = blocks * inverse[:, None]
    # roundf rounds halves away from zero; numpy's rint would round them to even
    quants = np.trunc(scaled + np.copysign(np.float32(0.5), scaled)).astype(np.int8)
    out = np.empty(len(blocks), dtype=[("d", "<f2"), ("q", "i1", (32,))])
    out["d"], out["q"] = scale.astype(np.float16), quants
    return out.tobytes()


def write(path: str, metadata: list[tuple], tensors: list[tuple[str, np.ndarray]]) -> None:
    """metadata: (key, kind, value), or (key, ARRAY, (element kind, values)); tensors: vectors F32, matrices Q8_0."""
    header = struct.pack("<IIQQ", 0x46554747, 3, len(tensors), len(metadata))
    for key, kind, value in metadata:
        header += _string(key) + struct.pack("<I", kind)
        if kind == ARRAY:
            element, values = value
            header += struct.pack("<IQ", element, len(values)) + b"".join(_scalar(element, v) for v in values)
        else:
            header += _scalar(kind, value)
    body, offset = [], 0
    for name, array in tensors:
        data = array.astype("<f4").tobytes() if array.ndim == 1 else quantise_q8_0(array)
        dimensions = array.shape[::-1]               # GGUF names the fastest dimension first
        header += _string(name) + struct.pack("<I", len(dimensions))
        header += struct.pack(f"<{len(dimensions)}Q", *dimensions)
        header += struct.pack("<IQ", F32 if array.ndim == 1 else Q8_0, offset)
        padding = -len(data) % ALIGNMENT
        body.append(data + b"\0" * padding)
        offset += len(data) + padding
    header += b"\0" * (-len(header) % ALIGNMENT)
    with open(path, "wb") as file:
        file.write(header)
        for data in body:
            file.write(data)
