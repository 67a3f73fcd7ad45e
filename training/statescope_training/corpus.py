"""The stories as text: what trains, what is held out, what only tests."""
import glob
import gzip
import os

SEPARATOR = "<|endoftext|>"
HELD_OUT = 1000  # the last stories of the last part; no model and no n-gram table trains on them


def _split(text: str) -> list[str]:
    return [s for s in (part.strip() for part in text.split(SEPARATOR)) if s]


def synthetic(folder: str) -> list[str]:
    """Stories sampled from stories15M, all parts in order. Machine-made."""
    stories: list[str] = []
    for path in sorted(glob.glob(os.path.join(folder, "stories-synthetic-*.txt.gz"))):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            stories += _split(file.read())
    if len(stories) <= HELD_OUT:
        raise FileNotFoundError(f"{folder}: {len(stories)} synthetic stories, more than {HELD_OUT} are needed")
    return stories


def split(folder: str) -> tuple[list[str], list[str]]:
    """(training, held out): a held-out story never occurs in the training part."""
    stories = synthetic(folder)
    held = stories[-HELD_OUT:]
    apart = set(held)
    return [s for s in stories[:-HELD_OUT] if s not in apart], held


def real(folder: str) -> list[str]:
    """Real TinyStories (Eldan and Li 2023, CDLA-Sharing-1.0): test text, never trained on."""
    with open(os.path.join(folder, "tinystories-real.txt"), encoding="utf-8") as file:
        return _split(file.read())
