/** The video element of the session: the app has one, and the Live screen shows it while it is open. */

let element: HTMLVideoElement | null = null;
let shelf: HTMLDivElement | null = null;

/** The one video element, made at its first use. */
export function videoElement(): HTMLVideoElement {
  if (element !== null) return element;
  element = document.createElement('video');
  element.muted = true;
  element.playsInline = true;
  element.disableRemotePlayback = true;
  element.tabIndex = -1;
  return element;
}

/** Shows the picture as the first thing in `place`. */
export function showPicture(place: HTMLElement): void {
  place.prepend(videoElement());
}

/**
 * Another screen opens. A video that leaves the document is paused by the browser, so it waits in a
 * corner where nobody sees it.
 */
export function putPictureAway(): void {
  if (shelf === null) {
    shelf = document.createElement('div');
    shelf.setAttribute('aria-hidden', 'true');
    shelf.className = 'live-shelf';
    document.body.append(shelf);
  }
  shelf.append(videoElement());
}
