#!/usr/bin/env bash
# Proves in about a minute on a CPU that everything here works: kernels against plain loops, then each step of README.md on a scrap of data.
# usage: ./smoke.sh [CORPUS]        PYTHON chooses the interpreter
set -euo pipefail
cd "$(dirname "$0")"
python=${PYTHON:-python3} corpus=${1:-../shared/corpus} work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
models=$(cd ../public/models && pwd)
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-2}

"$python" -m statescope_training.scan
"$python" -m statescope_training.data --corpus "$corpus" --tokenizer "$models/stories-15m" --out "$work/data"
"$python" -m statescope_training.teacher "$models/stories-15m" --data "$work/data" --tokens 8e3
"$python" -m statescope_training.train stories-mamba --data "$work/data" --out "$work/run" --tokens 6144 --batch 4 --warmup 2 --every 4
# asked for more tokens, a finished run goes on from the end of its stable phase
"$python" -m statescope_training.train stories-mamba --data "$work/data" --out "$work/run" --tokens 7168 --batch 4 --warmup 2 --every 4 | tee "$work/log"
grep -q "resumed stable" "$work/log"
"$python" -m statescope_training.export "$work/run" --tokenizer "$models/stories-15m" --out "$work/models/stories-mamba"
"$python" -m statescope_training.check_bundles "$work/models/stories-mamba"
"$python" -m statescope_training.evaluate "$work/models/stories-mamba" --data "$work/data" --out "$work/stories-mamba.json" --parts losses --stories 3
"$python" -m statescope_training.card "$work/models/stories-mamba" --run "$work/run" --evaluation "$work/stories-mamba.json" --baselines "$work"
"$python" -m statescope_training.tasks.run induction/mamba --steps 1 --out "$work/tasks"
"$python" -m statescope_training.tasks.ship "$work/tasks" --models "$work/models" --evaluations "$work/evaluations"
"$python" -m statescope_training.manifest "$work/models"
echo "smoke training: all steps passed"
