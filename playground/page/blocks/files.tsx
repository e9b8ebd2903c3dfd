import { memo } from 'react';
import type { PageFile } from '../../page-server/protocol.js';
import { sizeWords } from './bytes.js';
import { clean } from './clean.js';

/** The files of a message: pictures in full, others as a card to open. */
export const Files = memo(function Files({ files }: { readonly files: readonly PageFile[] }) {
  if (files.length === 0) return null;
  return (
    <div className="b-files">
      {files.map((file) => (file.picture ? <Picture key={file.id} file={file} /> : <Card key={file.id} file={file} />))}
    </div>
  );
});

function Picture({ file }: { readonly file: PageFile }) {
  return (
    <figure className="b-picture">
      <figcaption className="b-soft">{titleOf(file)}</figcaption>
      <a href={file.url} target="_blank" rel="noopener noreferrer">
        <img src={file.url} alt={clean(file.alt) || titleOf(file)} />
      </a>
    </figure>
  );
}

function Card({ file }: { readonly file: PageFile }) {
  const kind = /\.([a-z0-9]{1,5})$/i.exec(file.name)?.[1] ?? 'file';
  return (
    <a className="b-file" href={file.url} target="_blank" rel="noopener noreferrer">
      <span className="b-file-kind" aria-hidden="true">
        {kind}
      </span>
      <span className="b-file-words">
        <span className="b-file-title">{titleOf(file)}</span>
        <span className="b-soft">
          {clean(file.name)}, {sizeWords(file.bytes)}
        </span>
      </span>
    </a>
  );
}

function titleOf(file: PageFile): string {
  return clean(file.title) || clean(file.name);
}
