#!/usr/bin/env bash
# One would guess: a model saved with the onnx package's defaults, which the newest native onnxruntime runs, also loads
# in the newest onnxruntime-web. It does not: "Unsupported model IR version: 14, max supported IR version: 13"; and with
# the IR version lowered it is refused once more for its opset, 28 against at most 26. IR 10 with opset 20 loads.
# onnx 1.23.2, onnxruntime 1.32.0 (Python), onnxruntime-web 1.30.0 (npm, the newest), Node 20. Seen on 2026-11-28.
# Source: run of the packages below; the limits stand in onnxruntime's model.cc and in its list of opsets.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check onnx==1.23.2 onnxruntime==1.32.0 numpy==2.4.6
npm init -y > /dev/null
npm install --silent --no-audit --no-fund --ignore-scripts onnxruntime-web@1.30.0

venv/bin/python - << 'PY'
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

def relu(name, **versions):
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 4])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 4])
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "g", [x], [y])
    opset = versions.get("opset")
    model = helper.make_model(graph, **({"opset_imports": [helper.make_opsetid("", opset)]} if opset else {}))
    if "ir" in versions:
        model.ir_version = versions["ir"]
    onnx.checker.check_model(model)
    onnx.save(model, name)
    out = onnxruntime.InferenceSession(name).run(None, {"x": np.array([[-1, 2, -3, 4]], np.float32)})[0]
    print(f"{name}: IR {model.ir_version}, opset {model.opset_import[0].version}: onnxruntime {onnxruntime.__version__} gives {out.tolist()}")

relu("defaults.onnx")
relu("ir13.onnx", ir=13)
relu("ir10-opset20.onnx", ir=10, opset=20)
PY

cat > web.mjs << 'JS'
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web';
console.log('onnxruntime-web', JSON.parse(readFileSync('node_modules/onnxruntime-web/package.json')).version);
const expected = { 'defaults.onnx': /max supported IR version: 13/, 'ir13.onnx': /opset 2[0-9]/i, 'ir10-opset20.onnx': null };
let changed = false;
for (const [name, refusal] of Object.entries(expected)) {
  let answer = null;
  try {
    await ort.InferenceSession.create(readFileSync(name));
  } catch (error) {
    answer = error.message.split('\n')[0].replace(/.*\) /, '');
  }
  console.log(`${name}: ${answer === null ? 'loads' : answer}`);
  changed ||= refusal === null ? answer !== null : !refusal.test(answer ?? '');
}
process.exit(changed ? 1 : 0);
JS
node web.mjs
