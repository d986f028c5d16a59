import { createHash, randomUUID } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { applyProjectFile } from '../../agent/release/change-definition.js'
import { deliveredChange } from '../../agent/release/delivered-change.js'
import type { DeliveryPorts } from '../../agent/release/delivery-ports.js'
import { flip } from '../../agent/release/flip.js'
import { deliverHotUpdate, moveTo } from '../../agent/release/move-release.js'
import { publishRelease } from '../../agent/release/publish/publish-release.js'
import type { PublishFile } from '../../agent/release/publish/publisher.js'
import type { PublisherRecord } from '../../agent/release/publisher-record.js'
import { Registry } from '../../agent/release/registry.js'
import { releaseKey } from '../../agent/release/registry-model.js'
import type { Release } from '../../agent/release/registry-model.js'
import type { Author, ReleaseStore } from '../../agent/release/release-store.js'
import type { Current } from '../../agent/release/resolve-document.js'
import type { Revision } from '../../agent/release/revision.js'
import { author, game, rebuild } from '../../agent/release/testing/release-world.js'
import { undoFlip } from '../../agent/release/undo-flip.js'
import { alwaysContent, contentOf, gameOf } from './delivery-readers.js'
import type { Random } from './random.js'

export const deliveryOperations = ['publish', 'submit', 'flip', 'flip', 'undo', 'update', 'update'] as const
export type DeliveryOperation = typeof deliveryOperations[number]

export type DeliveryPlace = Pick<PublisherRecord, 'place' | 'reach'>

export interface Releaser {
  store: ReleaseStore
  ports: DeliveryPorts
  places: readonly DeliveryPlace[]
  /** Where what is published is made. */
  folder: string
  random: Random
}

/** 1.1 is live, everywhere. */
export async function beginReleases (releaser: Releaser): Promise<void> {
  const { store, ports } = releaser
  await applyProjectFile(store, game, author)
  await publishNext(releaser)
  await moveTo(store, { version: '1.1', build: 1 }, 'live', 'live', author, deliveredChange(ports))
}

/** What somebody does with releases. With `id` a request that comes again is not done twice. */
export async function operate (
  name: DeliveryOperation,
  releaser: Releaser,
  id: string
): Promise<{ revision: number | null } | undefined> {
  const { store, ports } = releaser
  const who = { ...author, id }
  switch (name) {
    case 'publish':
      await publishNext(releaser)
      return undefined
    case 'submit':
      return await submit(releaser, who)
    case 'flip':
      return await flip(store, { ...who, from: 'review-1', to: 'live' }, deliveredChange(ports))
    case 'undo':
      return await undoFlip(store, who, deliveredChange(ports))
    case 'update':
      return await update(releaser, who)
  }
}

async function publishNext (releaser: Releaser): Promise<void> {
  const registry = new Registry(releaser.store)
  const last = Number((await registry.list()).at(-1)?.version.split('.')[1] ?? 0)
  const release = await registry.begin({ version: `1.${last + 1}`, rebuild }, author)
  for (const target of ['live', 'review-1']) await publishTo(releaser, registry, release, target)
}

async function publishTo (
  releaser: Releaser,
  registry: Registry,
  release: Release,
  target: string
): Promise<void> {
  const file = madeFile(releaser.folder, 'game', gameOf(releaseKey(release)))
  const { name, sizeBytes, sha256 } = file
  const rows = ['android', 'ios'].map(platform => ({
    platform,
    channel: '',
    pairing: '',
    inputDigest: sha256,
    method: 'build' as const,
    signature: 'none' as const,
    artifacts: [{ name, sizeBytes, sha256 }]
  }))
  await registry.recordRows(release, target, rows, author)
  await hand(releaser, release, target, [file])
}

async function submit ({ store, ports }: Releaser, who: Author): Promise<Revision | undefined> {
  const releases = await new Registry(store).list()
  const next = releases.findLast(({ targets }) => targets['review-1']?.state === 'published')
  if (next === undefined) return undefined
  return await moveTo(store, next, 'review-1', 'in-review', who, deliveredChange(ports))
}

async function update (releaser: Releaser, who: Author): Promise<Revision | undefined> {
  const { store, ports, random } = releaser
  const target = random.pick(['live', 'review-1'])
  const held = (await store.read<Current>(`current/${target}`))?.release
  if (held === null || held === undefined) return undefined
  const release = await new Registry(store).get(held)
  await hand(releaser, release, target, [])
  return await deliverHotUpdate(store, release, target, who, deliveredChange(ports))
}

/** Hands packages and the next hot update to all places. */
async function hand (
  { store, ports, places, folder }: Releaser,
  release: Release,
  target: string,
  files: PublishFile[]
): Promise<void> {
  const history = await new Registry(store).hotUpdates(target)
  const last = Math.max(0, ...Object.keys(history).map(version => Number(version.split('.')[3])))
  const version = `${release.version}.0.${last + 1}`
  const from = `${target}/${release.version}/versions/${version}`
  const digest = createHash('sha256').update(`${target} ${version}`).digest('hex')
  const hotUpdate = [
    madeFile(folder, `content/${digest}/level`, contentOf(version)),
    madeFile(folder, `content/${digest}/always`, alwaysContent),
    madeFile(folder, `${from}/project.manifest`, JSON.stringify({ version, digest })),
    madeFile(folder, `${from}/version.manifest`, JSON.stringify({ version }))
  ]
  const delivery = { project: 'dk', release: releaseKey(release), target, files, hotUpdate }
  for (const place of places) {
    const record = { ...place, targets: files.length === 0 ? [] : [target], hotUpdates: [target] }
    await publishRelease(
      store,
      release,
      { delivery, record, update: { version, digest, from } },
      author,
      ports
    )
  }
}

/** A file of this machine to publish. */
function madeFile (folder: string, name: string, text: string): PublishFile {
  const path = join(folder, randomUUID())
  mkdirSync(folder, { recursive: true })
  writeFileSync(path, text)
  const sha256 = createHash('sha256').update(text).digest('hex')
  return { name, path, sizeBytes: Buffer.byteLength(text), sha256, isReplaced: false }
}
