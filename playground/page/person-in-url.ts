/** Who one is where the address does not say. */
export const PERSON_AT_FIRST = 'ada';

/** `sam` of `?as=sam`. */
export function personInUrl(): string {
  return new URLSearchParams(location.search).get('as') ?? PERSON_AT_FIRST;
}

/** The address says who one is: another window may be another person, and a reload changes nobody. */
export function rememberPerson(name: string): void {
  const url = new URL(location.href);
  url.searchParams.set('as', name);
  history.replaceState(null, '', url);
}
