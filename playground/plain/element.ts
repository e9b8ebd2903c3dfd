import type { Option } from '../blocks/composition.js';
import type { Interactive } from '../blocks/elements.js';
import { drawText, type Reader } from './inline.js';

/** A button, menu or field as one line. */
export function drawElement(element: Interactive, reader: Reader): string {
  switch (element.type) {
    case 'button':
      return drawButton(drawText(element.text, reader), element.style, reader);
    case 'overflow':
      return `[ ⋮ ${labels(element.options, reader).join(' · ')} ]`;
    case 'static_select':
    case 'multi_static_select':
      return `[ ${placeholder(element, reader)} ▾ ]`;
    case 'users_select':
    case 'multi_users_select':
    case 'channels_select':
      return `[ ${placeholder(element, reader)} ▾ ]`;
    case 'checkboxes':
      return labels(element.options, reader)
        .map((one) => `[ ] ${one}`)
        .join('  ');
    case 'radio_buttons':
      return labels(element.options, reader)
        .map((one) => `( ) ${one}`)
        .join('  ');
    case 'datepicker':
    case 'timepicker':
      return `[ ${placeholder(element, reader)} ]`;
    case 'plain_text_input':
    case 'number_input':
      return element.initial_value ?? `____ ${placeholder(element, reader)}`.trimEnd();
  }
}

function drawButton(label: string, style: 'primary' | 'danger' | undefined, { styles }: Reader): string {
  const button = `[ ${label} ]`;
  if (style === 'primary') return styles.bold(styles.good(button));
  return style === 'danger' ? styles.bold(styles.bad(button)) : styles.bold(button);
}

function labels(options: readonly Option[], reader: Reader): string[] {
  return options.map((one) => drawText(one.text, reader));
}

function placeholder(
  element: { placeholder?: { type: 'plain_text'; text: string; emoji: boolean } | undefined },
  reader: Reader,
): string {
  return element.placeholder === undefined ? '' : drawText(element.placeholder, reader);
}
