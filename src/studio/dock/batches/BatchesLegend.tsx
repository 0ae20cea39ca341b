// What the patterns of the timeline mean, in the dock's tab bar. Shapes as the canvas draws them.
import { Icon } from '../../ui/Icon.tsx';

export function BatchesLegend() {
  return (
    <ul className="legend is-batches" aria-label="Legend of the timeline">
      <li className="stat">
        <i className="sw sw-bar" />
        Processing
      </li>
      <li className="stat">
        <i className="sw sw-over" />
        Over interval
      </li>
      <li className="stat">
        <i className="sw sw-delay" />
        Scheduling delay
      </li>
      <li className="stat">
        <i className="sw sw-again" />
        Replayed
      </li>
      <li className="stat">
        <i className="sw sw-cut" />
        Cut off
      </li>
      <li className="stat st-checkpoint">
        <Icon name="st-checkpoint" />
        Checkpoint
      </li>
    </ul>
  );
}
