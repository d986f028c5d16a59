import type { ParameterValue } from '../config/parameter-schema.js'
import { parseEnvironment, parseTarget } from '../config/target-file.js'
import { PacklineError } from '../errors.js'
import { addTarget, editTarget, removeTarget, setParameter } from './change-definition.js'
import { addEnvironment, editEnvironment, removeEnvironment } from './change-environment.js'
import type { ChangeMaker } from './change-maker.js'
import { editRelease } from './edit-release.js'
import type { Author, ReleaseStore } from './release-store.js'
import type { Revision } from './revision.js'
import { undoFlip } from './undo-flip.js'

type UndoneChange = Revision['changes'][number]
type Undo = (
  store: ReleaseStore,
  revision: Revision,
  author: Author,
  isForced: boolean
) => Promise<Revision | undefined>

/** How each edit is taken back: what it changed becomes what it was, by another revision. */
const edits: Readonly<Record<string, Undo>> = {
  'target edit': undoTarget,
  'target rollout': undoTarget,
  'target pause': undoTarget,
  'target resume': undoTarget,
  'target add': async (store, { subject }, author) => await removeTarget(store, subject, author),
  'target remove': async (store, { subject, changes }, author) =>
    await addTarget(store, parseTarget('undo', wholeOf(changes, `targets.${subject}`)), author),
  'environment edit': async (store, { subject, changes }, author) =>
    await editEnvironment(
      store,
      subject,
      before => parseEnvironment('undo', subject, undone(before, `environments.${subject}`, changes)),
      author
    ),
  'environment add': async (store, { subject }, author) => await removeEnvironment(store, subject, author),
  'environment remove': async (store, { subject, changes }, author) =>
    await addEnvironment(
      store,
      subject,
      parseEnvironment('undo', subject, wholeOf(changes, `environments.${subject}`)),
      author
    ),
  'params set': undoParameter,
  'params unset': undoParameter,
  'release edit': async (store, { subject, changes }, author) => {
    const [version = '', build] = subject.split('-')
    const textOf = (field: 'notes' | 'changelog'): Record<string, string> => {
      const change = changes.find(({ path }) => path === field)
      return change === undefined ? {} : { [field]: typeof change.before === 'string' ? change.before : '' }
    }
    const parameters = changes.flatMap(({ path, before }) =>
      path.startsWith('parameters.')
        ? [[path.slice('parameters.'.length), (before ?? null) as ParameterValue | null]]
        : []
    )
    return await editRelease(store, { version, build: Number(build) }, {
      ...textOf('notes'),
      ...textOf('changelog'),
      parameters: Object.fromEntries(parameters) as Record<string, ParameterValue | null>
    }, author)
  }
}

export function canUndo ({ action }: Pick<Revision, 'action'>): boolean {
  return isFlip(action) || Object.hasOwn(edits, action)
}

/** The role that made the change is the one that takes it back. */
export function undoRole ({ action }: Pick<Revision, 'action'>): 'release' | 'admin' {
  return /^(?:target|environment) (?:add|edit|remove)$/.test(action) ? 'admin' : 'release'
}

function isFlip (action: string): boolean {
  return action === 'flip' || action === 'undo'
}

/** The entry `number` of the history. Throws RELEASE_NOTHING_TO_UNDO where it cannot be taken back. */
export async function undoable (store: ReleaseStore, number: number): Promise<Revision> {
  const [revision] = await store.history(number)
  // What is longer was written down by its length only.
  const isWhole = revision?.changes.every(({ before }) => !/^\d+ bytes$/.test(String(before))) ?? false
  if (revision?.revision === number && canUndo(revision) && (isWhole || isFlip(revision.action))) {
    return revision
  }
  throw new PacklineError('RELEASE_NOTHING_TO_UNDO', { revision: number })
}

/**
 * Takes one revision back by another one. Throws RELEASE_CHANGED where somebody changed the same since then,
 * and what the change itself may throw.
 */
export async function undoRevision (
  store: ReleaseStore,
  number: number,
  author: Author,
  { make, isForced = false }: { make: ChangeMaker, isForced?: boolean }
): Promise<void> {
  const revision = await undoable(store, number)
  if (isFlip(revision.action)) await undoFlip(store, { ...author, revision: number }, make)
  else await edits[revision.action]?.(store, revision, { ...author, seen: number }, isForced)
}

async function undoTarget (
  store: ReleaseStore,
  { subject, changes }: Revision,
  author: Author,
  isForced: boolean
): Promise<Revision | undefined> {
  return await editTarget(
    store,
    subject,
    before => parseTarget('undo', undone(before, `targets.${subject}`, changes)),
    author,
    { isForced }
  )
}

async function undoParameter (
  store: ReleaseStore,
  { subject, changes }: Revision,
  author: Author
): Promise<Revision | undefined> {
  const change = changes.find(({ path }) => path === `values.${subject}`)
  return await setParameter(store, subject, change?.before as ParameterValue | undefined, author)
}

/** What stood at `path` before it was taken away. */
function wholeOf (changes: readonly UndoneChange[], path: string): unknown {
  return changes.find(each => each.document === 'definition' && each.path === path)?.before
}

/** `value` with what `changes` did below `root` taken back. */
function undone (value: object, root: string, changes: readonly UndoneChange[]): unknown {
  const copy = structuredClone(value) as Record<string, unknown>
  for (const { document, path, before } of changes) {
    if (document !== 'definition' || !path.startsWith(`${root}.`)) continue
    const names = path.slice(root.length + 1).split('.')
    const last = names.pop() ?? ''
    let place: Record<string, unknown> = copy
    for (const name of names) place = (place[name] ??= {}) as Record<string, unknown>
    if (before === undefined) delete place[last]
    else place[last] = before
  }
  return copy
}
