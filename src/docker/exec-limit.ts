const MISSING = 'runbook-bot: no such program';

// A program that no `timeout` watches is watched from beside it; the watcher leaves no sleeper behind, even where it is told to
// end before it knows the sleeper's number. The sleeper is killed for good: it would not hear a milder word before it sleeps.
const SCRIPT = `
limit=$1; shift
command -v "$1" >/dev/null 2>&1 || { echo '${MISSING}' >&2; exit 127; }
command -v timeout >/dev/null 2>&1 && exec timeout -s KILL "$limit" "$@"
"$@" & program=$!
{
  over= sleeper=
  trap 'over=1; kill -9 $sleeper' TERM
  sleep "$limit" & sleeper=$!
  [ "$over" ] || wait $sleeper
  if [ "$over" ]; then kill -9 $sleeper; else kill -9 $program; fi
} >/dev/null 2>&1 </dev/null & watcher=$!
wait $program 2>/dev/null; code=$?
kill $watcher 2>/dev/null
exit $code
`;

/** The same program under `sh`, which has it killed after so many seconds. The arguments stay arguments: the script is constant. */
export function limited(argv: readonly string[], seconds: number): readonly string[] {
  return ['sh', '-c', SCRIPT, 'sh', String(seconds), ...argv];
}

/** True when the script found no such program. */
export function isMissing(exitCode: number | null, stderr: string): boolean {
  return exitCode === 127 && stderr.trim() === MISSING;
}
