import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

/** A certificate of `certificates/`: of an authority nobody trusts, but for `self-signed`. `other` is for another host. */
export type Certificate = 'valid' | 'expired' | 'early' | 'other' | 'self-signed';

/** Key and certificate for a server on localhost. */
export function certificate(name: Certificate): { readonly key: string; readonly cert: string } {
  return { key: pem('key'), cert: pem(name) };
}

/** The authority that issued them. */
export function authority(): string {
  return pem('ca');
}

function pem(name: string): string {
  return readFileSync(join(packageRoot(), 'test/checks/certificates', `${name}.pem`), 'utf8');
}
