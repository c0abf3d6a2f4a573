import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { abilitiesOf, focusAt } from '../../live/cameras.ts';
import { Icon } from '../components/Icon.tsx';
import { CameraTools } from './CameraTools.tsx';
import { currentSession } from './control.ts';
import { LiveIntake } from './LiveIntake.tsx';
import { LiveNumbersStrip } from './LiveNumbersStrip.tsx';
import { guidance, isActive, status } from './liveState.ts';
import { setOverlayCanvas } from './overlay.ts';
import { putPictureAway, showPicture, videoElement } from './picture.ts';
import { RegionEditor } from './RegionEditor.tsx';

/** The camera focuses where the picture was tapped, as its advice says, if it can. */
function focusThere(event: MouseEvent): void {
  const track = currentSession()?.live?.track ?? null;
  if (track === null || !abilitiesOf(track).focus) return;
  const { left, top, width, height } = videoElement().getBoundingClientRect();
  void focusAt(track, (event.clientX - left) / width, (event.clientY - top) / height);
}

/** The picture with everything that lies on it. */
export function Stage() {
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const regionButton = useRef<HTMLButtonElement>(null);
  const [ratio, setRatio] = useState(16 / 9);
  const [editing, setEditing] = useState(false);
  useLayoutEffect(() => {
    const video = videoElement();
    const sized = () => {
      const { videoWidth, videoHeight } = video;
      if (videoWidth > 0 && videoHeight > 0) setRatio(videoWidth / videoHeight);
    };
    showPicture(place.current as HTMLDivElement);
    setOverlayCanvas(canvas.current);
    sized();
    video.addEventListener('loadedmetadata', sized);
    video.addEventListener('resize', sized);
    video.addEventListener('click', focusThere);
    return () => {
      video.removeEventListener('loadedmetadata', sized);
      video.removeEventListener('resize', sized);
      video.removeEventListener('click', focusThere);
      setOverlayCanvas(null);
      putPictureAway();
    };
  }, []);
  const now = status.value;
  const hasPicture = isActive.value;
  useEffect(() => {
    if (!hasPicture) setEditing(false);
  }, [hasPicture]);
  const regionDone = () => {
    setEditing(false);
    regionButton.current?.focus();
  };
  return (
    <section class="stage live-stage" aria-label="Picture">
      <div class="live-frame" data-shown={hasPicture} style={{ '--ratio': ratio }}>
        <div ref={place} class="live-picture">
          <canvas ref={canvas} class="live-overlay" role="img" aria-label="Boxes around plates" />
          {hasPicture && <RegionEditor editing={editing} onDone={regionDone} />}
        </div>
        {hasPicture && editing && (
          <p class="live-region-help">
            Draw the part to watch
            <span class="live-region-keys">
              , or use the arrow keys: with Shift they size it, Delete is the whole picture
            </span>
            .
          </p>
        )}
        {guidance.value && now.state === 'running' && !editing && (
          <p class="live-guidance" role="status" data-testid="live-guidance">
            <Icon name="warning" /> {guidance.value.message}
          </p>
        )}
        {hasPicture && (
          <CameraTools
            editing={editing}
            onEdit={() => setEditing((before) => !before)}
            button={regionButton}
          />
        )}
      </div>
      {!hasPicture && <LiveIntake />}
      <LiveNumbersStrip />
    </section>
  );
}
