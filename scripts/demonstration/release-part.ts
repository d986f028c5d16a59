import type { PackageReport } from '../../agent/packaging/package-report.js'
import type { Resolution, ResolveContext } from '../../agent/release/resolver.js'
import type { Packline } from './packline.js'
import { table } from './table.js'

interface Target {
  id: string
  kind: string
  environment: string
  priority: number
  share: number | null
  current: { release: { version: string, build: number, state: string } | null } | null
}

const why = ['--why', 'demo']
const devices: Record<string, ResolveContext> = {
  'a player of 1.0.0': {
    platform: 'windows',
    channel: 'store',
    version: '1.0.0',
    build: 1,
    deviceId: 'device-1'
  },
  'one of the 5 % of gray-1': {
    platform: 'windows',
    channel: 'store',
    version: '1.0.0',
    build: 1,
    deviceId: 'device-19'
  },
  "a partner's player": {
    platform: 'windows',
    channel: 'partner',
    version: '1.0.0',
    build: 1,
    deviceId: 'device-2'
  },
  'whoever has 1.1.0 build 2': {
    platform: 'windows',
    channel: 'store',
    version: '1.1.0',
    build: 2,
    deviceId: 'device-1'
  }
}

/**
 * Packages of two versions for all targets, published; one goes through review to live and back. Returns the
 * tables of what came of it.
 */
export function releaseGame (packline: Packline): string {
  packline.run(['target', 'apply', ...why])
  const first = makePackages(packline, '1.0.0', '1')
  for (const target of ['gray-1', 'gray-2', 'formal']) {
    publish(packline, '1.0.0', target)
    packline.run(['release', 'move', '1.0.0', '--target', target, '--state', 'live', ...why])
  }

  const second = makePackages(packline, '1.1.0', '2')
  for (const target of ['review-1', 'review-2', 'review-vest', 'formal']) publish(packline, '1.1.0', target)
  packline.run(['release', 'submit', '1.1.0', '--target', 'review-1', ...why])

  const inReview = resolveDevices(packline)
  packline.run(['release', 'flip', '--from', 'review-1', '--to', 'formal', ...why], 'review passed')
  const flipped = resolveDevices(packline)
  packline.run(['release', 'undo', ...why], 'and back')
  const undone = resolveDevices(packline)

  const targets = packline.run<{ targets: Target[] }>(['target', 'list']).targets
  const clients = Object.keys(devices).map((
    name,
    index
  ) => [name, inReview[index]!, flipped[index]!, undone[index]!])
  return [
    table(
      ['package', '1.0.0-1', 'size', '1.1.0-2', 'size'],
      first.rows.map((row, index) => [
        row.id,
        row.way,
        kilobytes(row.size),
        second
          .rows[index]!
          .way,
        kilobytes(
          second.rows[index]!.size
        )
      ])
    ),
    table(['client', '1.1.0 in review', 'flipped to formal', 'undone'], clients),
    table(['target', 'kind', 'environment', 'priority', 'share', 'holds'], targets.map(targetRow))
  ]
    .join('\n')
}

function targetRow ({ id, kind, environment, priority, share, current }: Target): string[] {
  const { release } = current ?? { release: null }
  return [
    id,
    kind,
    environment,
    String(priority),
    share === null ? '' : `${share / 100} %`,
    release === null ? '' : `${release.version}-${release.build} ${release.state}`
  ]
}

function makePackages (packline: Packline, version: string, build: string): PackageReport {
  return packline.run<PackageReport>([
    'package',
    'build',
    '--app-version',
    version,
    '--build',
    build,
    '--record',
    ...why
  ])
}

function publish (packline: Packline, release: string, target: string): void {
  packline.run([
    'release',
    'publish',
    release,
    '--target',
    target,
    '--files',
    '.',
    '--folder',
    'build/www',
    ...why
  ])
}

function resolveDevices (packline: Packline): string[] {
  return Object.values(devices).map(context => {
    const { target, environment } = packline.run<Resolution>([
      'release',
      'resolve',
      '--context',
      JSON.stringify(context)
    ])
    return `${target ?? 'none'} (${environment ?? 'none'})`
  })
}

function kilobytes (sizeBytes = 0): string {
  return `${(sizeBytes / 1000).toFixed(0)} kB`
}
