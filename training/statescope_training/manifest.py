"""Writes manifest.json: every bundle with its files, bytes and SHA-256, which the page checks when it loads one.

`python -m statescope_training.manifest ../public/models`
"""
import argparse
import hashlib
import json
import os

SCHEMA = 1


def entry(folder: str) -> dict:
    files = []
    for name in sorted(os.listdir(folder)):
        with open(os.path.join(folder, name), "rb") as file:
            content = file.read()
        files.append({"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()})
    with open(os.path.join(folder, "config.json")) as file:
        kind = json.load(file)["model_type"]
    return {"name": os.path.basename(folder), "modelType": kind, "bytes": sum(f["bytes"] for f in files), "files": files}


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("folder")
    args = ap.parse_args()
    names = sorted(n for n in os.listdir(args.folder) if os.path.exists(os.path.join(args.folder, n, "config.json")))
    bundles = [entry(os.path.join(args.folder, n)) for n in names]
    with open(os.path.join(args.folder, "manifest.json"), "w") as file:
        json.dump({"schema": SCHEMA, "bundles": bundles}, file, indent=1)
        file.write("\n")
    print(f"{len(bundles)} bundles, {sum(b['bytes'] for b in bundles):,} bytes")


if __name__ == "__main__":
    main()
