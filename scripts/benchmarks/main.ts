import { readArguments, usage, type BenchmarkArguments } from './bench-arguments.js'

interface Benchmark {
  about: string
  load: () => Promise<{ run: (options: BenchmarkArguments) => Promise<number> }>
}

const benchmarks: Record<string, Benchmark> = {
  agent: {
    about: 'the agent: memory when idle, answers a second, time to accept a job',
    load: async () => await import('./agent.js')
  },
  assets: {
    about: 'asset builds beside other packers and the bare bounds (the default)',
    load: async () => await import('./assets.js')
  },
  cache: {
    about: "a fresh checkout beside a full shared cache, beside Turborepo's; what a dead or lying one costs",
    load: async () => await import('./cache.js')
  },
  lines: {
    about: 'the first run beside a full and an empty shared cache, over lines of 1 Gb/s to 2 Mb/s',
    load: async () => await import('./lines.js')
  },
  board: {
    about: 'the board of 200 versions at 20 targets: time and bytes',
    load: async () => await import('./board.js')
  },
  ccsui: {
    about: 'exporting 1,000 csd files beside the mere parsing of them, and publishing a Cocos Studio project',
    load: async () => await import('./ccsui.js')
  },
  codec: {
    about: 'PNG decoding and encoding: @napi-rs/image beside sharp',
    load: async () => await import('./codec.js')
  },
  goals: {
    about: 'one sprite changed, nothing changed, cold, memory, shared cache and shards beside their goals',
    load: async () => await import('./goals.js')
  },
  health: {
    about: 'a round of probes, answers of the agent, and a farm of 500 agents on one ZooKeeper',
    load: async () => await import('./health.js')
  },
  package: {
    about: 'sixty packages of one APK beside cp of the same files, then resolve',
    load: async () => ({
      run: async options =>
        Math.max(
          await (await import('./package.js')).run(options),
          await (await import('./resolve.js')).run(options)
        )
    })
  },
  release: {
    about: 'publishing hot updates of 20,000 files to nginx, one changed file, and a history of 200 versions',
    load: async () => await import('./release.js')
  },
  resolve: {
    about: 'which target a client gets: in process and over HTTP',
    load: async () => await import('./resolve.js')
  },
  scale: {
    about:
      'agents with a core each on shards of one project, and a farm of many, simulated from recorded costs',
    load: async () => await import('./scale.js')
  },
  crash: {
    about: 'builds killed at random moments; each tree must come out whole',
    load: async () => await import('./crash.js')
  },
  licence: {
    about: 'leases beside the bare client, use of the seats under load, cost of waiting',
    load: async () => await import('./licence.js')
  },
  trigger: {
    about:
      'pushes that start runs: how fast hooks are answered and runs begin, and that no commit is lost or ' +
      'built twice',
    load: async () => await import('./trigger.js')
  }
}

const list = Object.entries(benchmarks).map(([name, { about }]) => `  ${name.padEnd(10)} ${about}`).join('\n')
const [first, ...rest] = process.argv.slice(2)
const isNamed = first !== undefined && !first.startsWith('-')
const name = isNamed ? first : 'assets'
const benchmark = benchmarks[name]

try {
  const options = readArguments(isNamed ? rest : process.argv.slice(2))
  if (options.help) {
    process.stdout.write(usage(list))
  } else if (benchmark === undefined) {
    process.stderr.write(`There is no benchmark "${name}".\n\n${usage(list)}`)
    process.exitCode = 2
  } else {
    process.exitCode = await (await benchmark.load()).run(options)
  }
} catch (error) {
  const isUsage = error instanceof TypeError && 'code' in error &&
    String(error.code).startsWith('ERR_PARSE_ARGS')
  process.stderr.write(
    isUsage
      ? `${error.message}\n\n${usage(list)}`
      : `${error instanceof Error ? error.stack : String(error)}\n`
  )
  process.exitCode = isUsage ? 2 : 1
}
