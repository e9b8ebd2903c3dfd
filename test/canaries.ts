/** A secret of a kind as it turns up in logs, answers and words; `secret` is what nobody may see. */
export interface Canary {
  readonly kind: string;
  readonly text: string;
  readonly secret: string;
}

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** So many letters and digits, others for each `seed`. Made, not written: nothing here looks like a key to a scanner of files. */
function random(length: number, seed: number): string {
  let state = (seed + 1) * 2_654_435_761;
  const next = (): number => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648);
  // A digit near the start and both cases, as keys have.
  return `q7W${Array.from({ length: length - 3 }, () => LETTERS[Math.floor(next() / 65_536) % LETTERS.length]).join('')}`;
}

function canary(kind: string, before: string, secret: string, after = ''): Canary {
  return { kind, text: `${before}${secret}${after}`, secret };
}

const base64 = (length: number, seed: number): string => random(length, seed);
const hex = (length: number, seed: number): string =>
  Buffer.from(random(length, seed)).toString('hex').slice(0, length);
const keyLines = (count: number, seed: number): string[] =>
  Array.from({ length: count }, (_, line) => base64(64, seed + line));

/** One of every kind the bot knows of. */
export const CANARIES: readonly Canary[] = [
  canary('a password in a URL', 'postgres://api:', random(14, 1), '@db:5432/app'),
  canary('a password in a broken URL', 'redis://:', `${random(9, 2)}/x#${random(4, 3)}`, '@cache:6379/0'),
  canary('an assignment', 'PGPASSWORD=', random(14, 4)),
  canary('a field of JSON', '{"user":"ada","api_key":"', random(20, 5), '"}'),
  canary('a header', 'Authorization: Bearer ', random(24, 6)),
  canary('a cookie', 'Set-Cookie: session=', random(24, 7), '; HttpOnly'),
  canary('a flag', 'run --db-password ', random(12, 8), ' --verbose'),
  canary(
    'an AWS access key',
    'uploaded with ',
    `AKIA${random(16, 9)
      .toUpperCase()
      .replace(/[^A-Z2-7]/g, 'X')}`,
  ),
  canary('an AWS secret', 'aws_secret_access_key = ', base64(40, 10)),
  canary(
    'an Azure account key',
    'DefaultEndpointsProtocol=https;AccountKey=',
    `${base64(86, 11)}==`,
    ';EndpointSuffix=x',
  ),
  canary('an Azure signature', 'https://x.blob.core.windows.net/c?sv=2022&sig=', `${base64(43, 12)}%3D`),
  canary('an Azure application secret', 'client: ', `${random(3, 13)}8Q~${random(34, 14)}`),
  canary('a Google API key', 'maps key ', `AIza${random(35, 15)}`),
  canary('a service account', '{"type":"service_account","private_key_id":"', hex(40, 16), '"}'),
  canary('a Slack token', 'posting with ', `xoxb-${'1'.repeat(12)}-${random(24, 17)}`),
  canary('a Slack app token', 'socket ', `xapp-1-A0${random(8, 18)}-${random(24, 19)}`),
  canary(
    'a Slack webhook',
    'https://hooks.slack.com/services/',
    `T0${random(8, 20)}/B0${random(8, 21)}/${random(24, 22)}`,
  ),
  canary('a GitHub token', 'remote: ', `ghp_${random(36, 23)}`),
  canary('a GitLab token', 'remote: ', `glpat-${random(20, 24)}`),
  canary('a Stripe key', 'charge failed, ', `sk_live_${random(24, 25)}`),
  canary('an OpenAI key', 'model refused ', `sk-proj-${random(48, 26)}`),
  canary('an Anthropic key', 'model refused ', `sk-ant-api03-${random(93, 27)}AA`),
  canary('a Hugging Face token', 'hub: ', `hf_${random(60, 28).replace(/\d/g, '').slice(0, 34).padEnd(34, 'k')}`),
  canary('an npm token', 'publish with ', `npm_${random(36, 29)}`),
  canary('a PyPI token', 'upload with ', `pypi-${random(60, 30)}`),
  canary('a SendGrid key', 'mail: ', `SG.${random(22, 31)}.${random(43, 32)}`),
  canary('a Vault token', 'vault ', `hvs.${random(90, 33)}`),
  canary('a DigitalOcean token', 'droplet ', `dop_v1_${hex(64, 34)}`),
  canary('a Docker Hub token', 'login ', `dckr_pat_${random(27, 35)}`),
  canary('a Telegram token', 'bot ', `123456789:AA${random(33, 36)}`),
  canary('a JSON web token', 'session ', `eyJhbGciOiJIUzI1NiJ9.eyJ${random(30, 37)}.${random(43, 38)}`),
  canary(
    'a private key in one line',
    '-----BEGIN PRIVATE KEY-----\\n',
    base64(64, 39),
    '\\n-----END PRIVATE KEY-----\\n',
  ),
  canary('the end of a private key in one line', '"', base64(48, 40), '\\n-----END RSA PRIVATE KEY-----\\n"'),
];

/** A private key over many lines, as a log writes it, and its lines. */
export const PRIVATE_KEY = {
  begin: '-----BEGIN RSA PRIVATE KEY-----',
  lines: keyLines(8, 50),
  end: '-----END RSA PRIVATE KEY-----',
};
