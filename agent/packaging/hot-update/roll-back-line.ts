import { PacklineError } from '../../errors.js'
import { phrase } from '../../messages/phrase.js'
import type { ChangeMaker } from '../../release/change-maker.js'
import type { DeliveryPorts } from '../../release/delivery-ports.js'
import { compareVersions, parseVersion } from '../../release/game-version.js'
import { nativeOf, targetOfAddress } from '../../release/hot-update-line.js'
import { hotUpdateLine } from '../../release/hot-update-lines.js'
import type { LineView } from '../../release/hot-update-lines.js'
import { deliverHotUpdate } from '../../release/move-release.js'
import { publishRelease } from '../../release/publish/publish-release.js'
import { publishersKey } from '../../release/publisher-record.js'
import type { PublisherRecord, PublisherRecords } from '../../release/publisher-record.js'
import { Registry } from '../../release/registry.js'
import { releaseKey } from '../../release/registry-model.js'
import type { Release } from '../../release/registry-model.js'
import type { Author, ReleaseStore } from '../../release/release-store.js'
import { buildHotUpdate } from './build-hot-update.js'
import { openHotUpdates } from './open-hot-updates.js'
import type { HotUpdateSettings } from './open-hot-updates.js'
import { updateToPublish } from './player-downloads.js'

export interface RollBack {
  store: ReleaseStore
  settings: Omit<HotUpdateSettings, 'targets'>
  target: string
  native: string
  /** The version whose content players get again. */
  to: string
  /** The version that it gets; by default the next one of the line. */
  version: string | undefined
  author: Author
  ports: DeliveryPorts
  make: ChangeMaker
}

export interface RolledBack {
  target: string
  native: string
  release: string
  /** What players got until now, what they get again, and the version that it has now. */
  before: string
  contentOf: string
  version: string
  /** Where it was published. */
  places: string[]
  revision: number | null
}

/**
 * Gives players of a line old content again. Clients ignore a lower version, so the content gets a higher
 * one: it is made, published wherever hot updates of the target were published, and delivered.
 */
export async function rollBackLine (order: RollBack): Promise<RolledBack> {
  const { store, settings, target, native, to, author, ports, make } = order
  const line = await hotUpdateLine(store, target, native)
  const { before, version } = checked(line, order)
  const release = await releaseOf(store, target, native)
  const registry = new Registry(store)
  await buildHotUpdate({
    ...settings,
    targets: [target],
    version,
    contentOf: to,
    contentLines: line.also,
    nativeFor: () => native,
    moveUrl: false,
    register: async (_target, update) => {
      await registry.checkHotUpdate(target, update, native)
    }
  })
  const { output } = await openHotUpdates({ ...settings, targets: [target] })
  const { files, update } = await updateToPublish(output, target, native)
  const { id: _, ...step } = author
  const places = await placesOf(store, line)
  for (const record of places) {
    const delivery = {
      project: store.project,
      release: releaseKey(release),
      target,
      files: [],
      hotUpdate: files
    }
    await publishRelease(store, release, { delivery, record, update }, step, ports)
  }
  // Somebody else serves the folder: what is recorded has to be known all the same.
  if (places.length === 0) {
    const { version, digest } = update
    await registry.recordHotUpdate(release, target, { version, digest }, step)
  }
  const revision = await deliverHotUpdate(store, release, target, author, make)
  return {
    target,
    native: nativeOf(native),
    release: releaseKey(release),
    before,
    contentOf: to,
    version,
    places: places.map(({ place }) => place),
    revision: revision?.revision ?? null
  }
}

function checked (
  { version: held, isEnded, earlier, nextVersion }: LineView,
  { target, native, to, version = nextVersion }: RollBack
): { before: string, version: string } {
  if (isEnded) throw new PacklineError('HOT_UPDATE_LINE_ENDED', { target, native })
  for (const each of [to, version]) {
    if (parseVersion(each) === undefined) {
      throw new PacklineError('HOT_UPDATE_VERSION_INVALID', { version: each })
    }
  }
  if (held === null || !earlier.some(each => compareVersions(each.version, to) === 0)) {
    const known = earlier.map(each => each.version).join(', ') || phrase('list.none')
    throw new PacklineError('HOT_UPDATE_UNKNOWN_VERSION', { target, version: to, known })
  }
  if (compareVersions(version, held) < 0) {
    throw new PacklineError('HOT_UPDATE_VERSION_DOWN', { version, target, last: held })
  }
  return { before: held, version }
}

/** What is live or in review of the native version there, else its last build. */
async function releaseOf (store: ReleaseStore, target: string, native: string): Promise<Release> {
  const all = (await new Registry(store).list()).filter(({ version, targets }) =>
    nativeOf(version) === nativeOf(native) && targets[target] !== undefined
  )
  const isHeld = ({ targets }: Release): boolean =>
    ['live', 'in-review'].includes(targets[target]?.state ?? '')
  const release = all.findLast(isHeld) ?? all.at(-1)
  if (release === undefined) {
    throw new PacklineError('RELEASE_UNKNOWN', { project: store.project, release: native })
  }
  return release
}

/** Where the line is served: also where it was reviewed, which packages from there go on asking. */
async function placesOf (store: ReleaseStore, { target, also }: LineView): Promise<PublisherRecord[]> {
  const records = await store.read<PublisherRecords>(publishersKey) ?? {}
  const targets = [target, ...also.map(targetOfAddress)]
  return Object
    .values(records)
    .filter(({ hotUpdates }) => hotUpdates.some(each => targets.includes(each)))
    .map(record => ({ ...record, targets: [], hotUpdates: [target] }))
}
