import type { Interactive } from '../blocks/elements.js';
import type { Option } from '../blocks/composition.js';
import type { Directory } from '../directory.js';

/** What a person chooses or types: labels, values, names, dates, or text. */
export type Choice = string | readonly string[];

/** The fields that say what was chosen, as payloads carry them. */
export type Chosen = Readonly<Record<string, unknown>>;

/**
 * What choosing `choice` in `element` makes of it.
 * @throws if there is no such choice: Slack would not have offered it
 */
export function choose(element: Interactive, choice: Choice, directory: Directory): Chosen {
  const all = typeof choice === 'string' ? [choice] : choice;
  const one = all[0] ?? '';
  switch (element.type) {
    case 'button':
      throw new Error('a button is pressed, nothing is chosen in it');
    case 'overflow':
    case 'radio_buttons':
    case 'static_select':
      return { selected_option: optionCalled(element, one) };
    case 'checkboxes':
    case 'multi_static_select':
      return { selected_options: all.map((name) => optionCalled(element, name)) };
    case 'users_select':
      return { selected_user: directory.person(one).id };
    case 'multi_users_select':
      return { selected_users: all.map((name) => directory.person(name).id) };
    case 'channels_select':
      return { selected_channel: directory.channel(one).id };
    case 'datepicker':
      return { selected_date: one };
    case 'timepicker':
      return { selected_time: one };
    case 'plain_text_input':
    case 'number_input':
      return { value: one };
  }
}

/** What a field holds before anybody touches it. */
export function untouched(element: Interactive): Chosen {
  switch (element.type) {
    case 'button':
    case 'overflow':
      return {};
    case 'radio_buttons':
    case 'static_select':
      return { selected_option: element.initial_option ?? null };
    case 'checkboxes':
    case 'multi_static_select':
      return { selected_options: element.initial_options ?? [] };
    case 'users_select':
      return { selected_user: element.initial_user ?? null };
    case 'multi_users_select':
      return { selected_users: element.initial_users ?? [] };
    case 'channels_select':
      return { selected_channel: element.initial_channel ?? null };
    case 'datepicker':
      return { selected_date: element.initial_date ?? null };
    case 'timepicker':
      return { selected_time: element.initial_time ?? null };
    case 'plain_text_input':
    case 'number_input':
      return { value: element.initial_value ?? null };
  }
}

/** Whether a field is empty, so that a required one would not be accepted. */
export function isEmpty(chosen: Chosen): boolean {
  return Object.values(chosen).every((one) => one === null || one === '' || (Array.isArray(one) && one.length === 0));
}

/** Every option a menu offers. */
export function optionsOf(element: Interactive): readonly Option[] {
  if (element.type === 'static_select' || element.type === 'multi_static_select') {
    return element.options ?? (element.option_groups ?? []).flatMap((group) => group.options);
  }
  return 'options' in element ? element.options : [];
}

function optionCalled(element: Interactive, name: string): Option {
  const found = optionsOf(element).find((one) => one.text.text === name || one.value === name);
  if (found !== undefined) return found;
  const offered = optionsOf(element).map((one) => `"${one.text.text}"`);
  throw new Error(`no option "${name}" is offered, only ${offered.join(', ')}`);
}
