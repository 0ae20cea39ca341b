// The parts of the page that F6 goes through, in the order of reading. A part is an element with data-region, or the dock.
export function focusNextRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region], .dock')].filter(
    (region) => region.offsetParent !== null || region.getClientRects().length > 0,
  );
  if (regions.length === 0) return;
  const current = regions.findIndex((region) => region.contains(document.activeElement));
  const next = regions[(current + step + regions.length) % regions.length] ?? regions[0];
  if (next === undefined) return;
  const target = firstStop(next);
  target.focus();
}

const FOCUSABLE = 'button:not([disabled]), a[href], input:not([disabled]), select:not([disabled]), textarea:not([disabled]), [tabindex="0"]';

function firstStop(region: HTMLElement): HTMLElement {
  const stops = [...region.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((stop) => stop.getClientRects().length > 0);
  const tabStop = stops.find((stop) => stop.matches('.react-flow__node[tabindex="0"]')) ?? stops[0];
  if (tabStop !== undefined) return tabStop;
  region.tabIndex = -1;
  return region;
}
