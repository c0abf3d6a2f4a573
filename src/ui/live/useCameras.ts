import { useEffect, useState } from 'preact/hooks';
import { type CameraChoice, listCameras } from '../../live/cameras.ts';

/**
 * The cameras there are, kept up to date. Until one was allowed, browsers do not name them: with
 * another `open` track they are listed anew.
 */
export function useCameras(open: MediaStreamTrack | null = null): readonly CameraChoice[] {
  const [cameras, setCameras] = useState<readonly CameraChoice[]>([]);
  useEffect(() => {
    const list = () => void listCameras().then(setCameras);
    list();
    navigator.mediaDevices?.addEventListener?.('devicechange', list);
    return () => navigator.mediaDevices?.removeEventListener?.('devicechange', list);
  }, [open]);
  return cameras;
}
