/** How the command line is called, and a call that cannot be understood. */

export const USAGE = `Reads the licence plates of photos, with the same models and rules as the app.

  platewheel [read] DIR|FILE… [options]
  platewheel merge PARTS… --out FILE

  --out FILE        .csv, .json or .ndjson; without it CSV goes to the standard output
  --crops DIR       also writes each plate as a PNG
  --size N          long side of the detector's input, a multiple of 32 (default 640)
  --threshold T     plates less sure than this are left out, 0.01 to 0.99 (default 0.4)
  --models FILE…    .onnx files to use instead of the shipped ones, each with its card beside it
  --place           also writes where each photo was taken
  --threads N       photos read at once (default: one for each processor core)
  --resume          goes on where an interrupted run stopped
  --shard I/N       reads the Ith of N parts, I from 0; also from the environment of Kubernetes
                    (JOB_COMPLETION_INDEX with --shards N or PLATEWHEEL_SHARDS), Cloud Run and Slurm
  --quiet           no progress on the standard error output
  --help, --version

Ends with 0, with 1 if some photos could not be read, with 2 if the call makes no sense.`;

/** A call that cannot be carried out as it stands: exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}
