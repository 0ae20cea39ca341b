// The wheel under a stream.
export function Logo({ size = 24 }: { readonly size?: number }) {
  return (
    <svg className="logo" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <rect width="24" height="24" rx="6.5" fill="var(--accent)" />
      <path
        d="M3.4 16.4c2.5 0 3.4-1.3 3.4-3.7v-1.6a2.75 2.75 0 0 1 5.5 0v2.3M12.3 11.1a2.75 2.75 0 0 1 5.5 0v1.6c0 2.4.7 3.7 3 3.7"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="2"
        strokeLinecap="round"
      />
      <path d="M5.6 19.4h13.2" stroke="var(--on-accent)" strokeWidth="1.6" strokeLinecap="round" opacity=".55" />
    </svg>
  );
}
