import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ActionCache } from '../../cache/action-cache.js'
import { ContentStore } from '../../cache/content-store.js'
import { PacklineError } from '../../errors.js'
import type { ProjectPictures } from '../atlas/project-pictures.js'
import type { BuildProfile } from '../../config/project-schema.js'
import { checkOutputs } from '../outputs/intact-outputs.js'
import { openProject, scanProject } from '../sources/project-scan.js'
import type { OpenProject } from '../sources/project-scan.js'
import type { ScanResult } from '../sources/scan.js'
import type { FileTable } from '../../files/file-table.js'
import { RunPhases } from './run-phases.js'
import type { BuildSettings, LocalCache, ScannedRun } from './run-settings.js'
import { RunStateStore } from './run-state.js'
import type { RunState } from './run-state.js'

/**
 * Opens the project and looks at its files, while another look goes to its outputs.
 * @param knownOf what is known of the files without looking at them
 */
export async function scanRun (
  settings: BuildSettings,
  knownOf?: (project: OpenProject, local: LocalCache) => Promise<FileTable | undefined>
): Promise<ScannedRun> {
  const startedAt = settings.now()
  const phases = new RunPhases(settings.emit)
  return await phases.during('scan', async () => {
    const { project, past: { states, stamp, state } } = await openProject(
      settings.folder,
      root => pastOf(settings, pastKey(root, settings.inline)),
      { inline: settings.inline, parameters: settings.parameters }
    )
    await checkRule(settings.only, project)
    const outputs = checkOutputs(project.output, settings.memory)
    const local = localCache(settings)
    // Nothing was built here: other machines will be asked, and answer while this one reads its files.
    const shared = state === undefined ? settings.sharedCache?.(local, project.file.project) : undefined
    shared?.catch(() => {})
    const profile = settings.profile ?? project.file.assets.profile
    let pictures: ProjectPictures | undefined
    const look = async (): Promise<Pick<ScannedRun, 'scanned' | 'scannedBy'>> => {
      const known = await knownOf?.(project, local)
      if (known !== undefined) return { scanned: asScanned(known), scannedBy: 'SHARD_CHECKOUT_DIFFERS' }
      const memory = settings.memory?.walkOf(project)
      const { signal, now, isLookOnly } = settings
      if (state === undefined) pictures = await picturesAhead(settings, project, profile, shared)
      const given = { signal, now, memory, isLookOnly, ...pictures?.scanning }
      const scanned = await scanProject(project, states.readFiles(), given)
      return { scanned, scannedBy: 'SCAN_FILE_CHANGED' }
    }
    const { scanned, scannedBy } = await look().catch(
      async (error: unknown) => {
        pictures?.measured.close()
        await outputs.close()
        throw error
      }
    )
    settings.emit({ type: 'scanned', files: scanned.table.length, hashed: scanned.hashed })
    return {
      project,
      local,
      state: state && stillTrueOf(state, project),
      scanned,
      scannedBy,
      profile,
      states,
      stamp,
      phases,
      startedAt,
      outputs,
      ...pictures !== undefined && { pictures }
    }
  })
}

/**
 * Where all has to be made, as far as one knows: nothing was, by this home, for any project, and no shared
 * cache says that it is there.
 */
async function picturesAhead (
  { home, only, isDryRun, isShard = false, isLookOnly = false }: BuildSettings,
  { root, matchers }: OpenProject,
  profile: BuildProfile,
  shared: ReturnType<NonNullable<BuildSettings['sharedCache']>> | undefined
): Promise<ProjectPictures | undefined> {
  if (isDryRun || isShard || isLookOnly || existsSync(recordsFolder(home))) return undefined
  if (await (await shared?.catch(() => undefined))?.answersSoon() === true) return undefined
  const { havePictures, ProjectPictures } = await import('../atlas/project-pictures.js')
  const built = matchers.filter(({ rule }) => (only ?? rule.name) === rule.name)
  return havePictures(built) ? new ProjectPictures(root, built, profile) : undefined
}

function recordsFolder (home: string): string {
  return join(home, 'cache', 'ac')
}

function localCache ({ home, memory }: BuildSettings): LocalCache {
  const folder = join(home, 'cache')
  const records = recordsFolder(home)
  return {
    store: new ContentStore(join(folder, 'cas'), memory?.blobs),
    cache: memory?.actionCache(records) ?? new ActionCache(records)
  }
}

/** Nobody has looked: whoever reads one of the files compares its bytes. */
function asScanned (table: FileTable): ScanResult {
  return {
    table,
    bytes: new Map(),
    hashed: 0,
    pointers: new Set(),
    isUnchanged: false,
    isTableNew: false,
    previousId: ''
  }
}

/** A folder may be published to several places without a project file. */
function pastKey (root: string, inline: BuildSettings['inline']): string {
  return inline === undefined ? root : `${root}\0${inline.assets.output}`
}

/** What the last run of the project left; the stamp is taken first, so that a newer state is noticed. */
function pastOf (
  { home, memory }: BuildSettings,
  key: string
): Pick<ScannedRun, 'states' | 'stamp' | 'state'> {
  const states = new RunStateStore(home, key, memory)
  const stamp = states.stamp()
  return { states, stamp, state: states.read() }
}

/** What is left of a state whose project file has changed: durations and keys for explanations. */
function stillTrueOf ({ published, ...state }: RunState, { isKnown }: OpenProject): RunState {
  return isKnown && published !== undefined ? { ...state, published } : state
}

async function checkRule (only: string | undefined, { file }: OpenProject): Promise<void> {
  const names = file.assets.rules.map(rule => rule.name)
  if (only === undefined || names.includes(only)) return
  const { nearest } = await import('../../nearest.js')
  const suggestion = nearest(only, names)
  throw new PacklineError(
    'PLAN_UNKNOWN_RULE',
    suggestion === undefined ? { rule: only } : { rule: only, suggestion }
  )
}
