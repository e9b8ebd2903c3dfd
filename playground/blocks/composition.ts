import { z } from 'zod';

/** Text shown as it is; Slack fills in `emoji`. */
export const plainText = (max: number) =>
  z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().default(true),
  });

const mrkdwn = (max: number) =>
  z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().default(false),
  });

/** Either kind of text object, at most `max` characters. */
export const anyText = (max: number) => z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);

export type TextObject = z.output<ReturnType<typeof anyText>>;

/** The dialog in front of a button or menu. */
export const confirm = z.strictObject({
  title: plainText(100).optional(),
  text: anyText(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

export type Confirm = z.output<typeof confirm>;

/** One choice of a menu, of radio buttons or of checkboxes. */
export const option = z.strictObject({
  text: anyText(75),
  value: z.string().min(1).max(75),
  description: anyText(75).optional(),
});

/** Overflow menus alone may carry links. */
export const overflowOption = z.strictObject({
  text: plainText(75),
  value: z.string().min(1).max(75),
  description: plainText(75).optional(),
  url: z.url().max(3000).optional(),
});

export type Option = z.output<typeof option> | z.output<typeof overflowOption>;

const slackFile = z.union([z.strictObject({ id: z.string() }), z.strictObject({ url: z.url() })]);

/** Where a picture comes from: exactly one of an address and a Slack file. */
export const imageSource = {
  image_url: z.url().max(3000).optional(),
  slack_file: slackFile.optional(),
  alt_text: z.string().min(1).max(2000),
};

export const hasOneSource = (image: { image_url?: unknown; slack_file?: unknown }): boolean =>
  (image.image_url === undefined) !== (image.slack_file === undefined);
