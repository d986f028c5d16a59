import { isDeepStrictEqual } from 'node:util'
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
 * Packages of two versions for all targets, published; the first is live, the second in review. Returns the
 * table of the packages.
 */
export async function releaseGame (packline: Packline): Promise<string> {
  await packline.run(['target', 'apply', '--why', 'the game begins'])
  const first = await makePackages(packline, '1.0.0', '1')
  for (const target of ['gray-1', 'gray-2', 'formal']) {
    await publish(packline, '1.0.0', target)
    const place = ['--target', target, '--state', 'live']
    await packline.run(['release', 'move', '1.0.0', ...place, '--why', 'the first version is out'])
  }
  const second = await makePackages(packline, '1.1.0', '2')
  for (const target of ['review-1', 'review-2', 'review-vest', 'formal']) {
    await publish(packline, '1.1.0', target)
  }
  await packline.run(['release', 'submit', '1.1.0', '--target', 'review-1', '--why', 'sent to the store'])
  return table(
    ['package', '1.0.0-1', 'size', '1.1.0-2', 'size'],
    first.rows.map((row, index) => [
      row.id,
      row.way,
      kilobytes(row.size),
      second.rows[index]!.way,
      kilobytes(second.rows[index]!.size)
    ])
  )
}

/**
 * What is in review goes live and back. Returns the tables of what came of it. Throws where its players are
 * not led to it and back.
 */
export async function goLiveAndBack (packline: Packline): Promise<string> {
  const inReview = await resolveDevices(packline)
  await packline.run(['release', 'flip', '--from', 'review-1', '--to', 'formal', '--why', 'review passed'])
  const flipped = await resolveDevices(packline)
  await packline.run(['release', 'undo', '--why', 'players cannot log in'])
  const undone = await resolveDevices(packline)
  const led = [inReview, flipped, undone].map(each => each.at(-1))
  if (!isDeepStrictEqual(led, ['review-1 (review)', 'formal (production)', 'review-1 (review)'])) {
    throw new Error(`whoever has 1.1.0 was led to ${led.join(', ')}`)
  }
  const { targets } = await packline.run<{ targets: Target[] }>(['target', 'list'])
  const clients = Object.keys(devices).map((
    name,
    index
  ) => [name, inReview[index]!, flipped[index]!, undone[index]!])
  return [
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

async function makePackages (packline: Packline, version: string, build: string): Promise<PackageReport> {
  return await packline.run<PackageReport>([
    'package',
    'build',
    '--app-version',
    version,
    '--build',
    build,
    '--record',
    '--why',
    `version ${version} is ready`
  ])
}

async function publish (packline: Packline, release: string, target: string): Promise<void> {
  await packline.run([
    'release',
    'publish',
    release,
    '--target',
    target,
    '--files',
    '.',
    '--folder',
    'build/www',
    '--why',
    'its files lie ready'
  ])
}

async function resolveDevices (packline: Packline): Promise<string[]> {
  const found: string[] = []
  for (const context of Object.values(devices)) {
    const { target, environment } = await packline.run<Resolution>([
      'release',
      'resolve',
      '--context',
      JSON.stringify(context)
    ])
    found.push(`${target ?? 'none'} (${environment ?? 'none'})`)
  }
  return found
}

function kilobytes (sizeBytes = 0): string {
  return `${(sizeBytes / 1000).toFixed(0)} kB`
}
