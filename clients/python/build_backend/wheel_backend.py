"""
Makes the wheel (PEP 427) and the source archive of this folder, with the standard library alone: what pip asks for (PEP
517), and `python3 build_backend/wheel_backend.py FOLDER`.
"""
from __future__ import annotations

import base64
import hashlib
import io
import re
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any, Dict, Iterator, Tuple

_here = Path(__file__).resolve().parent.parent
# The same files make the same archive, whenever that is.
_time = (1980, 1, 1, 0, 0, 0)


def build_wheel(wheel_directory: str, config_settings: Any = None, metadata_directory: Any = None) -> str:
    """Writes the wheel into the folder, and returns its name."""
    label = f"{_field('name')}-{_version()}"
    files = dict(_modules())
    info = f"{label}.dist-info"
    files[f"{info}/METADATA"] = _metadata().encode()
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: wheel_backend\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    files[f"{info}/licenses/LICENSE"] = _license()
    record = "".join(f"{name},{_digest(content)},{len(content)}\n" for name, content in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    name = f"{label}-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory, name), "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, _time)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return name


def build_sdist(sdist_directory: str, config_settings: Any = None) -> str:
    """Writes the source archive into the folder, and returns its name."""
    label = f"{_field('name')}-{_version()}"
    files: Dict[str, bytes] = {f"src/{name}": content for name, content in _modules()}
    for name in ("pyproject.toml", "README.md", "build_backend/wheel_backend.py"):
        files[name] = (_here / name).read_bytes()
    files["LICENSE"] = _license()
    files["PKG-INFO"] = _metadata().encode()
    with tarfile.open(Path(sdist_directory, f"{label}.tar.gz"), "w:gz", format=tarfile.PAX_FORMAT) as archive:
        for path, content in files.items():
            entry = tarfile.TarInfo(f"{label}/{path}")
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return f"{label}.tar.gz"


def _modules() -> Iterator[Tuple[str, bytes]]:
    source = _here / "src"
    for path in sorted(source.rglob("*")):
        if path.suffix == ".py" or path.name == "py.typed":
            yield path.relative_to(source).as_posix(), path.read_bytes()


def _metadata() -> str:
    return (
        "Metadata-Version: 2.1\n"
        f"Name: {_field('name')}\n"
        f"Version: {_version()}\n"
        f"Summary: {_field('description')}\n"
        "License: Apache-2.0\n"
        f"Requires-Python: {_field('requires-python')}\n"
        "Classifier: Typing :: Typed\n"
        "Description-Content-Type: text/markdown\n\n"
    ) + (_here / "README.md").read_text("utf-8")


def _field(name: str) -> str:
    """Python reads TOML from 3.11 on; what is needed of it are texts in a line of their own."""
    return _found(rf'^{name} = "(.+)"$', _here / "pyproject.toml")


def _version() -> str:
    return _found(r'^version = "(.+)"$', _here / "src/latchkey/generated/contract.py")


def _found(pattern: str, file: Path) -> str:
    found = re.search(pattern, file.read_text("utf-8"), re.MULTILINE)
    if found is None:
        raise ValueError(f"{file} has no line such as {pattern}")
    return found[1]


def _license() -> bytes:
    own = _here / "LICENSE"
    return (own if own.exists() else _here.parent.parent / "LICENSE").read_bytes()


def _digest(content: bytes) -> str:
    return "sha256=" + base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()


if __name__ == "__main__":
    print(Path(sys.argv[1], build_wheel(sys.argv[1])))
