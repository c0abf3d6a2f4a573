#!/usr/bin/env bash
#SBATCH --job-name=platewheel
#SBATCH --array=0-99
#SBATCH --cpus-per-task=2
#SBATCH --mem=2G
#SBATCH --time=1-00:00:00
#SBATCH --requeue
# Reads the photos under a folder as a Slurm array job, one part for each task. No gaps in the array.
#   sbatch deploy/slurm.sh PHOTOS RESULTS.csv
# and when all are done: platewheel merge RESULTS.csv.part-* --out RESULTS.csv
set -euo pipefail
photos=${1:?which photos?}
results=${2:?where to?}

status=0
platewheel "$photos" --out "$results" --resume --quiet --threads "${SLURM_CPUS_PER_TASK:-2}" || status=$?
# 1 means that some photos could not be read: they stand in the results, and the part is finished.
if ((status > 1)); then exit "$status"; fi
