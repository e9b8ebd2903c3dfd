// Programs for a container's own shell and Python. They are constant: addresses and limits come as arguments, and what they
// found goes out as `name=value` lines; in which words a tool failed stands in the error stream.

const QUIET = `
LC_ALL=C; export LC_ALL
unset http_proxy https_proxy all_proxy HTTP_PROXY HTTPS_PROXY ALL_PROXY
has() { command -v "$1" >/dev/null 2>&1; }
# BusyBox is built with more or fewer options; one it lacks may even crash it.
strange() { case $1 in *nvalid\\ option*|*nrecognized\\ option*) true ;; *) false ;; esac; }
`;

const PYTHON_NAMES = `
import errno, socket, ssl, sys, time
def name(e):
    if isinstance(e, socket.gaierror): return 'dns'
    if isinstance(e, socket.timeout): return 'timeout'
    if isinstance(e, ssl.SSLError): return 'tls'
    if isinstance(e, ConnectionRefusedError): return 'refused'
    if isinstance(e, (ConnectionError, EOFError)): return 'reset'
    code = getattr(e, 'errno', None)
    if code in (errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EADDRNOTAVAIL): return 'unreachable'
    return 'timeout' if code == errno.ETIMEDOUT else 'other'
began = time.monotonic()
def tell(error): print('error=%s\\nseconds=%.3f' % (error, time.monotonic() - began))
`;

const PYTHON_HTTP = `${PYTHON_NAMES}
import http.client, urllib.parse
url, limit = urllib.parse.urlsplit(sys.argv[1]), float(sys.argv[2])
try:
    make = http.client.HTTPSConnection if url.scheme == 'https' else http.client.HTTPConnection
    connection = make(url.hostname, url.port, timeout=limit)
    connection.request('GET', (url.path or '/') + ('?' + url.query if url.query else ''))
    answer = connection.getresponse()
    print('status=%d' % answer.status)
    answer.read(65536)
    tell('')
except OSError as e: tell(name(e))
except http.client.HTTPException as e: tell('bad_response')
`;

const PYTHON_TCP = `${PYTHON_NAMES}
try:
    socket.create_connection((sys.argv[1], int(sys.argv[2])), float(sys.argv[3])).close()
    tell('')
except OSError as e: tell(name(e))
`;

const PYTHON_LOGIN = `${PYTHON_NAMES}
import importlib, os, urllib.parse
variable, limit, deed = sys.argv[1], int(sys.argv[2]), sys.argv[3]
url = os.environ.get(variable, '')
scheme, mark, rest = url.partition('://')
if not mark or scheme.split('+')[0] not in ('postgres', 'postgresql'):
    tell('no_address')
    sys.exit()
url = 'postgresql://' + rest
parts = urllib.parse.urlsplit(url)
def driver():
    for one in ('psycopg2', 'psycopg', 'asyncpg'):
        try: return importlib.import_module(one)
        except ImportError: pass
    sys.exit(9)
def ask(driver):
    if driver.__name__ != 'asyncpg':
        connection = driver.connect(url, connect_timeout=limit, application_name='runbook-bot')
        connection.cursor().execute('SELECT 1')
        connection.close()
        return
    import asyncio
    async def once():
        connection = await driver.connect(url, timeout=limit)
        await connection.execute('SELECT 1')
        await connection.close()
    asyncio.run(once())
try:
    if deed == 'login':
        found = driver()
        print('tool=' + found.__name__)
        ask(found)
    else:
        print('tool=python3')
        socket.create_connection((parts.hostname, parts.port or 5432), limit).close()
        print('open=yes')
    tell('')
except Exception as e:
    words = '%s: %s' % (type(e).__name__, e)
    for secret in (parts.password, urllib.parse.unquote(parts.password or '')):
        if secret: words = words.replace(secret, '***')
    sys.stderr.write(words)
    tell(name(e))
`;

const HTTP = `${QUIET}
if has curl; then
  echo tool=curl
  curl -q -sS -g --noproxy '*' -o /dev/null --max-time "$2" -w 'status=%{http_code}\\nseconds=%{time_total}\\n' "$1"
  echo "code=$?"
elif has wget; then
  echo tool=wget
  words=$(wget -S -O /dev/null -T "$2" -t 1 "$1" 2>&1); code=$?
  if [ $code -ge 126 ] || strange "$words"; then words=$(wget -S -O /dev/null "$1" 2>&1); code=$?; fi
  echo "code=$code"; printf '%s' "$words" >&2
elif has python3; then
  echo tool=python3
  python3 -Iu -c "$3" "$1" "$2"
fi
exit 0
`;

const TCP = `${QUIET}
if has nc; then
  words=$(nc -z -v -w "$3" "$1" "$2" 2>&1 </dev/null); code=$?
  if ! strange "$words"; then
    printf 'tool=nc\\ncode=%s\\n' $code; printf '%s' "$words" >&2
    exit 0
  fi
fi
if has python3; then
  echo tool=python3
  python3 -Iu -c "$4" "$1" "$2" "$3"
elif has bash; then
  echo tool=bash
  bash -c 'exec 3<>"/dev/tcp/$1/$2"' bash "$1" "$2"
  echo "code=$?"
fi
exit 0
`;

const LOGIN = `${QUIET}
for deed in login connect; do
  for python in python3 python; do
    has $python || continue
    $python -u -c "$3" "$1" "$2" $deed
    [ $? -eq 9 ] || exit 0
  done
done
exit 0
`;

/** Asks an address over HTTP, for so many seconds. */
export function httpScript(url: string, seconds: number): readonly string[] {
  return ['sh', '-c', HTTP, 'sh', url, String(seconds), PYTHON_HTTP];
}

/** Opens a TCP connection, for so many seconds. */
export function tcpScript(host: string, port: number, seconds: number): readonly string[] {
  return ['sh', '-c', TCP, 'sh', host, String(port), String(seconds), PYTHON_TCP];
}

/** Logs in to PostgreSQL at the address a variable of the container holds; it never leaves the container. */
export function loginScript(variable: string, seconds: number): readonly string[] {
  return ['sh', '-c', LOGIN, 'sh', variable, String(seconds), PYTHON_LOGIN];
}
