import { isDeepStrictEqual } from 'node:util'
import { valueMistakes } from '../config/release-checks.js'
import type { ParameterValue } from '../config/parameter-schema.js'
import type { ReleaseDefinition } from '../config/release-schema.js'
import type { Rollout } from '../config/rollout-schema.js'
import type { Target } from '../config/target-schema.js'
import { configInvalid, mistake, oneOfKnown } from '../config/validate.js'
import { PacklineError } from '../errors.js'
import { wordedLater } from '../messages/message.js'
import { phrase } from '../messages/phrase.js'
import { nearest } from '../nearest.js'
import { checkDefinition } from './definition-check.js'
import { effectiveDefinition, emptyDefinition } from './definition.js'
import { checkKeepsPlayers } from './lost-players.js'
import { setValueMistakes, setValues } from './set-values.js'
import type { StoredDefinition } from './definition.js'
import type { Draft } from './draft-documents.js'
import { checkPins } from './pinned-version.js'
import type { Author, ReleaseStore } from './release-store.js'
import type { Revision } from './revision.js'
import { writeResolveDocument } from './target-content.js'
import type { Current } from './resolve-document.js'

type Outcome = Promise<Revision | undefined>
type DefinitionChange = (
  stored: StoredDefinition,
  draft: Draft
) => StoredDefinition | Promise<StoredDefinition>

/** Makes the project file's environments, targets and parameters the ones that operators' changes go over. */
export async function applyProjectFile (
  store: ReleaseStore,
  { environments, targets, parameters }: ReleaseDefinition,
  author: Author,
  { isForced = false, uses }: { isForced?: boolean, uses?: StoredDefinition['uses'] } = {}
): Outcome {
  return await changeDefinition(store, author, 'target apply', store.project, (stored, { moment }) => {
    const set = setValues(stored, parameters)
    const mistakes = setValueMistakes(set)
    if (mistakes.length > 0) {
      throw configInvalid(wordedLater('config.parametersOf', { project: store.project }), mistakes)
    }
    const values = Object.fromEntries(set.map(({ name, set }) => [name, set]))
    const { uses: _, ...others } = stored
    const declared = { environments, targets, parameters }
    const after = { ...others, values, declared, ...uses !== undefined && { uses } }
    if (!isForced) checkAllKeepPlayers(stored, after, moment.at)
    return after
  })
}

/** A target that the file has no longer is gone on purpose; one that it has goes on taking whom it took. */
function checkAllKeepPlayers (before: StoredDefinition, after: StoredDefinition, at: string): void {
  const next = new Map(effectiveDefinition(after).targets.map(target => [target.id, target]))
  for (const target of effectiveDefinition(before).targets) {
    const same = next.get(target.id)
    if (same !== undefined) checkKeepsPlayers(target, same, at)
  }
}

export async function addTarget (store: ReleaseStore, target: Target, author: Author): Outcome {
  return await changeDefinition(store, author, 'target add', target.id, stored => {
    if (effectiveDefinition(stored).targets.some(({ id }) => id === target.id)) {
      throw new PacklineError('RELEASE_TARGET_EXISTS', {
        project: store.project,
        target: target.id
      })
    }
    return withTarget(stored, target)
  })
}

/** Changes a target by `edit`. What would lose players is refused unless `isForced`. */
export async function editTarget (
  store: ReleaseStore,
  id: string,
  edit: (target: Target, draft: Draft) => Target,
  author: Author,
  { action = 'target edit', isForced = false } = {}
): Outcome {
  return await changeDefinition(store, author, action, id, (stored, draft) => {
    const before = targetIn(store, stored, id)
    const after = { ...edit(before, draft), id }
    if (!isForced) checkKeepsPlayers(before, after, draft.moment.at)
    return isDeepStrictEqual(before, after) ? stored : withTarget(stored, after)
  })
}

/** Removes a target, also one of the project file, unless a release is in review or live there. */
export async function removeTarget (store: ReleaseStore, id: string, author: Author): Outcome {
  return await changeDefinition(store, author, 'target remove', id, async (stored, draft) => {
    targetIn(store, stored, id)
    const current = await draft.read<Current>(`current/${id}`)
    if (current?.release) {
      throw new PacklineError('RELEASE_TARGET_IN_USE', {
        target: id,
        release: `${current.release.version}-${current.release.build}`,
        state: current.release.state
      })
    }
    const { [id]: _, ...targets } = stored.targets
    const isDeclared = stored.declared.targets.some(target => target.id === id)
    return { ...stored, targets: isDeclared ? { ...targets, [id]: null } : targets }
  })
}

/** Gives a parameter a value; without one, its default holds again. */
export async function setParameter (
  store: ReleaseStore,
  name: string,
  value: ParameterValue | undefined,
  author: Author
): Outcome {
  return await changeDefinition(
    store,
    author,
    value === undefined ? 'params unset' : 'params set',
    name,
    (stored, { moment }) => {
      const parameter = stored.declared.parameters[name]
      const known = Object.keys(stored.declared.parameters)
      if (parameter === undefined) {
        throw configInvalid(wordedLater('config.parametersOf', { project: store.project }), [
          mistake(name, value, oneOfKnown('config.parameter', name, known))
        ])
      }
      const { [name]: _, ...values } = stored.values
      if (value === undefined) return { ...stored, values }
      const mistakes = valueMistakes(name, parameter, value)
      if (mistakes.length > 0) {
        throw configInvalid(wordedLater('config.parametersOf', { project: store.project }), mistakes)
      }
      // Who set it first is who set it: nothing is changed by saying it again.
      if (stored.values[name]?.value === value) return stored
      return { ...stored, values: { ...values, [name]: { value, why: author.why, ...moment } } }
    }
  )
}

export function pausedRollout (rollout: Rollout, at: string): Rollout {
  return rollout.pausedAt === undefined ? { ...rollout, pausedAt: at } : rollout
}

/** The steps that were still to come begin later, by as long as the pause was. */
export function resumedRollout ({ pausedAt, ...rollout }: Rollout, at: string): Rollout {
  if (pausedAt === undefined) return rollout
  const lengthMs = Math.max(0, Date.parse(at) - Date.parse(pausedAt))
  return {
    ...rollout,
    schedule: rollout.schedule.map(step =>
      Date.parse(step.at) <= Date.parse(pausedAt)
        ? step
        : { ...step, at: new Date(Date.parse(step.at) + lengthMs).toISOString() }
    )
  }
}

export function targetIn ({ project }: { project: string }, stored: StoredDefinition, id: string): Target {
  const { targets } = effectiveDefinition(stored)
  const target = targets.find(each => each.id === id)
  if (target === undefined) {
    const known = targets.map(each => each.id)
    const suggestion = nearest(id, known)
    throw new PacklineError('RELEASE_TARGET_UNKNOWN', {
      project,
      target: id,
      known: known.join(', ') || phrase('list.none'),
      ...suggestion !== undefined && { suggestion }
    })
  }
  return target
}

/** Changes what a project says about its releases; it has to hold as a whole afterwards. */
export async function changeDefinition (
  store: ReleaseStore,
  author: Author,
  action: string,
  subject: string,
  work: DefinitionChange
): Outcome {
  return await store.commit({ ...author, action, subject }, async draft => {
    const stored = await draft.read<StoredDefinition>('definition') ?? emptyDefinition
    const after = await work(stored, draft)
    if (after === stored) return
    checkDefinition(wordedLater('config.targetsOf', { project: store.project }), effectiveDefinition(after))
    draft.write('definition', after)
    await checkPins(draft)
    await writeResolveDocument(store.project, draft)
  })
}

function withTarget (stored: StoredDefinition, target: Target): StoredDefinition {
  return { ...stored, targets: { ...stored.targets, [target.id]: target } }
}
