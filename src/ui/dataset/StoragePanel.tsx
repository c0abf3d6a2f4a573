import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { exportBackup } from '../../rpc/archive/client.ts';
import { markBackup, type StorageHealth, storageHealth } from '../../store/health.ts';
import { savedImports } from '../../store/imports.ts';
import { FileName } from '../components/FileName.tsx';
import { Icon } from '../components/Icon.tsx';
import { showToast } from '../components/toasts.tsx';
import { ageText, bytesText, plural } from '../format/numbers.ts';
import { askForLasting, promised } from '../lasting.ts';
import { APP_VERSION } from '../version.ts';
import { bringBack, dayOf, removeDeleted, rows, trashed } from './datasetState.ts';
import { askTarget, deliver } from './exportTarget.ts';
import { runJob } from './jobState.ts';
import { ShrinkDialog } from './ShrinkDialog.tsx';
import { TakeBackDialog } from './TakeBackDialog.tsx';
import { WipeDialog } from './WipeDialog.tsx';

/** How safe the kept things are, and what makes them safer. */
export function StoragePanel() {
  const health = useSignal<StorageHealth | null>(null);
  const lastImport = useSignal<{ readonly id: string; readonly name: string } | null>(null);
  const [wiping, setWiping] = useState(false);
  const [shrinking, setShrinking] = useState(false);
  const [taking, setTaking] = useState(false);
  const refresh = () => {
    void Promise.all([storageHealth(Date.now()), savedImports()])
      .then(([now, imports]) => {
        health.value = now;
        lastImport.value = imports.find(({ state }) => state === 'done') ?? null;
      })
      .catch(() => undefined); // where nothing can be read, the screen says so above
  };
  useEffect(refresh, [rows.value, trashed.value, promised.value]);
  const now = health.value;

  const backUp = async () => {
    const name = `platewheel-backup-${dayOf(Date.now())}.zip`;
    const target = await askTarget(name);
    if (!target) return;
    const outcome = await runJob('Writing the backup', (options) =>
      exportBackup(target, APP_VERSION, options),
    );
    if (!outcome.ok) {
      showToast({
        tone: outcome.failure.code === 'cancelled' ? 'plain' : 'error',
        text: outcome.failure.message,
      });
      return;
    }
    deliver(outcome.value.file, name);
    await markBackup(outcome.value.takenAt);
    refresh();
    showToast({ text: `Backup written: ${bytesText(outcome.value.bytes)}.` });
  };

  return (
    <section class="card storage" aria-labelledby="storage-title">
      <h2 id="storage-title">Kept in this browser; export to be safe</h2>
      {now?.remind && (
        <p class="storage-remind" data-testid="backup-reminder">
          <Icon name="warning" /> {plural(now.correctionsSinceBackup, 'change')} not in any backup
          yet.
        </p>
      )}
      {now && (
        <dl class="facts">
          <dt>Used</dt>
          <dd>{now.usedBytes === null ? 'not told' : bytesText(now.usedBytes)}</dd>
          <dt>Free</dt>
          <dd>{now.freeBytes === null ? 'not told' : bytesText(now.freeBytes)}</dd>
          <dt>Safe from clearing</dt>
          <dd>
            {now.persisted ? (
              'yes, the browser promised not to clear it'
            ) : (
              <>
                no, the browser may clear it{' '}
                <button
                  type="button"
                  class="link-button"
                  onClick={() => void askForLasting().then(refresh)}
                >
                  Ask again
                </button>
              </>
            )}
          </dd>
          {now.copy !== 'none' && (
            <>
              <dt>Safety copy</dt>
              <dd data-testid="second-copy" data-state={now.copy}>
                {now.copy === 'synced' ? 'complete' : 'not complete yet'}, in case the browser loses
                the first
              </dd>
            </>
          )}
          <dt>Last backup</dt>
          <dd data-testid="last-backup">
            {now.lastBackupAt === null
              ? 'never'
              : `${dayOf(now.lastBackupAt)} (${ageText(Date.now() - now.lastBackupAt)})`}
            {now.correctionsSinceBackup > 0 &&
              `, ${plural(now.correctionsSinceBackup, 'change')} since`}
          </dd>
          {lastImport.value && (
            <>
              <dt>Last import</dt>
              <dd data-testid="last-import">
                <FileName name={lastImport.value.name} />{' '}
                <button type="button" class="link-button" onClick={() => setTaking(true)}>
                  Take it back
                </button>
              </dd>
            </>
          )}
          {trashed.value.length > 0 && (
            <>
              <dt>Deleted</dt>
              <dd data-testid="deleted-samples">
                {trashed.value.length}, still taking up room{' '}
                <button
                  type="button"
                  class="link-button"
                  onClick={() => void bringBack(trashed.peek())}
                >
                  Bring back
                </button>{' '}
                <button type="button" class="link-button" onClick={() => void removeDeleted()}>
                  Remove for good
                </button>
              </dd>
            </>
          )}
        </dl>
      )}
      {taking && lastImport.value && (
        <TakeBackDialog
          id={lastImport.value.id}
          name={lastImport.value.name}
          onClose={() => setTaking(false)}
        />
      )}
      <div class="storage-actions">
        <button type="button" class="button button-primary" onClick={() => void backUp()}>
          <Icon name="download" /> Back up everything
        </button>
        <button
          type="button"
          class="button"
          disabled={rows.value.length === 0}
          onClick={() => setShrinking(true)}
        >
          Make photos smaller …
        </button>
        <button type="button" class="button" onClick={() => setWiping(true)}>
          <Icon name="trash" /> Wipe everything …
        </button>
      </div>
      {shrinking && (
        <ShrinkDialog ids={rows.peek().map(({ id }) => id)} onClose={() => setShrinking(false)} />
      )}
      {wiping && <WipeDialog onClose={() => setWiping(false)} />}
    </section>
  );
}
