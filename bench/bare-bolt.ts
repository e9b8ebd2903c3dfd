// A process with nothing but Bolt in it: what the bot is measured against. Prints its port.
// ANSWER, if set, is the JSON it acknowledges every command with.
import bolt, { type RespondArguments } from '@slack/bolt';
import type { AddressInfo } from 'node:net';

const { App, HTTPReceiver, LogLevel } = bolt;
const { SLACK_API_URL = '', SLACK_BOT_TOKEN = '', SLACK_SIGNING_SECRET = '', ANSWER } = process.env;
/** Made anew for every command, as an answer is. */
const answer = (): RespondArguments | undefined =>
  ANSWER === undefined ? undefined : (JSON.parse(ANSWER) as RespondArguments);

const receiver = new HTTPReceiver({ signingSecret: SLACK_SIGNING_SECRET, logLevel: LogLevel.ERROR });
const app = new App({
  token: SLACK_BOT_TOKEN,
  receiver,
  clientOptions: { slackApiUrl: SLACK_API_URL },
  logLevel: LogLevel.ERROR,
  convoStore: false,
});
app.command(/.*/, async ({ ack }) => {
  await ack(answer());
});
const server = await app.start(0);
process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
