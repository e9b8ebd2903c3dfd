import { z } from 'zod';
import { idFor } from '../ids.js';
import { structure } from './arguments.js';
import { writableChannel } from './access.js';
import { method } from './method.js';
import { Refusal } from './refusal.js';

const scopes = ['files:write'];

/** `uploadUrl` gives the address to send a file's bytes to. */
export function files(uploadUrl: (id: string) => string) {
  const getUploadUrl = method({
    tier: 4,
    scopes,
    input: z.object({ filename: z.string().min(1), length: z.coerce.number().int().min(1) }),
    run(input, parts) {
      const upload = parts.uploads.announce(input.filename, input.length);
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
      if (channel !== undefined) {
        const names = shared.map((one) => `[file: ${one.title ?? one.name}]`).join('\n');
        parts.messages.post({
          channel: channel.id,
          author: parts.identity.botUserId,
          source: 'api',
          audience: channel.members,
          threadTs: input.thread_ts,
          files: shared.map(({ id, name, title }) => ({ id, name, title: title ?? name })),
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

function filePage(id: string): string {
  return `https://files.slack.com/files/${idFor('P', id)}`;
}
