import { MASK } from '../text/mask-mark.js';

/** User and password of an address, decoded; empty where it names none. */
export function loginOf(url: URL): { readonly user: string; readonly password: string } {
  return { user: decoded(url.username), password: decoded(url.password) };
}

/** The text without the password of this address, however it is spelt: whatever a driver or a server puts into its messages. */
export function withoutPassword(text: string, url: URL): string {
  const spellings = [url.password, loginOf(url).password].filter((spelling) => spelling !== '');
  return spellings.reduce((hidden, spelling) => hidden.replaceAll(spelling, MASK), text);
}

/** People write a bare % into passwords; drivers then take it as it stands. */
function decoded(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    return written;
  }
}
