import { MASK } from './mask-mark.js';

const WORD = /[^\s"'`<>]+/g;
const PORT_THEN_PATH = /^\d{1,5}(?:[/?#]|$)/;

/**
 * Masks the password of every `scheme://user:password@host`, and a long user name that stands alone (a token).
 * Passwords may hold unescaped `/`, `?`, `#` and `@`: broken URLs are what error messages quote.
 */
export function maskUrls(text: string): string {
  return text.includes('://') ? text.replace(WORD, maskWord) : text;
}

function maskWord(word: string): string {
  const scheme = word.indexOf('://');
  const at = word.lastIndexOf('@');
  if (scheme < 1 || at < scheme + 3) return word;
  const start = scheme + 3;
  const login = word.slice(start, at);
  const colon = login.indexOf(':');
  if (colon === -1) return maskUser(word, start, login);
  // http://host:8000/?to=a@b has a port there, not a password.
  if (PORT_THEN_PATH.test(login.slice(colon + 1)) && /^https?$/i.test(word.slice(0, scheme))) return word;
  if (/[/?#]/.test(login.slice(0, colon))) return word;
  return `${word.slice(0, start + colon + 1)}${MASK}${word.slice(at)}`;
}

function maskUser(word: string, start: number, login: string): string {
  if (login.length < 16 || /[/?#]/.test(login)) return word;
  return `${word.slice(0, start)}${MASK}${word.slice(start + login.length)}`;
}
