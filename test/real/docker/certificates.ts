import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from '../../../demo/command.js';

export interface Issue {
  /** Whom it is made out to, as OpenSSL writes it; this machine unless told. */
  readonly to?: string;
  /** Days from now until it expires; negative for one that has. */
  readonly days?: number;
}

/** A certificate authority made for one test, with its files in a folder. */
export class Authority {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async found(folder: string): Promise<Authority> {
    await mkdir(folder, { recursive: true });
    const files = ['-keyout', join(folder, 'ca-key.pem'), '-out', join(folder, 'ca.pem')];
    await run('openssl', [
      'req',
      '-x509',
      ...NEW_KEY,
      ...files,
      '-days',
      '2',
      '-subj',
      '/CN=runbook-bot test authority',
    ]);
    return new Authority(folder);
  }

  /** Signs a certificate; returns a folder with ca.pem, cert.pem and key.pem. */
  async issue(name: string, { to = 'IP:127.0.0.1', days = 1 }: Issue = {}): Promise<string> {
    const folder = join(this.#folder, name);
    const at = (file: string): string => join(folder, file);
    await mkdir(folder);
    await writeFile(at('extensions'), `subjectAltName=${to}\n`);
    await run('openssl', ['req', ...NEW_KEY, '-keyout', at('key.pem'), '-out', at('request'), '-subj', `/CN=${name}`]);
    const serial = ['-set_serial', `0x${randomBytes(8).toString('hex')}`];
    const signer = ['-CA', join(this.#folder, 'ca.pem'), '-CAkey', join(this.#folder, 'ca-key.pem'), ...serial];
    const wanted = ['-days', String(days), '-extfile', at('extensions')];
    await run('openssl', ['x509', '-req', '-in', at('request'), '-out', at('cert.pem'), ...signer, ...wanted]);
    await copyFile(join(this.#folder, 'ca.pem'), at('ca.pem'));
    return folder;
  }
}

const NEW_KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
