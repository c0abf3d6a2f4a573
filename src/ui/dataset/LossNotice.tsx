import type { Marker } from '../../store/page/marker.ts';
import { clearMarker } from '../../store/page/marker.ts';
import { Icon } from '../components/Icon.tsx';
import { dayOf } from './datasetState.ts';
import { loss } from './tidyUp.ts';

/** The database is gone though it was there: said plainly, with the way out. */
export function LossNotice({ marker }: { readonly marker: Marker }) {
  return (
    <section class="card loss-notice" role="alert">
      <h2>
        <Icon name="warning" /> Photos were lost
      </h2>
      <p>
        On {dayOf(marker.at)} there were {marker.samples} photos with {marker.corrections} changes
        here. This browser has cleared them since, perhaps because space was short or the site’s
        data was deleted. Import your last backup to get back what it holds.
      </p>
      <button
        type="button"
        class="button"
        onClick={() => {
          clearMarker();
          loss.value = null;
        }}
      >
        Understood
      </button>
    </section>
  );
}
