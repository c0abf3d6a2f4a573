/** The regress list as it is run here: shipped photos, the same slightly altered, and pictures without a plate. */
import type { RegressItem } from '../../core/gate/regress.ts';

export interface RegressPhoto {
  readonly item: RegressItem;
  readonly photo: Blob;
}

/** The largest plate of each shipped photo that both shipped models read right. */
const SAMPLES: readonly (readonly [file: string, text: string])[] = [
  ['united-kingdom.jpg', 'LG12FXB'],
  ['germany.jpg', 'DDKY612'],
  ['california.jpg', '6PIV728'],
  ['vietnam-motorcycle.jpg', '51R32161'],
  ['india.jpg', 'KA05MG1909'],
];

/** Photos that cannot be fetched (offline, before they were kept) are left out. */
export async function regressPhotos(): Promise<RegressPhoto[]> {
  const samples = await Promise.all(SAMPLES.map(samplePhotos));
  const blanks = await Promise.all(
    ['#000', '#fff', '#7f7f7f'].map(async (colour, i): Promise<RegressPhoto> => {
      const photo = await drawn(480, 320, (context) => {
        context.fillStyle = colour;
        context.fillRect(0, 0, 480, 320);
      });
      return { item: { id: `blank ${i + 1}`, kind: 'blank', text: '' }, photo };
    }),
  );
  return [...samples.flat(), ...blanks];
}

async function samplePhotos([file, text]: readonly [string, string]): Promise<RegressPhoto[]> {
  const response = await fetch(`samples/${file}`).catch(() => null);
  if (!response?.ok) return [];
  const photo = await response.blob();
  const bitmap = await createImageBitmap(photo);
  const { width, height } = bitmap;
  const redraw = (scale: number, filter: string, quality: number, dx = 0) =>
    drawn(
      Math.round(width * scale),
      Math.round(height * scale),
      (context) => {
        context.filter = filter;
        context.drawImage(bitmap, dx, 0, width * scale, height * scale);
      },
      quality,
    );
  const item = (altered?: RegressItem['altered']): RegressItem => ({
    id: altered ? `${file} ${altered}` : file,
    kind: altered ? 'invariance' : 'sample',
    text,
    ...(altered && { altered }),
  });
  try {
    return [
      { item: item(), photo },
      { item: item('shifted'), photo: await redraw(1, 'none', 0.95, 1) },
      { item: item('jpeg'), photo: await redraw(1, 'none', 0.6) },
      { item: item('brighter'), photo: await redraw(1, 'brightness(1.2)', 0.95) },
      { item: item('darker'), photo: await redraw(1, 'brightness(0.8)', 0.95) },
      { item: item('half-size'), photo: await redraw(0.5, 'none', 0.95) },
    ];
  } finally {
    bitmap.close();
  }
}

async function drawn(
  width: number,
  height: number,
  draw: (context: OffscreenCanvasRenderingContext2D) => void,
  quality = 0.95,
): Promise<Blob> {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser could not draw a picture. Reload the page.');
  draw(context);
  return canvas.convertToBlob({ type: 'image/jpeg', quality });
}
