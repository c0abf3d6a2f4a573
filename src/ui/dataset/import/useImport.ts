/** One import from chosen files to kept samples. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { type OpenImport, previewImport } from '../../../rpc/archive/client.ts';
import type {
  ImportAnswers,
  Imported,
  ImportFile,
  ImportPreview,
} from '../../../rpc/archive/contract.ts';
import { updateMarker } from '../../../store/page/marker.ts';
import { reloadSettings } from '../../appSettings.ts';
import { runJob } from '../jobState.ts';
import { loss } from '../tidyUp.ts';
import { importStage } from './importState.ts';

const NO_ANSWERS: ImportAnswers = {
  classes: {},
  frame: null,
  conflicts: 'keep',
  replace: [],
  partial: false,
};

export interface ImportHandle {
  readonly preview: ImportPreview | null;
  readonly answers: ImportAnswers;
  readonly error: string | null;
  /** While the preview is made anew after an answer. */
  readonly busy: boolean;
  look(files: readonly ImportFile[]): Promise<void>;
  answer(change: Partial<ImportAnswers>): void;
  /** @returns what was imported, or null where it was not */
  take(): Promise<Imported | null>;
}

export function useImport(): ImportHandle {
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [answers, setAnswers] = useState(NO_ANSWERS);
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const held = useRef<OpenImport | null>(null);
  const turn = useRef(0);
  useEffect(() => {
    importStage.value = 'idle';
    return () => held.current?.close();
  }, []);

  const fail = (message: string) => {
    setError(message);
    setPreview(null);
    importStage.value = 'failed';
  };
  return {
    preview,
    answers,
    error,
    busy,
    async look(files) {
      if (files.length === 0) return;
      setError(null);
      setPreview(null);
      setAnswers(NO_ANSWERS);
      importStage.value = 'looking';
      const outcome = await runJob('Looking through the files', (options) =>
        previewImport(files, options),
      );
      if (!outcome.ok) return fail(outcome.failure.message);
      held.current = outcome.value;
      setPreview(outcome.value.preview);
      importStage.value = 'ready';
    },
    answer(change) {
      const next = { ...answers, ...change };
      setAnswers(next);
      turn.current += 1;
      const own = turn.current;
      setBusy(true);
      void held.current?.answer(next).then((outcome) => {
        if (own !== turn.current) return; // answered again meanwhile
        setBusy(false);
        if (outcome.ok) setPreview(outcome.value);
        else fail(outcome.failure.message);
      });
    },
    async take() {
      const open = held.current;
      if (!open || !preview) return null;
      importStage.value = 'importing';
      const outcome = await runJob('Importing', (options) => open.run(options));
      if (!outcome.ok) {
        fail(outcome.failure.message);
        return null;
      }
      if (preview.isBackup) {
        loss.value = null;
        await reloadSettings();
      }
      await updateMarker(Date.now(), preview.isBackup).catch(() => undefined);
      importStage.value = 'done';
      return outcome.value;
    },
  };
}
