const CONTROLS =
  ':is(input:not([disabled]), select:not([disabled]), textarea:not([disabled]), .cm-content, [role="radio"], button:not([disabled], .functions-link))';

/** Puts the focus on the first control of the inspector. */
export function focusInspector(): void {
  const inspector = document.querySelector<HTMLElement>('.inspector');
  const first = inspector?.querySelector<HTMLElement>(`.insp-body ${CONTROLS}`);
  (first ?? inspector)?.focus();
}

/** Puts the focus into the control of one param of the operator that the inspector shows. */
export function focusParam(operatorId: string, param: string): void {
  const field = document.querySelector<HTMLElement>(`.inspector [data-param="${CSS.escape(`${operatorId}.${param}`)}"]`);
  field?.querySelector<HTMLElement>(CONTROLS)?.focus();
  field?.scrollIntoView({ block: 'nearest' });
}
