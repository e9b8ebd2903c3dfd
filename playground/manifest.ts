import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const url = z.url({ protocol: /^https?$/ }).max(3000);

const command = z.strictObject({
  command: z.string().regex(/^\/[a-z0-9_-]{1,31}$/, 'must be a slash and at most 31 lower-case characters'),
  description: z.string().min(1).max(2000),
  usage_hint: z.string().max(1000).optional(),
  should_escape: z.boolean().default(false),
  url: url.optional(),
});

const shortcut = z.strictObject({
  name: z.string().min(1).max(24),
  type: z.enum(['global', 'message']),
  callback_id: z.string().min(1).max(255),
  description: z.string().min(1).max(150),
});

const features = z.strictObject({
  app_home: z
    .strictObject({
      home_tab_enabled: z.boolean().optional(),
      messages_tab_enabled: z.boolean().optional(),
      messages_tab_read_only_enabled: z.boolean().optional(),
    })
    .optional(),
  bot_user: z.strictObject({ display_name: z.string().min(1).max(80), always_online: z.boolean().optional() }),
  shortcuts: z.array(shortcut).max(10).default([]),
  slash_commands: z.array(command).max(50).default([]),
});

const settings = z.strictObject({
  event_subscriptions: z
    .strictObject({ request_url: url.optional(), bot_events: z.array(z.string()).max(100).default([]) })
    .optional(),
  interactivity: z.strictObject({
    is_enabled: z.boolean(),
    request_url: url.optional(),
    message_menu_options_url: url.optional(),
  }),
  org_deploy_enabled: z.boolean().default(false),
  socket_mode_enabled: z.boolean().default(false),
  token_rotation_enabled: z.boolean().default(false),
});

/** An app's manifest with Slack's limits; the parts of the format that a command bot needs. Unknown keys are refused. */
export const manifestSchema = z
  .strictObject({
    _metadata: z.strictObject({ major_version: z.int().min(1).max(2), minor_version: z.int().optional() }).optional(),
    display_information: z.strictObject({
      name: z.string().min(1).max(35),
      description: z.string().max(140).optional(),
      long_description: z.string().min(175).max(4000).optional(),
      background_color: z
        .string()
        .regex(/^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/)
        .optional(),
    }),
    features,
    oauth_config: z.strictObject({
      redirect_urls: z.array(url).max(1000).optional(),
      scopes: z.strictObject({ bot: z.array(z.string().regex(/^[a-z.:]+$/)).max(255) }),
    }),
    settings,
  })
  .superRefine((manifest, context) => {
    for (const path of missingUrls(manifest)) {
      context.addIssue({ code: 'custom', path: [...path], message: 'needs a URL, or Socket Mode' });
    }
    if (manifest.features.shortcuts.length > 0 && !manifest.settings.interactivity.is_enabled)
      context.addIssue({ code: 'custom', path: ['features', 'shortcuts'], message: 'need interactivity' });
  });

export type Manifest = z.output<typeof manifestSchema>;

/**
 * The manifest in a YAML or JSON file.
 * @throws ZodError naming everything Slack would refuse
 */
export function readManifest(path: string | URL): Manifest {
  return manifestSchema.parse(parse(readFileSync(path, 'utf8')));
}

interface Doors {
  features: z.output<typeof features>;
  settings: z.output<typeof settings>;
}

/** Without Socket Mode, Slack must know where to send commands, clicks and events. */
function missingUrls(manifest: Doors): (string | number)[][] {
  if (manifest.settings.socket_mode_enabled) return [];
  const { event_subscriptions: events, interactivity } = manifest.settings;
  const commands = manifest.features.slash_commands.flatMap((one, index) =>
    one.url === undefined ? [['features', 'slash_commands', index, 'url']] : [],
  );
  const clicks = interactivity.is_enabled && interactivity.request_url === undefined;
  const deaf = events !== undefined && events.bot_events.length > 0 && events.request_url === undefined;
  return [
    ...commands,
    ...(clicks ? [['settings', 'interactivity', 'request_url']] : []),
    ...(deaf ? [['settings', 'event_subscriptions', 'request_url']] : []),
  ];
}
