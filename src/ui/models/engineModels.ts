/** Own models as the engine takes them. */
import type { EngineModel, EngineSettings } from '../../core/engine.ts';
import { savedModelBytes, savedModels } from '../../store/models.ts';

/** Models by hash; null is what ships. One that is not here any more gives way to what ships. */
export async function engineModels(wanted: {
  readonly detector: string | null;
  readonly reader: string | null;
}): Promise<NonNullable<EngineSettings['models']>> {
  const [detector, reader] = await Promise.all([
    ownModel(wanted.detector),
    ownModel(wanted.reader),
  ]);
  return { ...(detector && { detector }), ...(reader && { reader }) };
}

async function ownModel(sha256: string | null): Promise<EngineModel | null> {
  if (sha256 === null) return null;
  const own = (await savedModels()).find((model) => model.sha256 === sha256);
  const bytes = own && (await savedModelBytes(sha256));
  return own && bytes ? { card: own.card, bytes: new Uint8Array(bytes) } : null;
}
