import type { Ids } from './ids.js';

/** A file on its way in, or shared. */
export interface Upload {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  /** What it shows; absent where nobody said. */
  readonly alt?: string;
  readonly bytes?: Buffer;
  readonly title?: string;
  /** Where it was shared; absent until the upload is completed. */
  readonly channel?: string;
}

/** Files by id: announced, then sent, then shared. */
export class Uploads {
  readonly #files = new Map<string, Upload>();
  readonly #ids: Ids;

  constructor(ids: Ids) {
    this.#ids = ids;
  }

  announce(name: string, length: number, alt?: string): Upload {
    return this.#keep({ id: this.#ids.next('F'), name, length, ...(alt === undefined ? {} : { alt }) });
  }

  find(id: string): Upload | undefined {
    return this.#files.get(id);
  }

  /** Returns whether the bytes were as many as announced. */
  receive(upload: Upload, bytes: Buffer): boolean {
    if (bytes.length !== upload.length) return false;
    this.#keep({ ...upload, bytes });
    return true;
  }

  share(upload: Upload, where: { title: string; channel?: string }): Upload {
    return this.#keep({ ...upload, ...where });
  }

  all(): Upload[] {
    return [...this.#files.values()];
  }

  #keep(upload: Upload): Upload {
    this.#files.set(upload.id, upload);
    return upload;
  }
}
