// The shapes that tell an operator or a status, drawn on a 16 px grid with a 1.4 px line. Each status has its own shape, so
// colour only repeats it. `cut` is the surface that shows through a filled shape.
import type { ReactNode } from 'react';

const cut = { stroke: 'var(--ico-cut, var(--bg-panel))' };

export const glyphs = {
  play: <path d="M4.5 3.2v9.6L12.8 8z" fill="currentColor" strokeLinejoin="round" />,
  pause: <path d="M5.4 3.4v9.2M10.6 3.4v9.2" strokeWidth="2.4" />,
  step: (
    <>
      <path d="M3.6 3.6v8.8L10 8z" fill="currentColor" />
      <path d="M12.6 3.4v9.2" strokeWidth="1.8" />
    </>
  ),
  stop: <rect x="3.8" y="3.8" width="8.4" height="8.4" rx="1.6" fill="currentColor" />,
  more: (
    <>
      <circle cx="3.6" cy="8" r=".9" fill="currentColor" />
      <circle cx="8" cy="8" r=".9" fill="currentColor" />
      <circle cx="12.4" cy="8" r=".9" fill="currentColor" />
    </>
  ),
  fit: <path d="M2.6 5.6V2.6h3M10.4 2.6h3v3M13.4 10.4v3h-3M5.6 13.4h-3v-3" />,
  grip: (
    <g fill="currentColor" stroke="none">
      <circle cx="6" cy="4" r="1" />
      <circle cx="10" cy="4" r="1" />
      <circle cx="6" cy="8" r="1" />
      <circle cx="10" cy="8" r="1" />
      <circle cx="6" cy="12" r="1" />
      <circle cx="10" cy="12" r="1" />
    </g>
  ),
  probe: (
    <>
      <path d="M9.4 2.6l4 4-2 .8-2.6 2.6-.4 2.6-5-5 2.6-.4L8.6 4.6z" />
      <path d="m5.6 10.4-3 3" />
    </>
  ),
  layers: (
    <>
      <path d="m8 2.4 5.8 2.9L8 8.2 2.2 5.3z" />
      <path d="m2.2 8 5.8 2.9L13.8 8M2.2 10.7 8 13.6l5.8-2.9" />
    </>
  ),
  tri: <path d="M8 4.4 12 11H4z" fill="currentColor" stroke="none" />,
  'op-text': (
    <>
      <path d="M2.6 4h7.2M2.6 8h5M2.6 12h7.2" />
      <path d="M10 8h3.6M11.8 6 13.8 8l-2 2" />
    </>
  ),
  'op-file': (
    <>
      <path d="M3.4 2.4h4.8l2.6 2.6v2.2M3.4 2.4v11.2h3" />
      <circle cx="10.6" cy="11" r="2.9" />
      <path d="M10.6 9.6V11l1 .8" />
    </>
  ),
  'op-gen': <path d="M1.8 8h2.4l1.8-4.6 3.4 9.2L11.2 8h3" />,
  'op-map': (
    <>
      <path d="M2.8 4.6h4.4v6.8H2.8zM13.2 5.2l-2.6 2.8 2.6 2.8" />
      <path d="M7.2 8h3.4" />
    </>
  ),
  'op-fx': (
    <>
      <path d="M8.6 3.2c-1.7-.8-2.6.2-2.8 1.8L4.9 11c-.2 1.6-1 2.5-2.3 2M3.6 6.8h4" />
      <path d="m9.2 8 3.8 4.6M13 8l-3.8 4.6" />
    </>
  ),
  'op-filter': <path d="M2.4 3.2h11.2L9.4 8.4v4.4l-2.8-1.4v-3z" />,
  'op-split': <path d="M2.4 8h3.4M5.8 8c2.4 0 2-4.2 4.4-4.2h3.2M5.8 8c2.4 0 2 4.2 4.4 4.2h3.2M5.8 8h7.6" />,
  'op-select': (
    <>
      <rect x="2.4" y="3" width="11.2" height="10" rx="1.2" />
      <path d="M6.2 3v10M9.9 3v10" />
      <path d="M7.4 8h1.3" strokeWidth="2.2" />
    </>
  ),
  'op-union': <path d="M2.6 4c4 0 3.4 4 6 4h4.8M2.6 12c4 0 3.4-4 6-4" />,
  'op-wm': (
    <>
      <path d="M2.4 5.4c1.4-1.3 2.4-1.3 3.7 0s2.4 1.3 3.8 0 2.3-1.3 3.7 0" />
      <path d="M10.4 8v5.6M4 10.8h.1M7 10.8h.1" />
      <path d="M12.6 10.8h.1" />
    </>
  ),
  'op-tumble': (
    <>
      <rect x="2.2" y="5" width="3.6" height="6" rx=".8" />
      <rect x="6.2" y="5" width="3.6" height="6" rx=".8" fill="currentColor" fillOpacity=".25" />
      <rect x="10.2" y="5" width="3.6" height="6" rx=".8" />
    </>
  ),
  'op-slide': (
    <>
      <path d="M2.4 4.2h6.4" strokeWidth="2.1" />
      <path d="M4.8 8h6.4" strokeWidth="2.1" />
      <path d="M7.2 11.8h6.4" strokeWidth="2.1" />
    </>
  ),
  'op-session': (
    <>
      <path d="M2.2 11.4V6.6h4.4v4.8M9.8 11.4V6.6h4v4.8" />
      <path d="M1.6 11.4h12.8M3.6 4.2h.1M5.2 4.2h.1M11 4.2h.1M12.6 4.2h.1" strokeWidth="1.6" />
    </>
  ),
  'op-count': <path d="M11.8 4.4V3.2H4.2L8.2 8l-4 4.8h7.6v-1.2" />,
  'op-dedupe': (
    <>
      <rect x="2.6" y="4.6" width="6.8" height="6.8" rx="1.2" />
      <rect x="6.6" y="4.6" width="6.8" height="6.8" rx="1.2" strokeDasharray="1.8 1.6" />
    </>
  ),
  'op-top': <path d="M3 13V8.8M6.4 13V3.4M9.8 13V6.2M13.2 13v-2.6" strokeWidth="2" />,
  'op-join': (
    <>
      <circle cx="6" cy="8" r="3.8" />
      <circle cx="10" cy="8" r="3.8" />
    </>
  ),
  'op-lookup': (
    <>
      <path d="M2.4 3.4h6v9.2h-6zM2.4 6.4h6M2.4 9.5h6" />
      <circle cx="11.4" cy="9.4" r="2" />
      <path d="m12.9 10.9 1.3 1.4" />
    </>
  ),
  'op-chart': (
    <>
      <path d="M2.6 2.8v10.6h10.8" />
      <path d="m4.8 10 2.6-3.4 2.2 1.8 3.4-4.6" />
    </>
  ),
  'op-table': (
    <>
      <rect x="2.4" y="3" width="11.2" height="10" rx="1.2" />
      <path d="M2.4 6.4h11.2M2.4 9.7h11.2M6.6 6.4V13" />
    </>
  ),
  'op-save': (
    <>
      <path d="M4 2.2h5l3 3v8.6H4z" />
      <path d="M8 6.4v4.4M6.2 9.2 8 11l1.8-1.8" />
    </>
  ),
  'op-alert': <path d="M8 2.6a3.6 3.6 0 0 0-3.6 3.6c0 3.4-1.4 4.6-1.4 4.6h10s-1.4-1.2-1.4-4.6A3.6 3.6 0 0 0 8 2.6zM6.8 13.2h2.4" />,
  'op-typed': (
    <>
      <path d="M2.6 4.2 6.2 8l-3.6 3.8" />
      <path d="M8 12h5.6" />
    </>
  ),
  'op-websocket': (
    <>
      <path d="M5.2 2.4v3M10.8 2.4v3M3.6 5.4h8.8v2.2a4.4 4.4 0 0 1-8.8 0z" />
      <path d="M8 12v1.8" />
    </>
  ),
  'op-sse': (
    <>
      <circle cx="3.6" cy="12.2" r="1.2" />
      <path d="M2.8 7.6a5.4 5.4 0 0 1 5.4 5.4M2.8 3.2A9.8 9.8 0 0 1 12.6 13" />
    </>
  ),
  'op-poll': (
    <>
      <path d="M13 8a5 5 0 0 1-9.2 2.7M3 8a5 5 0 0 1 9.2-2.7" />
      <path d="M12.6 2.6v2.9H9.7M3.4 13.4v-2.9h2.9" />
    </>
  ),
  'op-keys': (
    <>
      <rect x="1.8" y="4" width="12.4" height="8" rx="1.4" />
      <path d="M4.4 6.8h.4M7.2 6.8h.4M10 6.8h.4M12 6.8h.2M5.4 9.6h5.2" />
    </>
  ),
  'op-pointer': <path d="M3.4 2.6 12.6 7 8.6 8.6 7 12.8z" />,
  'op-log': (
    <>
      <path d="M3 4h1.6M3 8h1.6M3 12h1.6" />
      <path d="M6.8 4h6.4M6.8 8h6.4M6.8 12h4" />
    </>
  ),
  'op-count-batch': (
    <>
      <rect x="2.2" y="3" width="11.6" height="10" rx="1.6" />
      <path d="M7.1 5.4 6.1 10.6M10 5.4 9 10.6M5.2 7h6M4.8 9.1h6" />
    </>
  ),
  'st-idle': <circle cx="8" cy="8" r="4.9" strokeWidth="1.6" />,
  'st-running': (
    <>
      <circle cx="8" cy="8" r="6.2" fill="currentColor" stroke="none" />
      <path d="M6.7 5.3v5.4L11 8z" style={cut} fill="var(--ico-cut, var(--bg-panel))" strokeWidth=".8" />
    </>
  ),
  'st-waiting': (
    <>
      <path d="M4.4 2.6h7.2M4.4 13.4h7.2M5.2 2.6c0 3 2.8 3.6 2.8 5.4s-2.8 2.4-2.8 5.4M10.8 2.6c0 3-2.8 3.6-2.8 5.4s2.8 2.4 2.8 5.4" />
      <path d="M6.6 12.4h2.8" strokeWidth="1.8" />
    </>
  ),
  'st-replayed': (
    <>
      <path d="M13 8a5 5 0 1 1-1.5-3.5" strokeWidth="1.7" />
      <path d="M13.2 1.9v3.2H10" strokeWidth="1.7" />
    </>
  ),
  'st-committed': (
    <>
      <circle cx="8" cy="8" r="6.2" fill="currentColor" stroke="none" />
      <path d="m5.2 8.3 2 2 3.7-4.2" style={cut} strokeWidth="1.7" />
    </>
  ),
  'st-failed': (
    <>
      <path d="M5.5 1.9h5l3.6 3.6v5l-3.6 3.6h-5l-3.6-3.6v-5z" fill="currentColor" stroke="none" />
      <path d="M8 4.9v3.7M8 11v.1" style={cut} strokeWidth="1.7" />
    </>
  ),
  'st-late': (
    <>
      <path d="M12.9 9.2A5.2 5.2 0 1 1 8 3.2" />
      <path d="M7.8 5.8v3l2 1.2" />
      <path d="m11 2 3.2 3.2M14.2 2 11 5.2" strokeWidth="1.6" />
    </>
  ),
  'st-checkpoint': <path d="M8 1.7 14.3 8 8 14.3 1.7 8z" fill="currentColor" stroke="none" />,
  'st-disabled': (
    <>
      <circle cx="8" cy="8" r="5.4" />
      <path d="m4.2 11.8 7.6-7.6" />
    </>
  ),
  'st-migrated': (
    <>
      <circle cx="8" cy="8" r="6.2" fill="currentColor" stroke="none" />
      <path d="M4.9 8h5.8M8.5 5.6 10.9 8l-2.4 2.4" style={cut} strokeWidth="1.6" />
    </>
  ),
  'st-dropped': (
    <>
      <path d="M5.5 1.9h5l3.6 3.6v5l-3.6 3.6h-5l-3.6-3.6v-5z" fill="currentColor" stroke="none" />
      <path d="m5.9 5.9 4.2 4.2M10.1 5.9l-4.2 4.2" style={cut} strokeWidth="1.6" />
    </>
  ),
  'st-paused': (
    <>
      <circle cx="8" cy="8" r="6.2" fill="currentColor" stroke="none" />
      <path d="M6.3 5.6v4.8M9.7 5.6v4.8" style={cut} strokeWidth="1.6" />
    </>
  ),
  'ck-full': <path d="M8 1.9 14.1 8 8 14.1 1.9 8z" fill="currentColor" stroke="none" />,
  'ck-delta': <path d="M8 2.6 13.4 8 8 13.4 2.6 8z" />,
} satisfies Readonly<Record<string, ReactNode>>;
