/** Puts the focus on the first control of the inspector. */
export function focusInspector(): void {
  const inspector = document.querySelector<HTMLElement>('.inspector');
  const first = inspector?.querySelector<HTMLElement>(
    '.insp-body :is(input:not([disabled]), select:not([disabled]), textarea:not([disabled]), .cm-content, [role="radio"], button:not([disabled]))',
  );
  (first ?? inspector)?.focus();
}
