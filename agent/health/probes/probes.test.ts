import { chmodSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import { isRunning, until } from '../../../test/support/processes.js'
import { realMachine, type Machine } from '../machine.js'
import { modelName } from '../machine-facts.js'
import { nodeFolderFiles } from '../probe-table.js'
import { clockProbe, httpClock } from './clock.js'
import { drivesProbe } from './drives.js'
import { folderProbe, type FolderFiles } from './folder.js'
import { loadProbe, memoryProbe, rateOf } from './machine-load.js'
import { baselineOf, buildTimes, medianOf, scored } from './probe-build.js'
import { openConnection, serviceAt, serviceProbe } from './services.js'
import { sharedCacheProbe } from './remote-cache.js'
import { writeRemoteState } from '../../cache/remote/remote-state.js'
import { english } from '../../messages/testing/english.js'
import { temperatureProbe } from './temperature.js'
import { licenceProbe, toolProbe, toolTable, type Tool } from './tools.js'
import { noticeProbe } from './notice-reach.js'
import { repositoryProbe } from './repositories.js'

const never = new AbortController().signal
const enoent = (): Error => Object.assign(new Error('ENOENT'), { code: 'ENOENT' })

function machineWith (
  more: Partial<Machine> & { files?: Record<string, string>, programs?: Record<string, string> }
): Machine {
  const { files = {}, programs = {}, ...rest } = more
  return {
    ...realMachine({}),
    readText: async file => {
      const text = files[file]
      if (text === undefined) throw enoent()
      return text
    },
    list: async folder => [
      ...new Set(
        Object
          .keys(files)
          .filter(file => file.startsWith(`${folder}/`))
          .map(file => file.slice(folder.length + 1).split('/')[0]!)
      )
    ],
    run: async (file, args) => {
      const output = programs[[file, ...args].join(' ')]
      if (output === undefined) throw enoent()
      return { status: 0, output }
    },
    ...rest
  }
}

t.test('a folder: space, inodes, latency, writable, and nothing is left behind', async t => {
  const path = t.testdir()
  const readings = await folderProbe({ role: 'cache', path }, nodeFolderFiles, 'a').measure(never)
  t.same(readings.map(({ kind }) => kind).sort(), ['disk', 'inodes', 'latency', 'writable'])
  t.ok(
    readings.every(({ value, name, subject }) => Number(value) > 0 && name === 'cache' && subject === path)
  )
  t.same(readdirSync(path), [])
})

t.test('a folder: full, read-only, lying and without inodes', async t => {
  const broken = async (more: Partial<FolderFiles>) =>
    await folderProbe({ role: 'cache', path: t.testdir() }, { ...nodeFolderFiles, ...more }, 'a').measure(
      never
    )
  const failing = (code: string) => async () => {
    throw Object.assign(new Error(`${code}: write`), { code })
  }
  for (
    const [code, problem] of [
      ['ENOSPC', /disk is full/],
      ['EROFS', /mounted read-only/],
      ['EDQUOT', /share of the disk/],
      ['EIO', /does not answer as it should/]
    ] as const
  ) {
    t.match((await broken({ write: failing(code) })).find(({ kind }) => kind === 'writable'), {
      value: 0,
      problem
    })
  }
  t.match(
    (await broken({ read: async () => new Uint8Array(4096) })).find(({ kind }) => kind === 'writable'),
    { value: 0, problem: /came back other/ }
  )
  const space = { bsize: 1, blocks: 100, bavail: 10, files: 1000, ffree: 1 }
  t.match(await broken({ statfs: async () => space }), [{ kind: 'disk', value: 10 }, {
    kind: 'inodes',
    value: 0.001
  }])
  t.notOk(
    (await broken({ statfs: async () => ({ ...space, files: 0 }) })).some(({ kind }) => kind === 'inodes'),
    'btrfs counts none'
  )
})

t.test('memory and swapping on Linux and on a Mac', async t => {
  let nowMs = 0
  const files = {
    '/proc/meminfo': 'MemTotal:       1000 kB\nMemFree:  1 kB\nMemAvailable:    250 kB\n',
    '/proc/vmstat': 'pswpin 10\npswpout 20\n'
  }
  const linux = memoryProbe(machineWith({ platform: 'linux', files, nowMs: () => nowMs }))
  t.same(await linux.measure(never), [{ kind: 'memory', value: 0.25 }, { kind: 'swapping', value: 0 }])
  nowMs = 2000
  files['/proc/vmstat'] = 'pswpin 1010\npswpout 1020\n'
  t.match(await linux.measure(never), [{}, { kind: 'swapping', value: 2000 * 4096 / 2 }])

  const programs = {
    '/usr/sbin/sysctl -n kern.memorystatus_level': '42\n',
    '/usr/bin/vm_stat':
      'Mach Virtual Memory Statistics: (page size of 16384 bytes)\nSwapins:                             100.\nSwapouts:                            200.\n'
  }
  t.match(await memoryProbe(machineWith({ platform: 'darwin', programs })).measure(never), [{ value: 0.42 }, {
    kind: 'swapping',
    value: 0
  }])
  await t.rejects(
    memoryProbe(
      machineWith({ platform: 'linux', files: { '/proc/meminfo': 'nonsense', '/proc/vmstat': '' } })
    )
      .measure(never),
    /hold no/
  )
  t.match(
    await memoryProbe(machineWith({ platform: 'win32', freeMemoryBytes: () => 1, totalMemoryBytes: 4 }))
      .measure(never),
    [{ value: 0.25 }]
  )
  t.match(await loadProbe(machineWith({ cores: 4, loadAverage: () => [0, 8, 0] })).measure(never), [{
    kind: 'load',
    value: 2
  }])
})

t.test('a rate is 0 at first and after a counter that went back', async t => {
  let nowMs = 0
  const rate = rateOf(() => nowMs)
  t.same(
    [100, 50, 150].map(count => {
      nowMs += 1000
      return rate(count)
    }),
    [0, 0, 100]
  )
})

t.test("drives: in smartctl's words, and a finding where it may not ask", async t => {
  const report = (more: object) =>
    JSON.stringify({ model_name: 'SSD 1', smart_status: { passed: true }, ...more })
  const reports: Record<string, string> = {
    'smartctl --scan --json': JSON.stringify({
      devices: [{ name: '/dev/sda' }, { name: '/dev/nvme0' }, { name: '/dev/sdb' }, { name: '/dev/sdc' }, {
        name: '-rf'
      }]
    }),
    'smartctl --json -H -A -i /dev/sda': report({
      ata_smart_attributes: { table: [{ id: 197, raw: { value: 8 } }, { id: 9, raw: { value: 9999 } }] }
    }),
    'smartctl --json -H -A -i /dev/nvme0': report({
      nvme_smart_health_information_log: { critical_warning: 4, percentage_used: 12 }
    }),
    'smartctl --json -H -A -i /dev/sdb': report({}),
    // As smartmontools 7.1 answered without rights: alexbelgium/hassio-addons issue 72.
    'smartctl --json -H -A -i /dev/sdc': JSON.stringify({
      smartctl: {
        messages: [{
          string: 'Smartctl open device: /dev/sdc failed: Operation not permitted',
          severity: 'error'
        }],
        exit_status: 2
      }
    })
  }
  const seen = [
    { name: 'sda', state: 'warn', problem: '8 sectors lost or pending', subject: '/dev/sda (SSD 1)' },
    { name: 'nvme0', state: 'fail', problem: 'NVMe critical warning 4' },
    { name: 'sdb', value: 'passed' }
  ]
  const nowMs = 1_700_000_000_000
  const linux = async (left?: object) =>
    await drivesProbe(
      machineWith({
        platform: 'linux',
        programs: reports,
        nowMs: () => nowMs,
        files: left === undefined ? {} : { '/run/packline-smart/sdc.json': report(left) }
      })
    )
      .measure(never)
  const refused = [{ kind: 'driveRights', state: 'warn', subject: '/dev/sdc' }]
  t.match(english(await linux()), [...seen, ...refused])
  t.match(
    english(await linux({ local_time: { time_t: nowMs / 1000 - 7200 } })),
    [...seen, ...refused],
    'too old'
  )
  t.match(
    english(await linux({ local_time: { time_t: nowMs / 1000 - 60 }, smart_status: { passed: false } })),
    [...seen, { name: 'sdc', state: 'fail' }]
  )
  // What a virtual disk says is no lack of rights.
  reports['smartctl --json -H -A -i /dev/sdc'] =
    '{"smartctl":{"messages":[{"string":"/dev/vda: Unable to detect device type"}]}}'
  t.match(english(await linux()), seen)
  t.same(await drivesProbe(machineWith({ platform: 'linux' })).measure(never), [])
})

// The rows of `diskutil list` of a Mac with a Fusion Drive, a USB drive and a disk image, as macOS 10.14 prints them.
const fusionList = `/dev/disk0 (internal):
   #:                       TYPE NAME                    SIZE       IDENTIFIER
   0:      GUID_partition_scheme                         28.0 GB    disk0
   2:                 Apple_APFS Container disk2         27.6 GB    disk0s2
/dev/disk1 (internal, physical):
   0:      GUID_partition_scheme                        *1.0 TB     disk1
   2:                 Apple_APFS Container disk2         1000.0 GB  disk1s2
/dev/disk2 (synthesized):
   0:      APFS Container Scheme -                      +1.0 TB     disk2
                                 Physical Stores disk0s2, disk1s2
   1:                APFS Volume Macintosh HD            901.6 GB   disk2s1
/dev/disk3 (external, physical):
   0:      GUID_partition_scheme                        *4.0 TB     disk3
/dev/disk4 (disk image):
   0:      GUID_partition_scheme                        +783.5 MB   disk4
`

t.test('drives of a Mac: every disk that is one, and what a Fusion Drive loses', async t => {
  const info = (status: string): string =>
    `   Device / Media Name:       APPLE HDD HTS541010A9E662\n   SMART Status:              ${status}\n`
  const mac = async (hardDisk: string) =>
    await drivesProbe(
      machineWith({
        platform: 'darwin',
        programs: {
          '/usr/sbin/diskutil list': fusionList,
          '/usr/sbin/diskutil info disk0': info('Verified'),
          '/usr/sbin/diskutil info disk1': info(hardDisk),
          '/usr/sbin/diskutil info disk3': info('Not Supported')
        }
      })
    )
      .measure(never)
  t.match(english(await mac('Verified')), [
    { name: 'disk0', value: 'Verified', state: undefined },
    { name: 'disk1', subject: '/dev/disk1 (APPLE HDD HTS541010A9E662)' }
  ])
  t.match(english(await mac('Failing')), [{ name: 'disk0' }, {
    name: 'disk1',
    state: 'fail',
    problem: 'SMART status is Failing; a Fusion Drive is lost with it'
  }])
  t.same((await mac('Verified')).length, 2, 'a USB bridge tells nothing')
})

t.test('a Mac is called what it is sold as, others by maker and model', async t => {
  const mac = { manufacturer: 'Apple Inc.', model: 'Macmini7,1', version: 'Mac mini (Late 2014)' }
  t.equal(modelName(mac, 'darwin'), 'Mac mini (Late 2014) Macmini7,1')
  t.equal(modelName({ ...mac, version: 'Unknown' }, 'darwin'), 'Apple Inc. Macmini7,1')
  t.equal(modelName({ ...mac, manufacturer: 'LENOVO', model: '20KH', version: 'X1' }, 'linux'), 'LENOVO 20KH')
})

t.test('temperature and throttling', async t => {
  let nowMs = 0
  const throttle = '/sys/devices/system/cpu/cpu0/thermal_throttle/package_throttle_total_time_ms'
  const files = {
    '/sys/class/thermal/thermal_zone0/temp': '45000\n',
    '/sys/class/thermal/thermal_zone1/temp': '97500\n',
    '/sys/class/thermal/thermal_zone2/temp': '-274000\n',
    [throttle]: '0\n'
  }
  const probe = temperatureProbe(machineWith({ platform: 'linux', files, nowMs: () => nowMs }))
  t.same(await probe.measure(never), [{ kind: 'temperature', value: 97.5 }, { kind: 'throttling', value: 0 }])
  nowMs = 10_000
  files[throttle] = '5000\n'
  t.match(await probe.measure(never), [{}, { value: 0.5 }])
  t.same(
    await temperatureProbe(machineWith({ platform: 'linux' })).measure(never),
    [],
    'a virtual machine has no sensors'
  )
  t.same(
    await temperatureProbe(
      machineWith({ platform: 'darwin', programs: { '/usr/bin/pmset -g therm': 'CPU_Speed_Limit \t= 75\n' } })
    )
      .measure(never),
    [{ kind: 'throttling', value: 0.25 }]
  )
  const silicon = { '/usr/bin/pmset -g therm': 'Note: No thermal warning level has been recorded\n' }
  t.same(
    english(await temperatureProbe(machineWith({ platform: 'darwin', programs: silicon })).measure(never)),
    [
      { kind: 'throttling', value: 'not measured' }
    ]
  )
})

t.test('the clock: what the answer took and rounded seconds are not counted', async t => {
  const at = (theirMs: number, ownMs: number, uncertaintyMs = 0) => async () => ({
    name: 'zookeeper',
    theirMs,
    ownMs,
    uncertaintyMs
  })
  t.same(await clockProbe([at(1000, 1400, 500)]).measure(never), [{
    kind: 'clock',
    name: 'zookeeper',
    value: 0
  }])
  t.match(english(await clockProbe([at(1000, 9000, 500)]).measure(never)), [{
    value: 7500,
    problem: 'this machine is 8000 ms ahead'
  }])
  t.match(english(await clockProbe([at(9000, 1000)]).measure(never)), [{
    value: 8000,
    problem: 'this machine is 8000 ms behind'
  }])
  t.same(
    await clockProbe([async () => {
      throw new Error('down')
    }])
      .measure(never),
    [],
    "a clock that is down is another check's finding"
  )
  const answer = async (): Promise<Response> =>
    new Response(null, { headers: { date: 'Thu, 01 Jan 2026 00:00:00 GMT' } })
  t.match(await httpClock('jenkins', 'http://ci', () => 5, answer as typeof fetch)(never), {
    theirMs: Date.UTC(2026, 0, 1) + 500,
    ownMs: 5,
    uncertaintyMs: 500
  })
})

t.test('the shared cache: what runs met there, for as long as it matters', async t => {
  const [home, place, hourMs] = [t.testdir(), 'http://cache/game', 3_600_000]
  const look = async (now: number) => await sharedCacheProbe(home, place, () => now).measure(never)
  t.match(await look(0), [{ value: place, problem: undefined }])
  writeRemoteState(home, {
    place,
    breaker: { openUntil: 30 * hourMs, coolingMs: 5, reason: 'no answer' },
    wrong: { at: 0, reason: 'wrong bytes' },
    slow: { at: 28 * hourMs, late: 3, asked: 9 }
  })
  t.match(await look(hourMs), [{ state: 'warn', problem: 'wrong bytes' }])
  t.match(await look(29 * hourMs), [{ state: 'warn', problem: 'no answer' }])
  t.match(english(await look(31 * hourMs)), [{
    state: 'warn',
    problem: '3 of 9 results would have come later than they were made'
  }])
  t.match(await look(52 * hourMs), [{ problem: undefined }])
  t.match(await look(-365 * 24 * hourMs), [{ problem: undefined }], 'a clock was wrong when these were told')
  t.match(await sharedCacheProbe(home, 'http://other', () => 0).measure(never), [{ problem: undefined }])
})

t.test('a service: up, down, flapping, one of several down', async t => {
  const server = createServer(socket => socket.on('error', () => {})).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  t.match(await serviceProbe(serviceAt('zookeeper', `127.0.0.1:${port}`)).measure(never), [{
    value: 1,
    problem: undefined
  }])
  server.close()
  await once(server, 'close')
  t.match(await serviceProbe(serviceAt('zookeeper', `127.0.0.1:${port}`)).measure(never), [{
    value: 0,
    problem: /nothing listens there/
  }])
  let tries = 0
  const flapping: typeof openConnection = async () => {
    if (tries++ % 2 === 0) throw new Error('reset')
  }
  t.match(await serviceProbe(serviceAt('jenkins', 'http://ci'), flapping).measure(never), [{
    value: 0.5,
    subject: 'ci:80'
  }])
  t.same(serviceAt('jenkins', 'https://[::1]:8443/x'), {
    name: 'jenkins',
    addresses: [{ host: '::1', port: 8443 }]
  })
  t.same(serviceAt('zookeeper', 'a,b:2'), {
    name: 'zookeeper',
    addresses: [{ host: 'a', port: 2181 }, { host: 'b', port: 2 }]
  })
})

t.test('tools: version, missing where needed or not, a placeholder, the licence', async t => {
  const tool = toolTable.find(({ name }) => name === 'texturepacker')!
  const ask = async (programs: Record<string, string>, labels: string[]) =>
    await toolProbe(tool, { machine: machineWith({ programs }), labels, environment: {} }).measure(never)
  const version = { 'TexturePacker --version': 'TexturePacker 7.1.0\n' }
  t.match(
    english(await ask({ ...version, 'TexturePacker --license-info': 'License: Pro\n' }, ['texturepacker'])),
    [{
      value: '7.1.0'
    }, { kind: 'licence', value: 'active' }]
  )
  t.match(
    english(
      await ask({ ...version, 'TexturePacker --license-info': 'No license installed\n' }, ['texturepacker'])
    ),
    [{}, { kind: 'licence', value: 'missing', state: 'warn', problem: 'No license installed' }]
  )
  t.equal((await ask(version, [])).length, 1, 'nobody asks a machine without the label for a licence')
  t.match(await ask({}, ['texturepacker']), [{ value: null, state: 'warn' }])
  t.match(await ask({}, []), [{ value: null, state: 'ok' }])
  t.match(await ask({ 'TexturePacker --version': 'Please type agree' }, ['texturepacker']), [{
    value: null,
    state: 'warn',
    problem: /type agree/
  }])
  t.match(
    english(
      await licenceProbe(
        async () => [{ name: 'texturepacker', isAllowed: false, seats: 2, held: 2, inUse: 1, waiting: 0 }],
        ['texturepacker']
      )
        .measure(never)
    ),
    [{ kind: 'seats', value: 0.5 }, { state: 'warn', value: 'not allowed here' }]
  )
})

t.test('a tool that hangs is killed with its children', async t => {
  const folder = t.testdir({ hang: '#!/bin/sh\nsleep 60 & echo $! > "$0.pid"; wait\n' })
  const file = join(folder, 'hang')
  chmodSync(file, 0o755)
  const tool: Tool = { name: 'hang', file, versionArgs: [], version: /./, neededBy: ['*'], install: {} }
  const stop = new AbortController()
  const asking = toolProbe(tool, {
    machine: realMachine(process.env),
    labels: [],
    environment: { PATH: process.env.PATH }
  })
    .measure(stop.signal)
  let pid = 0
  await until(
    'the tool runs',
    async () => (pid = Number(await nodeFolderFiles.read(`${file}.pid`).catch(() => '0'))) > 0
  )
  stop.abort(new Error('deadline'))
  await t.rejects(asking, /deadline/)
  await until("the tool's child is dead", () => !isRunning(pid))
})

t.test('the probe build works here, and its worst part against the baseline counts', async t => {
  const folder = t.testdir()
  const times = await buildTimes(
    { machine: realMachine(process.env), folder, nodeFile: process.execPath },
    never
  )
  t.ok(Object.values(times).every(ms => ms > 1), JSON.stringify(times))
  t.same(readdirSync(folder), [])
  const best = { cpu: 100, files: 100, spawn: 100, png: 100 }
  t.match(english(scored('build', { ...best, files: 450 }, best)), [{
    kind: 'build',
    value: 4.5,
    problem: 'files: 450 ms, else 100 ms'
  }])
  t.same(scored('build', best, undefined), [])
  t.equal(baselineOf([best, best, best, best]), undefined)
  t.same(baselineOf([...Array(6).fill(best), { ...best, cpu: 900 }]), best)
  t.same(medianOf([best, { ...best, cpu: 300 }, { ...best, cpu: 200 }]), { ...best, cpu: 200 })
})

t.test('a robot that refuses is a finding with its words', async t => {
  const receivers = [{ name: 'qa', service: 'dingtalk' }, { name: 'art', service: 'slack' }] as never
  const probe = noticeProbe(receivers, () => new Map([['qa', 'code 310000: sign not match']]))
  t.same(english(await probe.measure(new AbortController().signal)), [
    {
      kind: 'notice',
      name: 'qa',
      subject: 'dingtalk',
      value: 'not told',
      state: 'warn',
      problem: 'code 310000: sign not match'
    },
    { kind: 'notice', name: 'art', subject: 'slack', value: 'told' }
  ])
})

t.test('a range that cannot be read is a finding with its branch; no password is in it', async t => {
  const probe = repositoryProbe(async () => [{
    repository: 'dk',
    url: 'https://user:canary@git.example/dk.git',
    problem: null,
    refused: [],
    lanes: [{ branch: 'main', unread: { message: 'an odd form' } }, { branch: 'b', unread: null }]
  }])
  t.same(english(await probe.measure(new AbortController().signal)), [{
    kind: 'repository',
    name: 'dk',
    subject: 'https://…@git.example/dk.git',
    value: 'a range cannot be read',
    state: 'warn',
    problem: 'main: an odd form'
  }])
})
