import type { PagePerson } from '../page-server/protocol.js';

const SHADES = 8;

/** What a list of messages calls somebody. */
export function calledOf(person: PagePerson | undefined): string {
  return person === undefined ? 'Somebody' : person.realName || person.name;
}

/** The letter on somebody's picture. */
export function letterOf(person: PagePerson | undefined): string {
  return String.fromCodePoint(calledOf(person).codePointAt(0) ?? 63).toUpperCase();
}

/** One of the picture's colours (message.css), always the same for somebody. */
export function shadeOf(id: string): number {
  return Array.from(id).reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % SHADES;
}
