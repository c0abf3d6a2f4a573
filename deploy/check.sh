#!/usr/bin/env bash
# Checks the jobs: the one for Kubernetes against its API, the one for Cloud Run against the schema
# beside it, the one for Slurm by its syntax. The checkers go into .cache/deploy.
set -euo pipefail
cd "$(dirname "$0")/.."

venv=.cache/deploy/venv
if ! cmp -s deploy/requirements.txt "$venv/requirements.txt"; then
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check -r deploy/requirements.txt
  cp deploy/requirements.txt "$venv/requirements.txt"
fi
"$venv/bin/kubernetes-validate" --strict deploy/kubernetes.yaml
"$venv/bin/python" - <<'PY'
import json

import jsonschema
import yaml

job = yaml.safe_load(open("deploy/cloud-run-job.yaml", encoding="utf-8"))
jsonschema.validate(job, json.load(open("deploy/cloud-run-job.schema.json", encoding="utf-8")))
task = job["spec"]["template"]["spec"]["template"]["spec"]
mounted = {mount["name"] for one in task["containers"] for mount in one["volumeMounts"]}
assert mounted == {volume["name"] for volume in task["volumes"]}, "a mount without its volume"
print("deploy/cloud-run-job.yaml is valid")
job = yaml.safe_load(open("deploy/kubernetes.yaml", encoding="utf-8"))
read = job["spec"]["template"]["spec"]["containers"][0]
shards = {v["name"]: v["value"] for v in read["env"]}["PLATEWHEEL_SHARDS"]
assert int(shards) == job["spec"]["completions"], "PLATEWHEEL_SHARDS is not the number of completions"
PY
"$venv/bin/shellcheck" deploy/*.sh cli/*.sh
echo 'deploy: all jobs are valid'
