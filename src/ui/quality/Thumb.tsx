import { useEffect, useState } from 'preact/hooks';
import { thumbUrl } from '../dataset/thumbs.ts';

/** A sample's small preview; an empty frame where there is none. */
export function Thumb({ sample, alt = '' }: { readonly sample: string; readonly alt?: string }) {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    let wanted = true;
    void thumbUrl(sample).then((found) => {
      if (wanted) setUrl(found);
    });
    return () => {
      wanted = false;
    };
  }, [sample]);
  return url ? <img class="thumb" src={url} alt={alt} loading="lazy" /> : <span class="thumb" />;
}
