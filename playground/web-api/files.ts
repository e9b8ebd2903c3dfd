import { z } from 'zod';
import { idFor } from '../ids.js';
import type { Upload } from '../uploads.js';
import { structure } from './arguments.js';
import { writableChannel } from './access.js';
import { method } from './method.js';
import { Refusal } from './refusal.js';

const scopes = ['files:write'];
/** Characters of what a picture shows. */
const LONGEST_ALT = 1_000;

/** `uploadUrl` gives the address to send a file's bytes to. */
export function files(uploadUrl: (id: string) => string) {
  const getUploadUrl = method({
    tier: 4,
    scopes,
    input: z.object({
      filename: z.string().min(1),
      length: z.coerce.number().int().min(1),
      alt_txt: z.string().optional(),
    }),
    run(input, parts) {
      if ((input.alt_txt ?? '').length > LONGEST_ALT) throw new Refusal('alt_txt_too_large');
      const upload = parts.uploads.announce(input.filename, input.length, input.alt_txt);
      return { upload_url: uploadUrl(upload.id), file_id: upload.id };
    },
  });

  const complete = method({
    tier: 4,
    scopes,
    input: z.object({
      files: z.unknown(),
      channel_id: z.string().optional(),
      thread_ts: z.string().optional(),
      initial_comment: z.string().optional(),
    }),
    run(input, parts) {
      const list = z
        .array(z.object({ id: z.string(), title: z.string().optional() }))
        .min(1)
        .safeParse(structure(input.files, 'invalid_arguments'));
      if (!list.success) throw new Refusal('invalid_arguments');
      const uploads = list.data.map(({ id, title }) => {
        const upload = parts.uploads.find(id);
        if (upload?.bytes === undefined) throw new Refusal('file_not_found');
        return { upload, title: title ?? upload.name };
      });
      const channel = input.channel_id === undefined ? undefined : writableChannel(parts, input.channel_id);
      const shared = uploads.map(({ upload, title }) =>
        parts.uploads.share(upload, channel === undefined ? { title } : { title, channel: channel.id }),
      );
      if (channel !== undefined && !shared.some(isDropped)) {
        const names = shared.map((one) => `[file: ${one.title ?? one.name}]`).join('\n');
        parts.messages.post({
          channel: channel.id,
          author: parts.identity.botUserId,
          source: 'api',
          audience: channel.members,
          threadTs: input.thread_ts,
          files: shared.map(({ id, name, title, alt }) => ({
            ...{ id, name, title: title ?? name },
            ...(alt === undefined ? {} : { alt_txt: alt }),
          })),
          content: {
            text: [input.initial_comment, names].filter((one) => one !== undefined).join('\n'),
            blocks: [],
            attachments: [],
            parse: 'none',
            linkNames: false,
          },
        });
      }
      return { files: shared.map(({ id, title, name }) => ({ id, title, name, permalink: filePage(id) })) };
    },
  });

  return { 'files.getUploadURLExternal': getUploadUrl, 'files.completeUploadExternal': complete };
}

/** Slack shares nothing, and says nothing, where something that is no picture comes with words about what it shows. */
function isDropped({ name, alt }: Upload): boolean {
  return alt !== undefined && !/\.(png|jpe?g|gif|webp)$/i.test(name);
}

function filePage(id: string): string {
  return `https://files.slack.com/files/${idFor('P', id)}`;
}
