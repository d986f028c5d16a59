import { parseArgs } from 'node:util'

export interface BenchmarkArguments {
  help: boolean
  /** One round over the sections that take seconds. */
  quick: boolean
  /** Also what takes minutes a run: libGDX's slow mode, every peer on the large set. */
  slow: boolean
  /** Only sections whose id starts with one of these; all when empty. */
  only: string[]
  /** Only rows whose name holds one of these; all when empty. */
  row: string[]
  rounds: number | undefined
  runs: number | undefined
  seed: number | undefined
  /** With warm workers. */
  warm: boolean
}

/** Throws node's own ERR_PARSE_ARGS_* errors on wrong usage. */
export function readArguments (words: string[]): BenchmarkArguments {
  const { values } = parseArgs({
    args: words,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      quick: { type: 'boolean', default: false },
      slow: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      row: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string' },
      runs: { type: 'string' },
      seed: { type: 'string' },
      warm: { type: 'boolean', default: false }
    }
  })
  return {
    help: values.help,
    quick: values.quick,
    slow: values.slow,
    only: values.only,
    row: values.row,
    rounds: count(values.rounds, 'rounds', 1),
    runs: count(values.runs, 'runs', 1),
    seed: count(values.seed, 'seed', 0),
    warm: values.warm
  }
}

export function usage (list: string): string {
  return `scripts/bench [NAME] [options]

${list}

  --only TEXT    only sections whose id starts with TEXT, such as cold-1000; may be given several times
  --row TEXT     only rows whose name holds TEXT; may be given several times
  --rounds N     rounds, interleaved: each row runs once a round
  --quick        the short form
  --slow         also the rows that take minutes
  --runs N       crash: how many builds are killed (200); trigger: how many pushes (10000)
  --seed N       crash, trigger: the first seed, for replaying a failure
  --warm         crash: builds are left to a warm worker, which is killed as well
`
}

function count (text: string | undefined, name: string, minimum: number): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (Number.isSafeInteger(value) && value >= minimum) return value
  throw Object.assign(new TypeError(`--${name} takes a whole number from ${minimum} on, found "${text}".`), {
    code: 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE'
  })
}
