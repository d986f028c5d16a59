import t from 'tap'
import { defaultAgentConfig } from '../config/agent-config.js'
import { hintOf } from './check-hint.js'
import { HealthMonitor } from './monitor.js'
import { realMachine, type Machine } from './machine.js'
import type { Probe } from './probe.js'
import { nodeFolderFiles } from './probe-table.js'
import { clockProbe } from './probes/clock.js'
import { folderProbe, type FolderFiles } from './probes/folder.js'
import { memoryProbe } from './probes/machine-load.js'
import { serviceAt, serviceProbe } from './probes/services.js'
import { licenceProbe, toolProbe, toolTable } from './probes/tools.js'

/** Faults as they come; `on` switches one on under a probe that was well before. */
interface Fault {
  named: string
  problem?: RegExp
  probe: (fault: { on: boolean }, folder: string) => Probe
}

const code = (name: string): Error => Object.assign(new Error(`${name}: injected`), { code: name })
const disk =
  (change: (fault: { on: boolean }) => Partial<FolderFiles>) =>
  (fault: { on: boolean }, folder: string): Probe =>
    folderProbe({ role: 'workspace', path: folder }, { ...nodeFolderFiles, ...change(fault) }, 'test')
const space = { bsize: 4096, blocks: 1e8, bavail: 5e7, files: 1000, ffree: 900 }
const writeUnless = (name: string) => (fault: { on: boolean }): Partial<FolderFiles> => ({
  statfs: async () => space,
  write: async (...given) => {
    if (fault.on) throw code(name)
    await nodeFolderFiles.write(...given)
  }
})
const service = (name: string, fails: (count: number) => boolean) => (fault: { on: boolean }): Probe => {
  let count = 0
  return serviceProbe(serviceAt(name, 'http://127.0.0.1:1'), async () => {
    if (fault.on && fails(count++)) throw new Error('connect ECONNREFUSED')
  })
}
const machine = (more: Partial<Machine>): Machine => ({ ...realMachine({}), ...more })
const git = toolTable.find(({ name }) => name === 'git')!
const swapped = { pages: 0, ms: 0 }

const faults: Record<string, Fault> = {
  'full disk': {
    named: 'disk.workspace',
    probe: disk(fault => ({ statfs: async () => ({ ...space, bavail: fault.on ? 10 : 5e7 }) }))
  },
  'disk that says ENOSPC': {
    named: 'writable.workspace',
    problem: /disk is full/,
    probe: disk(writeUnless('ENOSPC'))
  },
  'read-only disk': {
    named: 'writable.workspace',
    problem: /mounted read-only/,
    probe: disk(writeUnless('EROFS'))
  },
  'no inodes': {
    named: 'inodes.workspace',
    probe: disk(fault => ({ statfs: async () => ({ ...space, ffree: fault.on ? 0 : 900 }) }))
  },
  'slow disk': {
    named: 'latency.workspace',
    probe: disk(fault => ({
      statfs: async () => space,
      read: async file => {
        if (fault.on) {
          await new Promise(resolve => {
            setTimeout(resolve, 40)
          })
        }
        return await nodeFolderFiles.read(file)
      }
    }))
  },
  'hung disk': {
    named: 'probe.folder.workspace',
    problem: /no answer/,
    probe: (fault, folder) => ({
      ...folderProbe({ role: 'workspace', path: folder }, {
        ...nodeFolderFiles,
        statfs: async () =>
          fault.on
            ? await new Promise(() => {})
            : space
      }, 'test'),
      deadlineMs: 200
    })
  },
  'clock off': {
    named: 'clock.zookeeper',
    problem: /behind/,
    probe: fault => ({
      ...clockProbe([async () => ({
        name: 'zookeeper',
        theirMs: fault.on
          ? 30_000
          : 0,
        ownMs: 0,
        uncertaintyMs: 5
      })]),
      everyMs: 0
    })
  },
  'swap storm': {
    named: 'swapping',
    probe: fault =>
      memoryProbe(
        machine({
          platform: 'linux',
          nowMs: () => (swapped.ms += 30_000),
          readText: async file =>
            file.endsWith('meminfo')
              ? 'MemTotal: 100 kB\nMemAvailable: 50 kB\n'
              : `pswpin ${
                fault.on
                  ? (swapped.pages += 400_000)
                  : 0
              }\npswpout 0\n`
        })
      )
  },
  'hung tool': {
    named: 'probe.tool.git',
    problem: /no answer/,
    probe: fault => ({
      ...toolProbe(git, {
        labels: [],
        environment: { PATH: process.env.PATH },
        machine: machine({
          run: async (_file, _args, signal) =>
            fault.on
              ? await realMachine(process.env).run('sleep', ['60'], signal)
              : { status: 0, output: 'git version 2.39.5' }
        })
      }),
      everyMs: 0,
      deadlineMs: 200
    })
  },
  'missing tool': {
    named: 'tool.git',
    problem: /not on PATH/,
    probe: fault => ({
      ...toolProbe(git, {
        labels: [],
        environment: {},
        machine: machine({
          run: async () => {
            if (fault.on) throw code('ENOENT')
            return { status: 0, output: 'git version 2.39.5' }
          }
        })
      }),
      everyMs: 0
    })
  },
  'old tool': {
    named: 'tool.git',
    problem: /2\.30\.2 is too old: 2\.31 or newer/,
    probe: fault => ({
      ...toolProbe(git, {
        labels: [],
        environment: {},
        machine: machine({
          run: async () => ({
            status: 0,
            output: `git version ${fault.on ? '2.30.2' : '2.39.5 (Apple Git-154)'}`
          })
        })
      }),
      everyMs: 0
    })
  },
  'missing licence': {
    named: 'licence.texturepacker-seat',
    probe: fault => ({
      ...licenceProbe(async () => [{
        name: 'texturepacker',
        isAllowed: !fault.on,
        seats: 2,
        held: 0,
        inUse: 0,
        waiting: 0
      }], ['texturepacker']),
      everyMs: 0
    })
  },
  'dead ZooKeeper': {
    named: 'service.zookeeper',
    problem: /ECONNREFUSED/,
    probe: service('zookeeper', () => true)
  },
  'dead Jenkins': {
    named: 'service.jenkins',
    problem: /ECONNREFUSED/,
    probe: service('jenkins', () => true)
  },
  'flapping network': { named: 'service.jenkins', probe: service('jenkins', count => count % 3 === 0) }
}

for (const [name, { named, problem, probe }] of Object.entries(faults)) {
  t.test(`${name}: found and named within two rounds, and gone when it is over`, async t => {
    const fault = { on: false }
    const { limits } = defaultAgentConfig().health
    const monitor = new HealthMonitor({
      probes: [probe(fault, t.testdir())],
      hysteresis: { failAfter: 2, recoverAfter: 3 },
      limits: { ...limits, latency: { warn: 20, fail: 200 } },
      nowMs: Date.now,
      hintOf
    })
    t.teardown(async () => {
      await monitor.close()
    })
    const rounds = async (count: number): Promise<void> => {
      for (let index = 0; index < count; index++) await monitor.round()
    }
    await rounds(3)
    t.equal(monitor.health.grade, 'good')
    fault.on = true
    await rounds(2)
    const found = monitor.health.reasons.find(({ id }) => id === named)
    t.ok(found, `found ${monitor.health.reasons.map(({ id }) => id).join()}`)
    t.ok(found?.hint)
    if (problem !== undefined) t.match(found?.problem, problem)
    if (name === 'hung disk') return
    fault.on = false
    // What was killed takes a moment to end.
    for (let index = 0; index < 200 && (monitor.health.grade !== 'good' || index < 4); index++) {
      await monitor.round()
      await new Promise(resolve => {
        setTimeout(resolve, 5)
      })
    }
    t.equal(monitor.health.grade, 'good')
  })
}
