"""How long each step of the enricher takes for an article, and how that grows with the corpus.

    python tests/benchmarks/enrich_speed.py 1000 4000 [--archive FOLDER]

Makes corpora of these sizes (or takes so many files of a folder), loads them, and enriches each twice in a fresh process:
from nothing, and with what the first run kept.  Prints milliseconds of processor time for an article and step, and the
exponent of growth between the sizes: 1 is linear.  No test: look at the ratios on a machine that does nothing else.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from corpus_maker import ROOT, make

from corpus_site.authority import read_authority
from corpus_site.enrich import enrich
from corpus_site.load import load_corpus


def measure(folder: Path, cache: Path) -> dict[str, float]:
    """Seconds of processor time of each step, the number of articles, of quotes and the largest memory."""
    import resource

    authority, _ = read_authority(ROOT / "seeds")
    start = time.process_time()
    loaded = load_corpus(folder, authority.known(), cache)
    articles = [article for one in loaded for article in one.articles]
    taken = {"(load)": time.process_time() - start}
    last = ["", time.process_time()]

    def step(name: str) -> None:
        now = time.process_time()
        if last[0]:
            taken[str(last[0])] = now - float(last[1])
        last[:] = [name, now]

    enrich(articles, authority, cache, step)
    taken["all steps"] = sum(seconds for name, seconds in taken.items() if name != "(load)")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {**taken, "#articles": len(articles), "#quotes": sum(len(a.quotes) for a in articles), "#MB": memory}


def main(sizes: list[int], archive: Path | None) -> None:
    rows: dict[str, dict[int, dict[str, float]]] = {"from nothing": {}, "again": {}}
    for size in sizes:
        with tempfile.TemporaryDirectory() as work:
            folder = Path(work) / "corpus"
            if archive is None:
                make(size, folder)
            else:
                folder.mkdir()
                files = sorted(f for f in archive.iterdir() if f.suffix == ".md")
                for file in files[:: max(1, len(files) // size)][:size]:
                    (folder / file.name).symlink_to(file.resolve())
            for run in rows:
                told = subprocess.run(
                    [sys.executable, __file__, "--measure", str(folder), str(Path(work) / "cache")],
                    capture_output=True, check=True, text=True,
                )  # fmt: skip
                rows[run][size] = json.loads(told.stdout)
    for run, found in rows.items():
        first, last = min(sizes), max(sizes)
        print(f"\n{run}: milliseconds of processor time for an article")
        print(f"{'':26}" + "".join(f"{size:>10}" for size in sizes) + f"{'exponent':>10}")
        for name in found[first]:
            if name[0] == "#":
                print(f"{name:26}" + "".join(f"{found[size][name]:>10.0f}" for size in sizes))
                continue
            each = [1000 * found[size][name] / found[size]["#articles"] for size in sizes]
            grown = found[last][name] / max(1e-9, found[first][name])
            larger = found[last]["#articles"] / found[first]["#articles"]
            exponent = math.log(grown) / math.log(larger) if larger > 1 else 1.0
            print(f"{name:26}" + "".join(f"{one:>10.2f}" for one in each) + f"{exponent:>10.2f}")


if __name__ == "__main__":
    if sys.argv[1] == "--measure":
        print(json.dumps(measure(Path(sys.argv[2]), Path(sys.argv[3]))))
    else:
        where = Path(sys.argv[sys.argv.index("--archive") + 1]) if "--archive" in sys.argv else None
        main([int(size) for size in sys.argv[1:] if size.isdigit()], where)
