import { parseProjectFile } from '../../config/project-file.js'
import type { ReleaseDefinition } from '../../config/release-schema.js'
import type { Documents } from '../../coordination/documents.js'
import { applyProjectFile } from '../change-definition.js'
import { moveTo } from '../move-release.js'
import { Registry } from '../registry.js'
import type { PackageRow, Release } from '../registry-model.js'
import { ReleaseStore } from '../release-store.js'

export const author = { by: 'ann', why: 'test' }
export const rebuild = {
  commits: { game: 'c0ffee' },
  tools: { packline: '0.1.0' },
  baselines: {},
  command: ['packline', 'package', 'build']
}

const services = (name: string): object => ({
  services: {
    GameServer: {
      addresses: [`game.${name}.example:7001`],
      databases: ['db1.example:3306'],
      namespace: name
    },
    BattleServer: {
      addresses: [`battle.${name}.example:7002`],
      databases: ['db1.example:3306'],
      namespace: `${name}-battle`
    },
    VMS: { addresses: [`https://vms.${name}.example`] },
    Global: name === 'production'
      ? { addresses: ['global.example:443'], databases: ['db0.example:3306'], namespace: 'global' }
      : { from: 'production' }
  }
})

/** A game with a formal, two gray and three review targets. */
export const game = parse({
  environments: {
    production: services('production'),
    'review-1': services('review-1'),
    'review-2': services('review-2'),
    'review-vest': services('review-vest')
  },
  targets: [
    {
      id: 'live',
      kind: 'formal',
      environment: 'production',
      priority: 100,
      hotUpdate: { url: 'https://cdn.example/dk/live' }
    },
    {
      id: 'gray-1',
      kind: 'gray',
      environment: 'production',
      priority: 50,
      rollout: { share: 500 },
      hotUpdate: { url: 'https://cdn.example/dk/gray-1' }
    },
    {
      id: 'gray-2',
      kind: 'gray',
      environment: 'production',
      priority: 60,
      match: { platform: ['android'], channel: ['应用宝'] },
      rollout: { share: 2500, schedule: [{ at: '2026-02-01T00:00:00Z', share: 5000 }] }
    },
    { id: 'review-1', kind: 'review', environment: 'review-1', priority: 10, match: { submitted: true } },
    { id: 'review-2', kind: 'review', environment: 'review-2', priority: 10, match: { submitted: true } },
    {
      id: 'review-vest',
      kind: 'review',
      environment: 'review-vest',
      priority: 10,
      match: { submitted: true, appId: ['com.example.vest'] }
    }
  ],
  parameters: {
    bundleCode: { type: 'boolean', description: 'Put scripts into one bundle', default: true, stage: 'ci' },
    logLevel: {
      type: 'choice',
      description: 'What the client logs',
      choices: ['none', 'error', 'all'],
      default: 'error',
      stage: 'cd'
    }
  }
})

export function parse (given: object): ReleaseDefinition {
  return parseProjectFile('packline.json', Buffer.from(JSON.stringify({ project: 'dk', ...given })))
}

export function packageRow (platform: string, channel = 'store', content = 'a'): PackageRow {
  return {
    platform,
    channel,
    pairing: '',
    inputDigest: content.repeat(64),
    method: 'stamp',
    signature: 'signed',
    artifacts: [{ name: `${platform}/${channel}.zip`, sizeBytes: 10, sha256: content.repeat(64) }]
  }
}

export interface World {
  store: ReleaseStore
  registry: Registry
}

export function openWorld (
  documents: Documents,
  now: () => Date = () => new Date('2026-01-15T00:00:00Z'),
  project = 'dk'
): World {
  const store = new ReleaseStore({ documents, project, now })
  return { store, registry: new Registry(store) }
}

/** 1.0 live, 1.1 in review at review-1, both for android and ios. */
export async function reviewedWorld (
  documents: Documents,
  project?: string
): Promise<World & { live: Release, reviewed: Release }> {
  const world = openWorld(documents, undefined, project)
  const { store, registry } = world
  await applyProjectFile(store, game, author)
  const live = await registry.begin({ version: '1.0', rebuild }, author)
  const reviewed = await registry.begin({ version: '1.1', rebuild }, author)
  await release(world, live, 'live', 'live', 'a')
  await release(world, reviewed, 'review-1', 'in-review', 'b')
  return { ...world, live, reviewed }
}

async function release (
  { store, registry }: World,
  name: Release,
  target: string,
  state: 'live' | 'in-review',
  content: string
): Promise<void> {
  await registry.recordRows(name, target, [
    packageRow('android', 'store', content),
    packageRow('ios', 'store', content)
  ], author)
  await moveTo(store, name, target, 'published', author)
  await moveTo(store, name, target, state, author)
}
