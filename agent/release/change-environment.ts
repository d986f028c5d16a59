import { isDeepStrictEqual } from 'node:util'
import type { Environment } from '../config/environment-schema.js'
import { PacklineError } from '../errors.js'
import { phrase } from '../messages/phrase.js'
import { nearest } from '../nearest.js'
import { changeDefinition } from './change-definition.js'
import { effectiveDefinition } from './definition.js'
import type { StoredDefinition } from './definition.js'
import type { Author, ReleaseStore } from './release-store.js'
import type { Revision } from './revision.js'

/** Adds an environment. As every change it is checked with all targets and environments together. */
export async function addEnvironment (
  store: ReleaseStore,
  name: string,
  environment: Environment,
  author: Author
): Promise<Revision | undefined> {
  return await changeDefinition(store, author, 'environment add', name, stored => {
    if (Object.hasOwn(effectiveDefinition(stored).environments, name)) {
      throw new PacklineError('RELEASE_ENVIRONMENT_EXISTS', {
        project: store.project,
        environment: name
      })
    }
    return withEnvironment(stored, name, environment)
  })
}

export async function editEnvironment (
  store: ReleaseStore,
  name: string,
  edit: (environment: Environment) => Environment,
  author: Author
): Promise<Revision | undefined> {
  return await changeDefinition(store, author, 'environment edit', name, stored => {
    const before = environmentIn(store, stored, name)
    const after = edit(before)
    return isDeepStrictEqual(before, after) ? stored : withEnvironment(stored, name, after)
  })
}

/**
 * Removes an environment, also one of the project file; one that a target or a service leads to is refused.
 */
export async function removeEnvironment (
  store: ReleaseStore,
  name: string,
  author: Author
): Promise<Revision | undefined> {
  return await changeDefinition(store, author, 'environment remove', name, stored => {
    environmentIn(store, stored, name)
    const { [name]: _, ...environments } = stored.environments
    return {
      ...stored,
      environments: Object.hasOwn(stored.declared.environments, name)
        ? { ...environments, [name]: null }
        : environments
    }
  })
}

export function environmentIn (
  { project }: { project: string },
  stored: StoredDefinition,
  name: string
): Environment {
  const { environments } = effectiveDefinition(stored)
  const environment = Object.hasOwn(environments, name) ? environments[name] : undefined
  if (environment === undefined) {
    const suggestion = nearest(name, Object.keys(environments))
    throw new PacklineError('RELEASE_ENVIRONMENT_UNKNOWN', {
      project,
      environment: name,
      known: Object.keys(environments).join(', ') || phrase('list.none'),
      ...suggestion !== undefined && { suggestion }
    })
  }
  return environment
}

function withEnvironment (
  stored: StoredDefinition,
  name: string,
  environment: Environment
): StoredDefinition {
  return { ...stored, environments: { ...stored.environments, [name]: environment } }
}
