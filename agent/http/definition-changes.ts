import type { FastifyInstance } from 'fastify'
import type { Environment } from '../config/environment-schema.js'
import { environmentSchema } from '../config/environment-schema.js'
import { namePattern } from '../config/name-patterns.js'
import type { ParameterValue } from '../config/parameter-schema.js'
import { rolloutSchema, type Rollout } from '../config/rollout-schema.js'
import { parseEnvironment, parseTarget } from '../config/target-file.js'
import { targetSchema } from '../config/target-schema.js'
import type { Target } from '../config/target-schema.js'
import {
  addTarget,
  editTarget,
  pausedRollout,
  removeTarget,
  resumedRollout,
  setParameter
} from '../release/change-definition.js'
import { addEnvironment, editEnvironment, removeEnvironment } from '../release/change-environment.js'
import { withRollout } from '../release/rollout-change.js'
import { addChange } from './changing.js'
import { mergePatch } from './merge-patch.js'
import { changingFails, force } from './project-schemas.js'
import type { Releases } from './releases.js'

const set = {
  type: 'object',
  description: 'Fields to change, as a JSON merge patch (RFC 7396): null takes one away'
} as const

/** What people change of targets, environments and parameters. */
export function addDefinitionChanges (app: FastifyInstance, releases: Releases): void {
  addTargetChanges(app, releases)
  addRolloutChanges(app, releases)
  addEnvironmentChanges(app, releases)
  addParameterChanges(app, releases)
}

function addTargetChanges (app: FastifyInstance, releases: Releases): void {
  addChange<never, { target: Target }>(
    app,
    releases,
    {
      method: 'POST',
      path: '/targets',
      names: [],
      summary: 'Add a target',
      properties: { target: targetSchema },
      required: ['target'],
      errors: ['RELEASE_TARGET_EXISTS', ...changingFails]
    },
    async ({ store, author }, _params, { target }) =>
      await addTarget(store, parseTarget('target', target), author)
  )

  addChange<'target', { set: object, force: boolean }>(app, releases, {
    method: 'PATCH',
    path: '/targets/:target',
    names: ['target'],
    summary: 'Change a target',
    properties: { set, force },
    required: ['set'],
    errors: ['RELEASE_TARGET_UNKNOWN', 'RELEASE_ROLLOUT_NARROWS', ...changingFails]
  }, async ({ store, author }, params, { set, force }) =>
    await editTarget(
      store,
      params.target,
      target => parseTarget('set', mergePatch(target, set)),
      author,
      { isForced: force }
    ))

  addChange<'target', object>(app, releases, {
    method: 'DELETE',
    path: '/targets/:target',
    names: ['target'],
    summary: 'Remove a target that holds no release',
    properties: {},
    errors: ['RELEASE_TARGET_UNKNOWN', 'RELEASE_TARGET_IN_USE', ...changingFails]
  }, async ({ store, author }, { target }) => await removeTarget(store, target, author))
}

function addRolloutChanges (app: FastifyInstance, releases: Releases): void {
  const { share, salt, schedule } = rolloutSchema.properties
  const { default: _, ...steps } = schedule
  addChange<'target', { share: number, schedule?: Rollout['schedule'], salt?: string, force: boolean }>(
    app,
    releases,
    {
      method: 'POST',
      path: '/targets/:target/rollout',
      names: ['target'],
      summary: 'Change which part of the players gets a target, now and later',
      properties: { share, schedule: steps, salt, force },
      required: ['share'],
      errors: ['RELEASE_TARGET_UNKNOWN', 'RELEASE_ROLLOUT_NARROWS', ...changingFails],
      projectRole: 'release'
    },
    async ({ store, author }, params, { force, ...change }) =>
      await editTarget(store, params.target, target => withRollout(target, change), author, {
        action: 'target rollout',
        isForced: force
      })
  )

  const actions = {
    pause: { summary: 'Stop the schedule of a rollout where it is', work: pausedRollout },
    resume: { summary: 'Let the schedule of a rollout go on, later by the pause', work: resumedRollout }
  }
  for (const [action, { summary, work }] of Object.entries(actions)) {
    addChange<'target', object>(app, releases, {
      method: 'POST',
      path: `/targets/:target/${action}`,
      names: ['target'],
      summary,
      properties: {},
      errors: ['RELEASE_TARGET_UNKNOWN', 'RELEASE_ROLLOUT_NARROWS', ...changingFails],
      projectRole: 'release'
    }, async ({ store, author }, params) =>
      await editTarget(
        store,
        params.target,
        (target, { moment }) =>
          target.rollout === undefined ? target : { ...target, rollout: work(target.rollout, moment.at) },
        author,
        { action: `target ${action}` }
      ))
  }
}

function addEnvironmentChanges (app: FastifyInstance, releases: Releases): void {
  addChange<never, { name: string, environment: Environment }>(
    app,
    releases,
    {
      method: 'POST',
      path: '/environments',
      names: [],
      summary: 'Add an environment',
      properties: { name: { type: 'string', pattern: namePattern }, environment: environmentSchema },
      required: ['name', 'environment'],
      errors: ['RELEASE_ENVIRONMENT_EXISTS', ...changingFails]
    },
    async ({ store, author }, _params, { name, environment }) =>
      await addEnvironment(store, name, parseEnvironment('environment', name, environment), author)
  )

  addChange<'environment', { set: object }>(app, releases, {
    method: 'PATCH',
    path: '/environments/:environment',
    names: ['environment'],
    summary: 'Change an environment',
    properties: { set },
    required: ['set'],
    errors: ['RELEASE_ENVIRONMENT_UNKNOWN', ...changingFails]
  }, async ({ store, author }, params, { set }) =>
    await editEnvironment(
      store,
      params.environment,
      environment => parseEnvironment('set', params.environment, mergePatch(environment, set)),
      author
    ))

  addChange<'environment', object>(app, releases, {
    method: 'DELETE',
    path: '/environments/:environment',
    names: ['environment'],
    summary: 'Remove an environment that nothing leads to',
    properties: {},
    errors: ['RELEASE_ENVIRONMENT_UNKNOWN', ...changingFails]
  }, async ({ store, author }, { environment }) => await removeEnvironment(store, environment, author))
}

function addParameterChanges (app: FastifyInstance, releases: Releases): void {
  addChange<'parameter', { value: ParameterValue }>(
    app,
    releases,
    {
      method: 'PUT',
      path: '/parameters/:parameter',
      names: ['parameter'],
      summary: 'Give a parameter a value',
      properties: { value: { type: ['string', 'number', 'boolean'], maxLength: 4096 } },
      required: ['value'],
      errors: changingFails,
      projectRole: 'release'
    },
    async ({ store, author }, { parameter }, { value }) => await setParameter(store, parameter, value, author)
  )

  addChange<'parameter', object>(app, releases, {
    method: 'DELETE',
    path: '/parameters/:parameter',
    names: ['parameter'],
    summary: "Let a parameter's default hold again",
    properties: {},
    errors: changingFails,
    projectRole: 'release'
  }, async ({ store, author }, { parameter }) => await setParameter(store, parameter, undefined, author))
}
